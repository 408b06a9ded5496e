import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes as channelRoutes } from '../../functions/channel/routes.ts';
import { routes as enforcementRoutes } from '../../functions/enforcement/routes.ts';
import { routes as identityRoutes } from '../../functions/identity/routes.ts';
import { MAX_KEYS } from '../../shared/domain/gate.ts';
import { tokenVerifier } from '../../shared/http/token.ts';
import { type PublicJwk, publicJwk, thumbprintOf } from '../../shared/store/public-jwk.ts';
import { findTokenKey } from '../../shared/store/token-keys.ts';
import { freshTable } from '../dynamodb.ts';
import { agreementInEffect, agreementSeats, done, type InEffect } from './agreement-world.ts';
import { ORIGIN, open, settleCity } from './harness.ts';
import { identityService } from './identity-given.ts';
import { bringing, memoryUpstream, testGate } from './supply.ts';

const { client, table } = await freshTable();
const service = identityService(client, table);
const { store } = service;
await settleCity(service, [...agreementSeats]);
const { anyone } = open(identityRoutes, service);
const { as } = open([...channelRoutes, ...enforcementRoutes], service);
const [ann, engineer, clerk] = [await as('ann'), await as('engineer'), await as('clerk')];
const { app } = testGate(client, table, {
  verify: tokenVerifier({ findKey: (kid) => findTokenKey(store, kid), issuer: ORIGIN, now: service.clock.real }),
  upstream: memoryUpstream('站号,气温\n57328,12\n'),
});

let basis: InEffect;
beforeAll(async () => {
  basis = await agreementInEffect(service, { fields: ['站号', '气温'] });
}, 120_000);

interface Key {
  readonly jwk: PublicJwk;
  readonly kid: string;
  readonly secret: KeyObject;
}

function newKey(): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwk = publicJwk.parse(publicKey.export({ format: 'jwk' }));
  return { jwk, kid: thumbprintOf(store, jwk), secret: privateKey };
}

/** An open channel of alpha that these keys may fetch from. */
async function opened(...keys: readonly Key[]): Promise<string> {
  const asked = { dataset: basis.dataset, basis: { kind: 'agreement', id: basis.agreement }, fields: basis.fields };
  const { id } = (await done(ann.post('/channels', { ...asked, purpose: '指数' }))).body;
  await register(id, keys);
  await done(engineer.post(`/channels/${id}/open`, { from: service.clock.domain(), until: basis.until }));
  return id;
}

const register = (channel: string, keys: readonly Key[]) =>
  done(ann.put(`/channels/${channel}/keys`, { keys: keys.map(({ jwk }) => jwk) }));

/** Status of /token for this key, and the token. */
async function token(channel: string, { kid, secret }: Key, organization = 'alpha') {
  const iat = Math.floor(service.clock.real() / 1000);
  const claims = {
    iss: organization,
    sub: organization,
    aud: `${ORIGIN}/token`,
    iat,
    exp: iat + 50,
    jti: randomUUID(),
  };
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid }).sign(secret),
    scope: `channel:${channel}`,
  });
  const answer = await anyone.send('POST', '/token', {
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  return { status: answer.status, error: answer.body?.error, value: String(answer.body?.access_token) };
}

const data = (channel: string, value: string) =>
  bringing(app, value).get(`/channels/${channel}/data?purpose=${encodeURIComponent('指数')}`);
const statusOf = async (channel: string, value: string) => (await data(channel, value)).status;

const emergency = (channel: string) => ({
  subject: 'alpha',
  facts: [{ text: '截图' }],
  measures: [
    { verb: 'close', target: { kind: 'channel', id: channel }, article: 'DZ-43', authority: { text: '依据' } },
  ],
});

describe('keys of a channel', () => {
  it('rotate with an overlap: no request is refused meanwhile, and the old one is worthless at once', async () => {
    const [old, next] = [newKey(), newKey()];
    const channel = await opened(old);
    const first = await token(channel, old);
    expect(await statusOf(channel, first.value)).toBe(200);
    await register(channel, [old, next]);
    const second = await token(channel, next);
    expect([await statusOf(channel, first.value), await statusOf(channel, second.value)]).toEqual([200, 200]);
    await register(channel, [next]);
    // The old token has minutes to run, and its signature is as good as ever.
    const refused = await data(channel, first.value);
    expect([refused.status, refused.problem.article]).toEqual([403, 'POLICY-9']);
    expect(await token(channel, old)).toMatchObject({ status: 400, error: 'invalid_scope' });
    expect(await statusOf(channel, second.value)).toBe(200);
  });

  it(`are ${MAX_KEYS} at most, and each of them fetches`, async () => {
    const keys = Array.from({ length: MAX_KEYS }, newKey);
    const channel = await opened(...keys);
    for (const key of keys) expect(await statusOf(channel, (await token(channel, key)).value)).toBe(200);
    const five = [...keys, newKey()].map(({ jwk }) => jwk);
    expect((await ann.put(`/channels/${channel}/keys`, { keys: five })).status).toBe(422);
    expect(await statusOf(channel, (await token(channel, keys[3] ?? newKey())).value)).toBe(200);
  });
});

describe('after an emergency close', () => {
  it('a stolen token, a stolen key and a key registered since are worth nothing', async () => {
    const key = newKey();
    const channel = await opened(key);
    const stolen = await token(channel, key);
    expect(await statusOf(channel, stolen.value)).toBe(200);
    const placed = await done(clerk.post('/cases/emergency', emergency(channel)));
    const [{ measure }] = placed.body.case.measures;
    const after = await data(channel, stolen.value);
    expect([after.status, after.problem.grounds.map((ground) => ground.measure)]).toEqual([403, [measure]]);
    // Whatever /token says to the thief: it is the gate that decides.
    const anew = await token(channel, key);
    expect(await statusOf(channel, anew.value)).toBe(anew.status === 200 ? 403 : 401);
    // Rotation never waits for a supervisor, and opens nothing.
    const fresh = newKey();
    await register(channel, [fresh]);
    const own = await token(channel, fresh);
    const shut = await data(channel, own.value);
    expect([shut.status, shut.problem.grounds.map((ground) => ground.measure)]).toEqual([403, [measure]]);
    // And the thief's key is no key of the channel any more: two reasons.
    expect((await data(channel, stolen.value)).problem.grounds).toHaveLength(2);
  });

  it('another channel of the same operator goes on, and neither token opens the other', async () => {
    const [key, other] = [newKey(), newKey()];
    const [shut, open] = [await opened(key), await opened(other)];
    const [here, there] = [await token(shut, key), await token(open, other)];
    await done(clerk.post('/cases/emergency', emergency(shut)));
    expect([await statusOf(shut, here.value), await statusOf(open, there.value)]).toEqual([403, 200]);
    expect([await statusOf(open, here.value), await statusOf(shut, there.value)]).toEqual([404, 404]);
  });
});
