import { describe, expect, test } from 'vitest';
import { addDays, addYears, endOfDay, localDate } from '../../shared/law/time.ts';
import { getScope } from '../../shared/store/scopes.ts';
import { agreementCity, cited, refused } from './agreement-city.ts';
import {
  agreementBody,
  done,
  draftedAgreement,
  fiveYears,
  newSigningKey,
  openWorld,
  paper,
  prepared,
  type SigningKey,
  signed,
  signedAgreement,
  signingKeyOf,
} from './agreement-world.ts';
import type { Client } from './harness.ts';

/* What needs both signatures: the agreement itself, its first day, and every amendment. */

const { service, signer, second, clerk, ann, bob, ground, keys, proposed, inEffect, gateOf, stateOf } =
  await agreementCity();

const key = (value: string) => ({ 'idempotency-key': value });

describe('POST /agreements/{id}/signatures', () => {
  const sideOf = (side: 'grantor' | 'operator'): [Client, SigningKey] =>
    side === 'grantor' ? [signer, keys.grantor] : [ann, keys.operator];
  const signing = async (id: string, side: 'grantor' | 'operator', more: object = {}) => {
    const [who, own] = sideOf(side);
    return signed(who, id, side, own, more);
  };

  test.each([
    ['grantor', 'operator'],
    ['operator', 'grantor'],
  ] as const)('first %s, then %s: partly signed, then signed', async (first, other) => {
    const id = await proposed();
    expect((await done(signing(id, first))).body.agreement.status).toBe('partly-signed');
    expect((await done(signing(id, other))).body.agreement.status).toBe('signed');
    const { signatures } = await stateOf(id);
    expect(signatures.map((one: { side: string }) => one.side)).toEqual([first, other]);
  });

  test('two sides at the same moment: both stand', async () => {
    const id = await proposed();
    const answers = await Promise.all([signing(id, 'grantor'), signing(id, 'operator')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await stateOf(id)).status).toBe('signed');
  });

  test('signer and canceller at once: exactly one wins, the other is told why', async () => {
    for (let round = 0; round < 2; round++) {
      const id = await proposed();
      await done(signing(id, 'operator'));
      const [own, cancel] = await Promise.all([signing(id, 'grantor'), second.post(`/agreements/${id}/withdraw`)]);
      expect([own.status, cancel.status].toSorted()).toEqual([200, 409]);
      const lost = own.status === 409 ? own : cancel;
      expect(lost.problem.article).toBe(own.status === 409 ? 'ESL-3' : 'OPS-14');
      expect(lost.problem.detail).toContain(own.status === 409 ? '当前为“起草中”' : '当前为“已签署”');
      expect((await stateOf(id)).status).toBe(own.status === 200 ? 'signed' : 'drafted');
    }
  });

  test('422 ESL-13 for a side that signs twice, also by another person at the same moment', async () => {
    const id = await proposed();
    const deputy = await signingKeyOf(service, 'second-signer');
    const answers = await Promise.all([signing(id, 'grantor'), signed(second, id, 'grantor', deputy)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const late = answers.find(({ status }) => status === 422);
    expect(late && cited(late)).toEqual([['ESL-13', '/side']]);
    expect((await stateOf(id)).signatures).toHaveLength(1);
  });

  test('422 ESL-13 for a key that is not the signatory’s: unregistered, or another person’s', async () => {
    const id = await proposed();
    expect(cited(await signed(signer, id, 'grantor', newSigningKey(service)))).toEqual([['ESL-13', '/jws']]);
    expect(cited(await signed(second, id, 'grantor', keys.grantor))).toEqual([['ESL-13', '/jws']]);
    expect((await stateOf(id)).status).toBe('proposed');
  });

  test('422 ESL-13 over another hash, with a touched signature, and with a header that is not ours', async () => {
    const id = await proposed();
    const other = await proposed();
    const input = (await done(signer.post(`/agreements/${other}/signing-input`, { jwk: keys.grantor.jwk }))).body;
    const jws = `${input.protected}..${keys.grantor.sign(input.toSign)}`;
    expect(cited(await signing(id, 'grantor', { jws }))).toEqual([['ESL-13', '/jws']]);
    expect(cited(await signing(id, 'grantor', { jws, textHash: input.textHash }))).toEqual([['ESL-13', '/textHash']]);
    const headers = [
      { alg: 'none', b64: false, crit: ['b64'], jwk: keys.grantor.jwk },
      { alg: 'EdDSA', jwk: keys.grantor.jwk },
      { alg: 'EdDSA', b64: false, crit: ['b64'], jwk: keys.grantor.jwk, jku: 'https://elsewhere.test' },
      { alg: 'ES256', b64: false, crit: ['b64'], jwk: keys.grantor.jwk },
      { alg: 'EdDSA', b64: false, crit: ['b64'], jwk: { ...keys.grantor.jwk, x: 'A'.repeat(42) } },
    ];
    const { textHash } = (await stateOf(id)).terms;
    for (const header of headers) {
      const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
      const strange = `${encoded}..${keys.grantor.sign(`${encoded}.${textHash}`)}`;
      expect(cited(await signing(id, 'grantor', { jws: strange }))).toEqual([['ESL-13', '/jws']]);
    }
    expect((await signing(id, 'grantor', { jws: 'not a jws' })).status).toBe(422);
    expect((await stateOf(id)).status).toBe('proposed');
  });

  test('422 ESL-3 without consent, 403 for a bystander, 404 for another operator and for the wrong side', async () => {
    const id = await proposed();
    expect(cited(await signing(id, 'operator', { electronic: false }))).toEqual([['ESL-3', '/electronic']]);
    const body = { ...(await signatureBody(id)), side: 'operator' };
    expect(refused(await clerk.post(`/agreements/${id}/signatures`, body))).toEqual([403, 'ESL-3']);
    expect((await bob.post(`/agreements/${id}/signatures`, body)).status).toBe(404);
    expect((await signer.post(`/agreements/${id}/signatures`, body)).status).toBe(404);
    expect((await bob.post(`/agreements/${id}/signing-input`, { jwk: keys.operator.jwk })).status).toBe(404);
  });

  test('a text withdrawn and proposed again takes no earlier signature', async () => {
    const id = await proposed();
    const early = await signatureBody(id);
    await done(signing(id, 'operator'));
    await done(signer.post(`/agreements/${id}/withdraw`));
    const { contents, scope } = agreementBody(service, ground, { other: { clause: '新约定' } });
    const { version } = (await signer.get(`/agreements/${id}`)).body;
    await done(signer.put(`/agreements/${id}`, { contents, scope }, { 'if-match': `"${version}"` }));
    await done(signer.post(`/agreements/${id}/propose`));
    expect(cited(await signer.post(`/agreements/${id}/signatures`, early))).toEqual([['ESL-13', '/textHash']]);
  });

  test('409 ESL-3 for the signing input of a draft; a replayed Idempotency-Key answers the same bytes', async () => {
    const draft = await draftedAgreement(service, ground);
    const nothing = await signer.post(`/agreements/${draft}/signing-input`, { jwk: keys.grantor.jwk });
    expect(refused(nothing)).toEqual([409, 'ESL-3']);
    const id = await proposed();
    const body = await signatureBody(id);
    const [one, two] = [
      await signer.post(`/agreements/${id}/signatures`, body, key('sign-1')),
      await signer.post(`/agreements/${id}/signatures`, body, key('sign-1')),
    ];
    expect([one.status, two.text]).toEqual([200, one.text]);
  });

  async function signatureBody(id: string) {
    const input = (await done(signer.post(`/agreements/${id}/signing-input`, { jwk: keys.grantor.jwk }))).body;
    return {
      side: 'grantor',
      authority: { kind: 'power-of-attorney', document: paper('授权书') },
      electronic: true,
      textHash: input.textHash,
      jws: `${input.protected}..${keys.grantor.sign(input.toSign)}`,
    };
  }
});

describe('POST /agreements/{id}/effect', () => {
  test('opens the gate with its days and its scope', async () => {
    const id = await inEffect();
    const { agreement, validity } = (await signer.get(`/agreements/${id}`)).body;
    const { from, until, scope } = (await gateOf(id)) ?? {};
    expect([from, until, scope]).toEqual([validity.from, validity.until, agreement.terms.scope]);
    expect(until).toBe(endOfDay(agreement.terms.term.until));
  });

  test('422 DZ-13 when a dataset was withdrawn after both had signed', async () => {
    const own = await prepared(service);
    const id = await signedAgreement(service, own);
    const unit = await openWorld(service).as('cataloguer');
    await done(unit.post(`/datasets/${own.dataset}/withdraw`, { reason: '停止采集' }));
    expect(cited(await signer.post(`/agreements/${id}/effect`))).toEqual([['DZ-13', '/contents/resources/datasets/0']]);
    expect((await stateOf(id)).status).toBe('signed');
  });

  test('409 before both have signed, 422 OPS-14 before its first day', async () => {
    expect(refused(await signer.post(`/agreements/${await proposed()}/effect`))).toEqual([409, 'OPS-13']);
    const tomorrow = addDays(localDate(service.clock.domain()), 1);
    const id = await draftedAgreement(service, ground, { term: { from: tomorrow, until: addYears(tomorrow, 1) } });
    await done(signer.post(`/agreements/${id}/propose`));
    await done(signed(signer, id, 'grantor', keys.grantor));
    await done(signed(ann, id, 'operator', keys.operator));
    expect(cited(await signer.post(`/agreements/${id}/effect`))).toEqual([['OPS-14', '/contents/term/from']]);
    expect(await gateOf(id)).toBeUndefined();
  });
});

describe('POST /agreements/{id}/amendments', () => {
  const amended = async (id: string, contents: object, fields: readonly string[] = ground.fields) => {
    const { contents: all } = agreementBody(service, ground, contents);
    const scope = { v: 1, datasets: { [ground.dataset]: fields } };
    await done(ann.post(`/agreements/${id}/amendments`, { contents: all, scope }));
    await done(signed(ann, id, 'operator', keys.operator));
    const half = await gateOf(id);
    await done(signed(signer, id, 'grantor', keys.grantor));
    return half;
  };

  test('changes the gate in one write, only with the second signature; earlier texts stay readable', async () => {
    const id = await inEffect();
    const before = await gateOf(id);
    const first = (await signer.get(`/agreements/${id}/text`)).text;
    const until = addYears(localDate(service.clock.domain()), 1);
    const half = await amended(id, { term: { ...fiveYears(service), until } }, ['气温']);
    expect(half).toEqual(before);
    const after = await gateOf(id);
    expect(after?.until).toBe(endOfDay(until));
    expect(await getScope(service.store, after?.scope ?? '')).toMatchObject({
      datasets: { [ground.dataset]: ['气温'] },
    });
    const now = (await signer.get(`/agreements/${id}/text`)).text;
    expect(now).toContain('文本版本：第2版');
    expect((await signer.get(`/agreements/${id}/text?version=1`)).text).toBe(first);
    expect((await signer.get(`/agreements/${id}/text?version=3`)).status).toBe(404);
    await amended(id, {}, ground.fields);
    expect((await gateOf(id))?.until).toBe(before?.until);
  });

  test('422 OPS-14 for another first day and for a second amendment; withdrawn it leaves no trace at the gate', async () => {
    const id = await inEffect();
    const { contents, scope } = agreementBody(service, ground);
    const moved = { ...contents, term: { ...contents.term, from: addDays(contents.term.from, 1) } };
    const refusedMove = await signer.post(`/agreements/${id}/amendments`, { contents: moved, scope });
    expect(cited(refusedMove)).toEqual([['OPS-14', '/contents/term/from']]);
    await done(signer.post(`/agreements/${id}/amendments`, { contents, scope }));
    expect((await signer.post(`/agreements/${id}/amendments`, { contents, scope })).status).toBe(422);
    const before = await gateOf(id);
    await done(signer.post(`/agreements/${id}/withdraw`));
    expect(await gateOf(id)).toEqual(before);
  });
});
