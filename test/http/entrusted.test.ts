import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { decodeJwt, exportJWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes as channelRoutes } from '../../functions/channel/routes.ts';
import { routes as identityRoutes } from '../../functions/identity/routes.ts';
import { routes as supervisionRoutes } from '../../functions/supervision/routes.ts';
import { addDays, endOfDay, instant, localDate, millis } from '../../shared/law/time.ts';
import { readGate } from '../../shared/store/gates.ts';
import { heldKeys, heldUntil } from '../../shared/store/held-keys.ts';
import { findKey } from '../../shared/store/machine-keys.ts';
import { freshTable } from '../dynamodb.ts';
import { agreementInEffect, agreementSeats, done, type InEffect, paper } from './agreement-world.ts';
import { type Client, ORIGIN, open, settleCity } from './harness.ts';
import { identityService } from './identity-given.ts';
import { bringing, gateOver, memoryUpstream, tokenFor } from './supply.ts';

const { client, table } = await freshTable();
const service = identityService(client, table);
const { as, anyone } = open([...identityRoutes, ...channelRoutes, ...supervisionRoutes], service);
const today = localDate(service.clock.domain());
const lastDay = addDays(today, 1);

let inEffect: InEffect;
let ann: Client;
let engineer: Client;

beforeAll(async () => {
  await settleCity(service, [...agreementSeats, 'cyber']);
  inEffect = await agreementInEffect(service);
  [ann, engineer] = [await as('ann'), await as('engineer')];
});

async function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { jwk: await exportJWK(publicKey), privateKey };
}
type Key = Awaited<ReturnType<typeof newKey>> & { thumbprint: string };

async function requested(): Promise<string> {
  const { dataset, agreement, fields } = inEffect;
  const asked = { dataset, basis: { kind: 'agreement', id: agreement }, fields, purpose: '数据服务' };
  return (await done(ann.post('/channels', asked))).body.id;
}
const openNow = (channel: string) =>
  engineer.post(`/channels/${channel}/open`, {
    from: service.clock.domain(),
    until: instant(millis(service.clock.domain()) + 86_400_000 * 30),
  });

const contractWith = (processor: string, from = today) =>
  ann.post('/processing-contracts', {
    processor,
    contract: paper('数据安全保护合同'),
    from,
    until: lastDay,
    returns: 'delete',
    personal: false,
  });

async function token(key: Key, channel: string) {
  const iat = Math.floor(service.clock.real() / 1000);
  const claims = { iss: 'alpha', sub: 'alpha', aud: `${ORIGIN}/token`, iat, exp: iat + 60, jti: randomUUID() };
  const client_assertion = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: key.thumbprint })
    .sign(key.privateKey);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
    scope: `channel:${channel}`,
  });
  return anyone.send('POST', '/token', { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
}

/** A channel with one key of the operator's own and one in a sub-processor's hands. */
async function entrusted(contract: string) {
  const channel = await requested();
  await done(openNow(channel));
  const [own, held] = [await newKey(), await newKey()];
  const added = await done(ann.post('/organizations/alpha/keys', { jwk: held.jwk, channel, contract }));
  const thumbprint: string = added.body.thumbprint;
  return { channel, own, held: { ...held, thumbprint } };
}

const points = Object.fromEntries(
  ['source', 'technique', 'transmission', 'storage'].map((point) => [point, paper(point)]),
);

describe('a key in a sub-processor’s hands (DZ-48)', () => {
  it('is registered under a contract in force only, for one channel, by the operator of that contract', async () => {
    const { jwk } = await newKey();
    const channel = await requested();
    await done(openNow(channel));
    const later = (await done(contractWith('beta', lastDay))).body.id;
    const refused = await ann.post('/organizations/alpha/keys', { jwk, channel, contract: later });
    expect(refused.problem).toMatchObject({ status: 422, article: 'DZ-48' });
    const contract = (await done(contractWith('beta'))).body.id;
    expect((await ann.post('/organizations/alpha/keys', { jwk, contract })).problem).toMatchObject({
      article: 'DZ-48',
    });
    const bob = await as('bob');
    expect((await bob.post('/organizations/beta/keys', { jwk, channel, contract })).status).toBe(404);
    expect((await contractWith('nobody')).problem).toMatchObject({ status: 422, article: 'DZ-48' });
  });

  it('gets a token only where the channel names it, and none that outlives the contract', async () => {
    const contract = (await done(contractWith('beta'))).body.id;
    const { channel, own, held } = await entrusted(contract);
    expect((await token(held, channel)).body.error).toBe('invalid_scope');
    await done(ann.put(`/channels/${channel}/keys`, { keys: [own.jwk, held.jwk] }));
    const given = await token(held, channel);
    expect([given.status, given.body.expires_in]).toEqual([200, 300]);

    const now = service.clock.domain();
    const end = millis(endOfDay(lastDay));
    service.moveTo(instant(end - 100_000));
    const last = decodeJwt((await token(held, channel)).body.access_token);
    expect((last.exp ?? 0) - (last.iat ?? 0)).toBe(100);
    service.moveTo(instant(end));
    expect((await token(held, channel)).body).toMatchObject({ error: 'unauthorized_client', article: 'DZ-48' });
    service.moveTo(now);
  });

  it('frees its place on the contract’s list when its operator revokes it', async () => {
    const contract = (await done(contractWith('beta'))).body.id;
    const { held } = await entrusted(contract);
    expect((await heldKeys(service.store, contract)).map(({ thumbprint }) => thumbprint)).toEqual([held.thumbprint]);
    await done(ann.send('DELETE', `/organizations/alpha/keys/${held.thumbprint}`, {}));
    expect(await heldKeys(service.store, contract)).toEqual([]);
  });

  it('is taken off the channel and its gate at once when the contract is ended, and does not come back', async () => {
    const contract = (await done(contractWith('beta'))).body.id;
    const { channel, own, held } = await entrusted(contract);
    await done(ann.put(`/channels/${channel}/keys`, { keys: [own.jwk, held.jwk] }));
    const gate = { aggregate: 'channel', id: channel };
    expect((await readGate(service.store, gate))?.keys).toContain(held.thumbprint);
    const ended = await ann.post(`/processing-contracts/${contract}/end`, { reason: paper('提前终止') });
    expect(ended.status).toBe(200);
    const keys = (await readGate(service.store, gate))?.keys;
    expect([keys?.length, keys?.includes(held.thumbprint)]).toEqual([1, false]);
    expect((await ann.get(`/channels/${channel}`)).body.channel.keys).toEqual(keys);
    const again = await ann.put(`/channels/${channel}/keys`, { keys: [held.jwk] });
    expect(again.problem).toMatchObject({ status: 422, article: 'POLICY-9' });
    expect((await token(held, channel)).status).toBe(401);
    expect(await findKey(service.store, held.thumbprint)).toMatchObject({ revoked: { by: 'ann' } });
  });
});

describe('a contractor of the platform (DZ-46)', () => {
  it('gets no channel opened before its review, nor after it lapsed', async () => {
    const channel = await requested();
    const contract = { kind: 'operate', contract: paper('保密协议'), boundUntil: '2030-12-31' };
    expect((await ann.post('/contractors/alpha/engage', contract)).status).toBe(403);
    await done(engineer.post('/contractors/alpha/engage', contract));
    expect((await openNow(channel)).problem).toMatchObject({ status: 422, article: 'DZ-46' });
    await done(engineer.post('/contractors/alpha/review', { points, until: lastDay }));
    const now = service.clock.domain();
    service.moveTo(endOfDay(lastDay));
    expect((await openNow(channel)).problem).toMatchObject({ status: 422, article: 'DZ-46' });
    service.moveTo(now);
    expect((await openNow(channel)).status).toBe(200);
  });

  it('holds no key for another without review', async () => {
    await done(
      engineer.post('/contractors/beta/engage', {
        kind: 'build',
        contract: paper('保密协议'),
        boundUntil: '2030-12-31',
      }),
    );
    const contract = (await done(contractWith('beta'))).body.id;
    const channel = await requested();
    await done(openNow(channel));
    const { jwk } = await newKey();
    const refused = await ann.post('/organizations/alpha/keys', { jwk, channel, contract });
    expect(refused.problem).toMatchObject({ status: 422, article: 'DZ-46' });
    // With one, no longer than that lasts: the contract runs a day more.
    await done(engineer.post('/contractors/beta/review', { points, until: today }));
    const now = service.clock.domain();
    expect(await heldUntil(service.store, { contract, processor: 'beta' }, now)).toMatchObject({
      until: endOfDay(today),
    });
  });
});

describe('a channel that is open is judged by the same at every request', () => {
  const data = () => `${inEffect.fields.join(',')}\r\n${inEffect.fields.map(() => '1').join(',')}\r\n`;
  const { app } = gateOver(service, { upstream: memoryUpstream(data) });
  const links = () => ({
    organization: 'alpha',
    dataset: inEffect.dataset,
    basis: { kind: 'agreement', id: inEffect.agreement } as const,
  });
  let fetched: () => Promise<readonly unknown[]>;

  beforeAll(async () => {
    const channel = await requested();
    await done(openNow(channel));
    const { body } = await ann.get(`/channels/${channel}`);
    expect(body.channel.status).toBe('open');
    fetched = async () => {
      const bearer = bringing(app, await tokenFor(channel, links()));
      const got = await bearer.get(`/channels/${channel}/data?purpose=${encodeURIComponent('数据服务')}`);
      if (got.status === 200) return [200];
      const { grounds = [] } = got.body as { grounds?: { article: string; liftedBy?: unknown[] }[] };
      return [got.status, ...grounds.map(({ article }) => article)];
    };
  });

  it('stops when its data is listed, and goes on while an assessment of it counts (DSL-21, NDR-31)', async () => {
    const [guard, unit] = [await as('guard'), await as('cataloguer')];
    expect(await fetched()).toEqual([200]);
    const listing = { number: '网信〔2026〕9号', document: paper('目录'), fields: [] };
    const listed = await done(
      guard.post('/protected-data', { dataset: inEffect.dataset, level: 'important', ...listing }),
    );
    const entry = listed.headers.get('location') ?? '';
    expect(await fetched()).toEqual([403, 'NDR-31']);

    const about = { kind: 'dataset', id: inEffect.dataset };
    const report = { about, report: paper('评估报告'), assessor: 'third-party', risk: 'low', until: today };
    const assessed = (await done(unit.post('/assessments', report))).headers.get('location') ?? '';
    expect(await fetched()).toEqual([200]);
    const now = service.clock.domain();
    service.moveTo(endOfDay(today));
    expect(await fetched()).toEqual([403, 'NDR-31']);
    service.moveTo(now);
    expect(await fetched()).toEqual([200]);
    await done(guard.post(`${assessed}/withdraw`, { reason: paper('结论失实') }));
    expect(await fetched()).toEqual([403, 'NDR-31']);

    await done(guard.post(`${entry}/change`, { level: 'core', ...listing }));
    expect(await fetched()).toEqual([403, 'LOCAL-1']);
    await done(guard.post(`${entry}/remove`, { number: '网信〔2026〕10号', document: paper('移出') }));
    expect(await fetched()).toEqual([200]);
  });

  it('stops while a dispute about its source is open (DZ-47)', async () => {
    const clerk = await as('clerk');
    const claim = { kind: 'source', dataset: inEffect.dataset, respondent: 'source', claim: paper('来源有争议') };
    const dispute = (await done(ann.post('/disputes', claim))).headers.get('location') ?? '';
    expect(await fetched()).toEqual([200]);
    await done(clerk.post(`${dispute}/accept`));
    expect(await fetched()).toEqual([403, 'LOCAL-1']);
    await done(clerk.post(`${dispute}/settle`, { settlement: paper('已协调') }));
    expect(await fetched()).toEqual([200]);
  });

  it('stops when the review of its operator as a contractor fails, and at 24:00 of its last day (DZ-46)', async () => {
    expect(await fetched()).toEqual([200]);
    await done(engineer.post('/contractors/alpha/fail', { reason: paper('审查不通过') }));
    expect(await fetched()).toEqual([403, 'DZ-46']);
    await done(engineer.post('/contractors/alpha/review', { points, until: lastDay }));
    expect(await fetched()).toEqual([200]);
    const now = service.clock.domain();
    service.moveTo(endOfDay(lastDay));
    expect(await fetched()).toEqual([403, 'DZ-46']);
    await done(engineer.post('/contractors/alpha/end', { reason: paper('合作结束') }));
    expect(await fetched()).toEqual([200]);
    service.moveTo(now);
  });
});
