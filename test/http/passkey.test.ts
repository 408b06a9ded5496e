import { createHash } from 'node:crypto';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { describe, expect, test } from 'vitest';
import { signaturesIn } from '../../infra/local/verify-signatures.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { ProvenEvent } from '../../shared/ledger/certified.ts';
import { fieldsOf } from '../../shared/ledger/leaf.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { transact } from '../../shared/store/transact.ts';
import { agreementCity, cited } from './agreement-city.ts';
import { done, paper, type SigningKey, signed, signingKeyOf } from './agreement-world.ts';
import { authenticator, type Twist } from './authenticator.ts';

const { service, signer, ann, proposed } = await agreementCity();

/** Registers a passkey of ann's and enters its thumbprint among her keys, as her administrator would. */
async function registered(kind: 'ec' | 'ed25519' = 'ec') {
  const own = authenticator(service.origin, kind);
  const { challenge } = (await done(ann.post('/passkeys/challenge'))).body;
  const body = { ...own.get(challenge), publicKey: own.publicKey };
  const { passkeys } = (await done(ann.post('/passkeys', body))).body;
  const { thumbprint } = passkeys.at(-1);
  return { ...own, thumbprint, enter: () => enter(thumbprint) };
}

async function enter(thumbprint: string): Promise<void> {
  const actor = { person: 'engineer', organization: 'agency', roles: ['operating-agency'] } as const;
  const outcome = await transact(service.store, async (unit) => {
    const before = await unit.load(organization, 'alpha');
    const member = 'members' in before.state ? before.state.members.ann : undefined;
    if (!member) throw new Error('ann is no member');
    const keys = [...member.keys, thumbprint].slice(-4);
    const command = {
      type: 'change-member',
      at: service.clock.domain(),
      actor,
      person: 'ann',
      ...member,
      keys,
    } as const;
    const after = await unit.decide(organization, before, command);
    return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
  });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
}

const signature = async (id: string, own: ReturnType<typeof authenticator>, twist: Twist = {}, more: object = {}) => {
  const { textHash, challenge } = (await done(ann.get(`/agreements/${id}/signing-challenge`))).body;
  return ann.post(`/agreements/${id}/signatures`, {
    side: 'operator',
    authority: { kind: 'power-of-attorney', document: paper('授权书') },
    electronic: true,
    textHash,
    passkey: own.get(challenge, twist),
    ...more,
  });
};

describe('POST /passkeys', () => {
  test('422 ESL-13 for a challenge used twice, made up or of another person, and without user verification', async () => {
    const own = authenticator(service.origin);
    const register = (challenge: string, twist: Twist = {}) =>
      ann.post('/passkeys', { ...own.get(challenge, twist), publicKey: own.publicKey });
    const ask = async (who = ann) => (await done(who.post('/passkeys/challenge'))).body.challenge;
    expect(cited(await register('AAAA'))).toEqual([['ESL-13', '/signature']]);
    const twice = await ask();
    await done(register(twice));
    expect(cited(await register(twice))).toEqual([['ESL-13', '/signature']]);
    await ask();
    expect((await register(await ask(signer))).status).toBe(422);
    expect((await register(await ask(), { flags: 0x01 })).status).toBe(422);
    expect((await register(await ask(), { origin: 'https://elsewhere.test' })).status).toBe(422);
    expect(
      (await done(ann.get('/passkeys'))).body.passkeys.map((one: { credential: string }) => one.credential),
    ).toContain(own.credential);
    expect((await done(signer.get('/passkeys'))).body.passkeys).toEqual([]);
  });
});

describe('POST /agreements/{id}/signatures with a passkey', () => {
  test.each(['ec', 'ed25519'] as const)(
    '200 %s: proven offline by the event alone, by our code and by another',
    async (kind) => {
      const id = await proposed();
      const own = await registered(kind);
      expect(cited(await signature(id, own))).toEqual([['ESL-13', '/passkey']]);
      await own.enter();
      const answer = await done(signature(id, own));
      expect(answer.body.agreement.status).toBe('partly-signed');
      const key: SigningKey = await signingKeyOf(service, 'signer');
      await done(signed(signer, id, 'grantor', key));
      const { items } = await listEvents(service.store, { aggregate: 'agreement', id }, { limit: 20, ascending: true });
      const events = items.map((one) => ({ ...one, fields: fieldsOf({ data: one.data }) }) as unknown as ProvenEvent);
      const about = { kind: 'agreement' as const, stream: `agreement#${id}` };
      const found = signaturesIn({ about, events });
      expect(found.map(({ proven }) => proven)).toEqual([
        { by: 'passkey', key: own.thumbprint, origin: service.origin },
        { by: 'jws', key: key.thumbprint },
      ]);
      const text = (await ann.get(`/agreements/${id}/text`)).text;
      expect(found[0]?.textHash).toBe(createHash('sha256').update(text).digest('hex'));
      await judgedByAnother(own, Buffer.from(found[0]?.textHash ?? '', 'hex').toString('base64url'), kind);
    },
  );

  test('422 ESL-13 for another text, another site, another kind of ceremony, no user, and a passkey of somebody else', async () => {
    const id = await proposed();
    const own = await registered();
    await own.enter();
    const other = (await done(ann.get(`/agreements/${await proposed()}/signing-challenge`))).body.challenge;
    const wrong = [
      await signature(id, own, {}, { passkey: own.get(other) }),
      await signature(id, own, { origin: 'https://elsewhere.test', rpId: 'elsewhere.test' }),
      await signature(id, own, { rpId: 'elsewhere.test' }),
      await signature(id, own, { type: 'webauthn.create' }),
      await signature(id, own, { flags: 0x01 }),
      await signature(id, own, { flags: 0x04 }),
    ];
    expect(wrong.map(cited)).toEqual(wrong.map(() => [['ESL-13', '/passkey']]));
    expect(cited(await signature(id, authenticator(service.origin)))).toEqual([['ESL-13', '/passkey/credential']]);
    const jws = 'eyJhbGciOiJFZERTQSJ9..c2lnbmF0dXJl';
    expect(cited(await signature(id, own, {}, { jws }))).toEqual([['ESL-13', '/jws']]);
  });

  test('a sealed PDF stands beside it as signature of record: type, size and its own hash; another file is refused', async () => {
    const id = await proposed();
    const own = await registered();
    await own.enter();
    const file = Buffer.from('%PDF-1.7 签章页');
    const sealed = { mediaType: 'application/pdf', base64: file.toString('base64') };
    const liar = { mediaType: 'application/pdf', base64: Buffer.from('PK not a pdf').toString('base64') };
    expect((await signature(id, own, {}, { record: liar })).status).toBe(422);
    const { agreement } = (await done(signature(id, own, {}, { record: sealed }))).body;
    expect(agreement.signatures[0].record).toMatchObject({
      mediaType: 'application/pdf',
      bytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
    });
  });
});

/** The library that most sites use, as a judge of its own: what we accept, it accepts. */
async function judgedByAnother(own: ReturnType<typeof authenticator>, challenge: string, kind: 'ec' | 'ed25519') {
  const { authenticatorData, clientData: clientDataJSON, signature } = own.get(challenge);
  const { verified } = await verifyAuthenticationResponse({
    response: {
      id: own.credential,
      rawId: own.credential,
      type: 'public-key',
      clientExtensionResults: {},
      response: { authenticatorData, clientDataJSON, signature },
    },
    expectedChallenge: challenge,
    expectedOrigin: service.origin,
    expectedRPID: new URL(service.origin).hostname,
    credential: { id: own.credential, publicKey: cose(own.jwk, kind), counter: 0 },
    requireUserVerification: true,
  });
  expect(verified).toBe(true);
}

/** The public key as authenticators write it (RFC 9053): a CBOR map of small integers and two byte strings. */
function cose({ x = '', y = '' }: { x?: string; y?: string }, kind: 'ec' | 'ed25519'): Uint8Array<ArrayBuffer> {
  const bytes = (text: string) => Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(text, 'base64url')]);
  const parts =
    kind === 'ec'
      ? [[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21], bytes(x), [0x22], bytes(y)]
      : [[0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21], bytes(x)];
  return Uint8Array.from(Buffer.concat(parts.map((part) => Buffer.from(part))));
}
