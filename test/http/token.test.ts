import { type KeyObject, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, type JWTPayload, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { tokenVerifier } from '../../shared/http/token.ts';
import { FAILURE_WINDOW_MS, MAX_FAILURES } from '../../shared/store/failures.ts';
import { revokeKey } from '../../shared/store/machine-keys.ts';
import { findTokenKey } from '../../shared/store/token-keys.ts';
import { transact } from '../../shared/store/transact.ts';
import { type Answered, ORIGIN } from './harness.ts';
import { type Machine, tokenWorld } from './token-world.ts';

const { service, store, anyone, machine, channelOf, alpha, beta } = await tokenWorld();

// Failures of the test before are forgotten with their window, so that each begins with a key that is not locked.
beforeEach(() => service.passReal(2 * FAILURE_WINDOW_MS));

const seconds = () => Math.floor(service.clock.real() / 1000);

interface Twist {
  readonly claims?: JWTPayload;
  readonly header?: { kid?: string; typ?: string };
  readonly key?: KeyObject;
}

function assertion(by: Machine, { claims = {}, header = {}, key = by.privateKey }: Twist = {}): Promise<string> {
  const { organization, thumbprint, alg } = by;
  const iat = seconds();
  const base = { iss: organization, sub: organization, aud: `${ORIGIN}/token`, iat, exp: iat + 60, jti: randomUUID() };
  return new SignJWT({ ...base, ...claims }).setProtectedHeader({ alg, kid: thumbprint, ...header }).sign(key);
}

function ask(client_assertion: string, more: Record<string, string> = {}): Promise<Answered> {
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
    scope: 'channel:c-alpha',
    ...more,
  };
  return send(new URLSearchParams(form));
}

const send = (body: URLSearchParams): Promise<Answered> =>
  anyone.send('POST', '/token', { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });

describe('POST /token', () => {
  it.each(['EdDSA', 'ES256'] as const)(
    '200: an %s assertion gives a token that names key, channel and links',
    async (alg) => {
      const by = await machine('alpha', alg);
      const { status, headers, body } = await ask(await assertion(by));
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'channel:c-alpha' });
      expect(decodeJwt(body.access_token)).toMatchObject({
        iss: ORIGIN,
        aud: ORIGIN,
        sub: 'alpha',
        client_id: 'alpha',
        key: by.thumbprint,
        channel: 'c-alpha',
        dataset: 'd1',
        basis: { kind: 'agreement', id: 'a1' },
      });
    },
  );

  it('200: the origin is an audience too, alone or in a list of one', async () => {
    expect((await ask(await assertion(alpha, { claims: { aud: ORIGIN } }))).status).toBe(200);
    expect((await ask(await assertion(alpha, { claims: { aud: [ORIGIN] } }))).status).toBe(200);
  });

  it('200: a minute is not too long', async () => {
    const iat = seconds();
    expect((await ask(await assertion(alpha, { claims: { iat, exp: iat + 60 } }))).status).toBe(200);
  });

  const now = () => seconds();
  const wrong: Record<string, () => Promise<string>> = {
    'a lifetime of 61 seconds': () => assertion(alpha, { claims: { iat: now(), exp: now() + 61 } }),
    'expired a second ago': () => assertion(alpha, { claims: { iat: now() - 61, exp: now() - 1 } }),
    'from the future': () => assertion(alpha, { claims: { iat: now() + 30, exp: now() + 60 } }),
    'no exp': () => assertion(alpha, { claims: { exp: undefined } }),
    'no iat': () => assertion(alpha, { claims: { iat: undefined } }),
    'no jti': () => assertion(alpha, { claims: { jti: undefined } }),
    'a short jti': () => assertion(alpha, { claims: { jti: '1' } }),
    'another audience': () => assertion(alpha, { claims: { aud: 'https://elsewhere.test/token' } }),
    'a second audience': () => assertion(alpha, { claims: { aud: [ORIGIN, 'https://elsewhere.test'] } }),
    'sub is not iss': () => assertion(alpha, { claims: { sub: 'beta' } }),
    'another organization as iss': () => assertion(alpha, { claims: { iss: 'beta', sub: 'beta' } }),
    'the signature of another key': () => assertion(alpha, { key: beta.privateKey }),
    'the key of another organization': () =>
      assertion(alpha, { header: { kid: beta.thumbprint }, key: beta.privateKey }),
    'a key nobody registered': () => assertion(alpha, { header: { kid: 'A'.repeat(43) } }),
    'no kid': () => assertion(alpha, { header: { kid: undefined } }),
    'another type of token': () => assertion(alpha, { header: { typ: 'at+jwt' } }),
    'no signature (alg none)': async () => {
      const [, claims] = (await assertion(alpha)).split('.');
      const header = Buffer.from(JSON.stringify({ alg: 'none', kid: alpha.thumbprint })).toString('base64url');
      return `${header}.${claims}.`;
    },
    'a symmetric signature with the public key': async () => {
      const secret = new TextEncoder().encode(alpha.thumbprint);
      const iat = now();
      return new SignJWT({ iss: 'alpha', sub: 'alpha', aud: ORIGIN, iat, exp: iat + 60, jti: randomUUID() })
        .setProtectedHeader({ alg: 'HS256', kid: alpha.thumbprint })
        .sign(secret);
    },
    'no token at all': async () => 'x.y.z',
  };
  it.each(Object.keys(wrong))('401: %s', async (name) => {
    const { status, body } = await ask((await wrong[name]?.()) ?? '');
    expect([name, status, body.error]).toEqual([name, 401, 'invalid_client']);
    expect(body.error_uri).toBe(`${ORIGIN}/law/POLICY-9`);
    expect(body.error_description).toMatch(/^[\x20-\x7e]+$/);
  });

  it('401: the same assertion twice, also at the same moment', async () => {
    const once = await assertion(alpha);
    const answers = await Promise.all([ask(once), ask(once), ask(once)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('200: the same jti from two organizations is two assertions', async () => {
    const jti = randomUUID();
    expect((await ask(await assertion(alpha, { claims: { jti } }))).status).toBe(200);
    expect((await ask(await assertion(beta, { claims: { jti } }), { scope: 'channel:c-beta' })).status).toBe(200);
  });

  it('401: a revoked key, from the moment of its revocation', async () => {
    const lost = await machine('alpha');
    expect((await ask(await assertion(lost))).status).toBe(200);
    await revokeKey(store, { organization: 'alpha', thumbprint: lost.thumbprint, by: 'ann' });
    expect((await ask(await assertion(lost))).status).toBe(401);
  });

  it('400: a channel of another organization is told exactly like one that does not exist', async () => {
    const foreign = await ask(await assertion(alpha), { scope: 'channel:c-beta' });
    const missing = await ask(await assertion(alpha), { scope: 'channel:nowhere' });
    expect([foreign.status, foreign.body.error]).toEqual([400, 'invalid_scope']);
    expect(foreign.text).toBe(missing.text);
  });

  it('400: a key outside the channel’s own list, and a key limited to another channel', async () => {
    await channelOf('alpha', 'c-listed', { keys: [beta.thumbprint] });
    expect((await ask(await assertion(alpha), { scope: 'channel:c-listed' })).body.error).toBe('invalid_scope');
    const limited = await machine('alpha', 'EdDSA', 'c-listed');
    expect((await ask(await assertion(limited))).body.error).toBe('invalid_scope');
  });

  it('400: an organization that was never verified, or was closed', async () => {
    const stranger = await machine('never-verified');
    expect((await ask(await assertion(stranger))).body.error).toBe('unauthorized_client');
    await transact(store, async (unit) => {
      const ended = { at: service.clock.domain(), article: 'DZ-6' as const };
      unit.gate({ aggregate: 'organization', id: 'gone' }, { do: 'open', value: { holds: {}, ended } });
      return { status: 200, body: '', headers: {} };
    });
    expect((await ask(await assertion(await machine('gone')))).body.error).toBe('unauthorized_client');
  });

  const forms: [string, string, Record<string, string>][] = [
    ['no grant type', 'invalid_request', { grant_type: '' }],
    ['another grant type', 'unsupported_grant_type', { grant_type: 'password' }],
    ['another way to authenticate', 'invalid_request', { client_assertion_type: 'secret' }],
    ['another client_id', 'invalid_request', { client_id: 'beta' }],
    ['an assertion of any length', 'invalid_request', { client_assertion: 'x'.repeat(5_000) }],
    ['two channels', 'invalid_scope', { scope: 'channel:c-alpha channel:c-beta' }],
    ['no scope', 'invalid_scope', { scope: '' }],
  ];
  it.each(forms)('400: %s → %s', async (_, error, twist) => {
    const { status, body } = await ask(await assertion(alpha), twist);
    expect([status, body.error]).toEqual([400, error]);
  });

  it('400: a parameter that comes twice', async () => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(alpha),
      scope: 'channel:c-alpha',
    });
    form.append('scope', 'channel:c-alpha');
    expect((await send(form)).body.error).toBe('invalid_request');
  });

  it('415: JSON', async () => {
    expect((await anyone.post('/token', { grant_type: 'client_credentials' })).status).toBe(415);
  });

  it('speaks the reader’s language beside the ASCII description', async () => {
    const { body } = await ask('x.y.z');
    expect(body.detail).toMatch(/断言/);
  });
});

describe('too many failures', () => {
  const fail = () => assertion(alpha, { key: beta.privateKey }).then((wrong) => ask(wrong));

  it('429: after ten in five minutes further failures are turned away for a while, and the key still works', async () => {
    for (let count = 1; count < MAX_FAILURES; count++) expect((await fail()).status).toBe(401);
    // The while begins with the tenth, not with the first.
    service.passReal(FAILURE_WINDOW_MS - 60_000);
    expect((await fail()).status).toBe(401);
    const { status, headers, body } = await fail();
    expect([status, body.error]).toEqual([429, 'invalid_client']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(290);
    expect((await ask(await assertion(alpha))).status).toBe(200);
    service.passReal(FAILURE_WINDOW_MS);
    expect((await fail()).status).toBe(401);
  });

  it('401: strangers are not counted, so that they do not decide how many counters there are', async () => {
    const claims = { iss: 'made-up', sub: 'made-up' };
    for (let count = 0; count <= MAX_FAILURES; count++) {
      expect((await ask(await assertion(alpha, { claims }))).status).toBe(401);
    }
  });

  it('401: nine, and the tenth after the window', async () => {
    for (let count = 0; count < MAX_FAILURES - 1; count++) await fail();
    service.passReal(FAILURE_WINDOW_MS);
    expect((await fail()).status).toBe(401);
    expect((await fail()).status).toBe(401);
  });
});

describe('an access token', () => {
  const token = async () => (await ask(await assertion(alpha))).body.access_token as string;
  const verifier = (findKey = (kid: string) => findTokenKey(store, kid)) =>
    tokenVerifier({ issuer: ORIGIN, now: service.clock.real, findKey });

  it('verifies with the key that stands in the store', async () => {
    const verified = await verifier()(await token());
    expect(verified).toMatchObject({ ok: true, claims: { sub: 'alpha', channel: 'c-alpha' } });
  });

  it('verifies with the published key set', async () => {
    const given = await token();
    const { body } = await anyone.get('/.well-known/jwks.json');
    const [{ kid, kty, crv, x, y }] = body.keys;
    expect(kid).toBe(await calculateJwkThumbprint({ kty, crv, x, y }));
    const found = verifier(async (asked) => (asked === kid ? { kty, crv, x, y } : undefined));
    expect((await found(given)).ok).toBe(true);
  });

  it('is known again for a minute without asking for the key, and not after its end', async () => {
    let asked = 0;
    const verify = verifier(async (kid) => {
      asked++;
      return findTokenKey(store, kid);
    });
    const given = await token();
    await verify(given);
    await verify(given);
    expect(asked).toBe(1);
    service.passReal(299_000 - (service.clock.real() % 1000));
    expect((await verify(given)).ok).toBe(true);
    service.passReal(2_000);
    expect(await verify(given)).toEqual({ ok: false, problem: 'expired' });
  });

  it('is refused when touched, when of another kind, and when of another issuer', async () => {
    const verify = verifier();
    const given = await token();
    const [header, claims = '', signature] = given.split('.');
    const touched = Buffer.from(JSON.stringify({ ...decodeJwt(given), channel: 'c-beta' })).toString('base64url');
    expect(await verify(`${header}.${touched}.${signature}`)).toEqual({ ok: false, problem: 'invalid' });
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    expect((await verify(`${none}.${claims}.`)).ok).toBe(false);
    expect((await verify(await service.tokens.sign('receipt+jwt', decodeJwt(given)))).ok).toBe(false);
    const foreign = { ...decodeJwt(given), iss: 'https://elsewhere.test' };
    expect((await verify(await service.tokens.sign('at+jwt', foreign))).ok).toBe(false);
    const long = { ...decodeJwt(given), exp: seconds() + 3_600 };
    expect((await verify(await service.tokens.sign('at+jwt', long))).ok).toBe(false);
    expect((await verify('x'.repeat(10_000))).ok).toBe(false);
  });
});

describe('GET /.well-known/oauth-authorization-server', () => {
  it('200: says where to ask and how to prove', async () => {
    const { body } = await anyone.get('/.well-known/oauth-authorization-server');
    expect(body).toMatchObject({
      issuer: ORIGIN,
      token_endpoint: `${ORIGIN}/token`,
      jwks_uri: `${ORIGIN}/.well-known/jwks.json`,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    });
  });
});
