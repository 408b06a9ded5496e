import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/evidence/routes.ts';
import { sealHours } from '../../functions/evidence/seal.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { type Instant, instant, millis } from '../../shared/law/time.ts';
import { addHours, endOfHour, utcHour } from '../../shared/law/utc-hour.ts';
import { verifyHours } from '../../shared/ledger/hours-verified.ts';
import { noQuorum, type Policy } from '../../shared/ledger/policy.ts';
import { readDelivery } from '../../shared/store/served.ts';
import { freshTable } from '../dynamodb.ts';
import { type RunningLog, runningLog } from '../fault/running-log.ts';
import { check, sha256 } from '../ledger/crypto.ts';
import { type Client, open, settleCity } from './harness.ts';
import { agreementOfAlpha, channelOfAlpha } from './recorded.ts';
import { bringing, change, holdOf, placing, type Supply, supply, testGate, tokenFor } from './supply.ts';

const { client } = await freshTable();
const people: Record<string, Client> = {};
let log: RunningLog;
let world: ReturnType<typeof testGate>;
let policy: Policy;
let of: Supply;
let other: Supply;
let hour: string;
let after: Instant;

const fetchData = async (from: Supply) =>
  bringing(world.app, await tokenFor(from.channel, from.links, {}, world.clock.real())).get(
    `/channels/${from.channel}/data`,
  );
const sealAt = (at: Instant) =>
  sealHours({ ...world, skew: () => 0, clock: { ...world.clock, real: () => millis(at) } });
const verify = (text: string) => verifyHours(text, policy, check, sha256);
const evidence = (since: string, agreement = 'agreement-1') =>
  `/evidence/deliveries?id=${agreement}&after=${encodeURIComponent(since)}`;

beforeAll(async () => {
  log = await runningLog(client);
  world = testGate(client, log.table);
  policy = { logs: [log.signer.key], witnesses: [], quorum: noQuorum };
  await settleCity(world, ['authority', 'alpha', 'beta', 'grantor', 'audit']);
  await agreementOfAlpha(world, 'agreement-1', '2028-06-30');
  const links = { organization: 'alpha', dataset: 'weather', basis: { kind: 'agreement', id: 'agreement-1' } } as const;
  of = await supply(world.store, { organization: 'missing' }, links);
  await channelOfAlpha(world, of.channel, 'agreement-1');
  other = await supply(world.store);
  const opened = open(routes, world);
  for (const person of ['ann', 'bob', 'signer', 'clerk', 'auditor']) people[person] = await opened.as(person);
  for (const from of [of, of, other]) expect((await fetchData(from)).status).toBe(200);
  hour = utcHour(instant(world.clock.real()));
  await change(world.store, of.names.channel, placing(holdOf('stop')));
  after = instant(world.clock.real());
  expect((await fetchData(of)).status).toBe(403);
}, 120_000);

const by = (person: string): Client => {
  const found = people[person];
  if (!found) throw new Error(`${person} is not signed in`);
  return found;
};

describe('GET /evidence/deliveries', () => {
  it('409: while the hour is not sealed, and while its leaf is not published (POLICY-20)', async () => {
    expect((await by('ann').get(evidence(after))).status).toBe(409);
    expect(await sealAt(instant(millis(endOfHour(hour)) + 300_000))).toEqual([hour]);
    const refused = await by('ann').get(evidence(after));
    expect([refused.status, refused.problem.article]).toEqual([409, 'POLICY-20']);
  });

  it('200: real deliveries, sealed, sequenced and proven: nothing began after the measure', async () => {
    await sealAt(instant(millis(endOfHour(addHours(hour, 1))) + 300_000));
    await sequence(log.another());
    for (const person of ['ann', 'signer', 'auditor', 'clerk']) {
      const answer = await by(person).get(evidence(after));
      expect([person, answer.status]).toEqual([person, 200]);
      expect(answer.headers.get('content-disposition')).toContain('agreement-1.shuqi-deliveries.json');
      const told = await verify(answer.text);
      expect(told).toMatchObject({
        ...{ ok: true, trusted: true, hours: 2, after },
        channels: [{ channel: of.channel, first: 1, last: 2, complete: 2, unknown: 0 }],
      });
      for (const foreign of [other.channel, other.links.organization, other.links.basis.id]) {
        expect(answer.text).not.toContain(foreign);
      }
    }
  });

  it('404: another’s agreement; 422: no moment, no zone, or before anything was sealed', async () => {
    expect((await by('bob').get(evidence(after))).status).toBe(404);
    expect((await by('ann').get(evidence(after, 'agreement-9'))).status).toBe(404);
    for (const wrong of ['2026-11-23T12:00:00', 'yesterday', '']) {
      expect((await by('ann').get(evidence(wrong))).status).toBe(422);
    }
    expect((await by('ann').get(evidence('2020-01-01T00:00:00Z'))).status).toBe(422);
  });

  it('200: asked for a moment before the deliveries, it shows them, and so proves the contrary', async () => {
    const first = await readDelivery(world.store, of.channel, `${hour}-1`);
    if (!first) throw new Error('no first delivery');
    const { startedAt } = first.start;
    const since = (ms: number) => by('auditor').get(evidence(instant(millis(startedAt) + ms)));
    expect(await verify((await since(-1)).text)).toMatchObject({ ok: false, code: 'started-after', hour });
  });
});

describe('GET /channels/{id}/deliveries', () => {
  const path = () => `/channels/${of.channel}/deliveries?hour=${hour}`;

  it('200: to the operator, the grantor and supervisors, page by page', async () => {
    for (const person of ['ann', 'signer', 'clerk', 'auditor']) {
      const { status, body } = await by(person).get(`${path()}&limit=1`);
      expect([person, status, body.items.length, body.next, body.sealed]).toEqual([person, 200, 1, 1, true]);
      expect(body.items[0]).toMatchObject({ serial: 1, completeness: 'complete', rows: 3, mode: 'page' });
      const next = await by(person).get(`${path()}&limit=1&after=1`);
      expect(next.body.items).toMatchObject([{ serial: 2 }]);
      expect(next.body.next).toBeUndefined();
    }
    const running = await by('ann').get(`/channels/${of.channel}/deliveries?hour=${addHours(hour, 9)}`);
    expect(running.body).toMatchObject({ sealed: false, items: [] });
  });

  it('404 to others, and for what is no channel; 422 for no hour', async () => {
    expect((await by('bob').get(path())).status).toBe(404);
    expect((await by('auditor').get('/channels/none/deliveries')).status).toBe(404);
    expect((await by('ann').get(`/channels/${of.channel}/deliveries?hour=2026113299`)).status).toBe(422);
  });
});
