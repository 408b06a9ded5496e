import { beforeAll, describe, expect, it } from 'vitest';
import { detect } from '../../functions/detection/detect.ts';
import { routes } from '../../functions/detection/routes.ts';
import { violation } from '../../shared/domain/case.ts';
import { type Actor, isRefusal } from '../../shared/domain/decision.ts';
import { HISTORY_HOURS } from '../../shared/domain/detecting.ts';
import type { Gate } from '../../shared/domain/gate.ts';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import { instant } from '../../shared/law/time.ts';
import { addHours, utcHour } from '../../shared/law/utc-hour.ts';
import { readGate } from '../../shared/store/gates.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { replace } from '../../shared/store/singles.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { freshTable } from '../dynamodb.ts';
import { type Client, open, settleCity } from './harness.ts';
import { agreementOfAlpha, channelOfAlpha } from './recorded.ts';
import {
  bringing,
  change,
  csvOf,
  FIELDS,
  holdOf,
  KEY,
  memoryUpstream,
  placing,
  supply,
  testGate,
  tokenFor,
} from './supply.ts';

const { client, table } = await freshTable();
/** Twelve megabytes when it is told to be large: more than nothing is unusual below. */
const large = csvOf(300_000);
let source = csvOf(3);
const service = testGate(client, table, { upstream: memoryUpstream(() => source) });
const { store, app } = service;
const { as } = open(routes, service);
let clerk: Client;
let bob: Client;

beforeAll(async () => {
  await settleCity(service, ['authority', 'grantor', 'alpha', 'beta']);
  clerk = await as('clerk');
  bob = await as('bob');
});

/** A channel of alpha with its stream, its gates, and a scope of its own. */
async function channelWith(id: string, over: Partial<Scope> = {}, gate: Partial<Gate> = {}, basis = `a-${id}`) {
  await channelOfAlpha(service, id, basis);
  const links = { organization: `op-${id}`, dataset: `d-${id}`, basis: { kind: 'agreement', id: basis } } as const;
  const scope = await putScope(store, { ...scopeOf(links.dataset, FIELDS), ...over });
  const of = await supply(
    store,
    { channel: 'missing', basis: { scope: await putScope(store, scopeOf(links.dataset, FIELDS)) } },
    links,
  );
  await change(
    store,
    { aggregate: 'channel', id },
    { do: 'open', value: { holds: {}, links, keys: [KEY], scope, ...gate } },
  );
  return { ...of, channel: id };
}
type Of = Awaited<ReturnType<typeof channelWith>>;

async function ask({ channel, links }: Of, times: number, query = ''): Promise<number[]> {
  const one = bringing(app, await tokenFor(channel, links));
  const statuses: number[] = [];
  for (let n = 0; n < times; n++) statuses.push((await one.get(`/channels/${channel}/data?limit=1${query}`)).status);
  return statuses;
}

const alarmsOf = async (channel: string) => {
  const { body } = await clerk.get('/alarms?status=raised');
  const all = await Promise.all(
    body.items.map(async ({ id }: { id: string }) => (await clerk.get(`/alarms/${id}`)).body),
  );
  return all.filter(({ alarm }) => alarm.channel === channel);
};

describe('what the gates refuse', () => {
  it('alarms once a day about requests for another purpose, with the counters as evidence', async () => {
    const of = await channelWith('c-purpose', { purpose: '信贷' });
    expect(await ask(of, 4, '&purpose=other')).toEqual([403, 403, 403, 403]);
    expect((await detect(service)).raised).toBe(0);
    await ask(of, 1, '&purpose=other');
    expect(await detect(service)).toMatchObject({ raised: 1, stopped: 0 });
    expect(await detect(service)).toMatchObject({ raised: 0 });
    const [found, ...others] = await alarmsOf('c-purpose');
    expect(others).toEqual([]);
    expect(found.alarm).toMatchObject({ kind: 'out-of-scope', seen: 5, threshold: 5, organization: 'alpha' });
    const evidence = await clerk.get(`/alarms/${found.id}/documents/${found.alarm.evidence.document}`);
    const counted = JSON.parse(evidence.text).evidence.map(({ refused }: { refused: object }) => refused);
    expect(
      counted.flatMap(Object.entries).filter(([name]: [string]) => name === 'beyond:purpose').length,
    ).toBeGreaterThan(0);
  });

  it('tells a used-up quota, a closed hour, an expired basis and many tries apart', async () => {
    const quota = await channelWith('c-quota', { quota: { day: { requests: 1 } } });
    const closed = await channelWith('c-times', { times: { hours: { from: '00:00', to: '00:01' } } });
    const expired = await channelWith('c-expired', {}, { until: instant(Date.UTC(2026, 0, 1)) });
    const held = await channelWith('c-held');
    await change(store, held.names.basis, placing(holdOf('m-held')));
    expect((await ask(quota, 11)).filter((status) => status === 403)).toHaveLength(10);
    await ask(closed, 5);
    await ask(expired, 3);
    await ask(held, 50);
    await detect(service);
    const kindsOf = async (id: string) => (await alarmsOf(id)).map(({ alarm }) => alarm.kind);
    expect(await kindsOf('c-quota')).toEqual(['over-quota']);
    expect(await kindsOf('c-times')).toEqual(['outside-hours']);
    expect(await kindsOf('c-expired')).toEqual(['expired-basis']);
    expect(await kindsOf('c-held')).toEqual(['many-refused']);
  });

  it('is looked at by supervision, and answered by a person: dismissed with reasons, or a case with its evidence', async () => {
    const [first] = await alarmsOf('c-times');
    const [second] = await alarmsOf('c-quota');
    expect((await bob.get(`/alarms/${first.id}`)).status).toBe(404);
    expect((await bob.post(`/alarms/${first.id}/dismiss`, { reasons: { text: '演练' } })).status).toBe(403);
    expect(
      (await clerk.post(`/alarms/${first.id}/dismiss`, { reasons: { text: '系统时钟演练' } })).body.alarm.status,
    ).toBe('dismissed');
    const opened = await clerk.post(`/alarms/${second.id}/open-case`, {});
    expect(opened.body.alarm.status).toBe('answered');
    const { state } = await loadHead(store, violation, opened.body.alarm.done['open-case'].case);
    expect(state).toMatchObject({
      status: 'reported',
      subject: 'alpha',
      alarm: second.id,
      facts: [second.alarm.evidence],
      agreement: 'a-c-quota',
    });
    expect((await clerk.post(`/alarms/${second.id}/open-case`, {})).status).toBe(409);
  });
});

const system = { person: 'system', organization: 'platform', roles: ['system'] as const };

describe('where the agreement says so', () => {
  const protection = { alarms: ['outside-hours'], authority: 'authority' } as const;
  const times = { hours: { from: '00:00', to: '00:01' } } as const;

  it('the alarm, a case and the stop stand together; a person confirms, late goes to the head, nothing reopens by itself', async () => {
    await agreementOfAlpha(service, 'a-own-rule', '2027-10-31', { ...protection, alarms: [...protection.alarms] });
    const of = await channelWith('c-own-rule', { times }, {}, 'a-own-rule');
    await ask(of, 5);
    expect(await detect(service)).toMatchObject({ raised: 1, stopped: 1 });
    const gate = await readGate(store, { aggregate: 'channel', id: of.channel });
    const [hold] = Object.values(gate?.holds ?? {});
    expect(hold).toMatchObject({ verb: 'suspend', article: 'POLICY-32', liftedBy: ['data-authority'] });
    const { state } = await loadHead(store, violation, hold?.case ?? '');
    expect(state).toMatchObject({
      status: 'emergency',
      authority: 'authority',
      subject: 'alpha',
      agreement: 'a-own-rule',
      measures: [{ clause: '附件五', verb: 'suspend' }],
    });
    const answer = await bringing(app, await tokenFor(of.channel, of.links)).get(`/channels/${of.channel}/data`);
    expect(answer.problem.grounds.some(({ measure }) => measure === hold?.measure)).toBe(true);
    service.passDomain(25 * 3_600_000);
    const late = { type: 'escalate', at: service.clock.domain(), actor: system } as const;
    const outcome = await transact(store, async (unit) => {
      const after = await unit.decide(violation, hold?.case ?? '', late);
      return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
    });
    expect(isRefusal(outcome)).toBe(false);
    expect((await readGate(store, { aggregate: 'channel', id: of.channel }))?.holds).toEqual(gate?.holds);
  });

  it('stops for no other kind, and at once only what is open', async () => {
    await agreementOfAlpha(service, 'a-other-rule', '2027-10-31', { ...protection, alarms: ['over-quota'] });
    const of = await channelWith('c-other-rule', { times }, {}, 'a-other-rule');
    await ask(of, 5);
    expect(await detect(service)).toMatchObject({ raised: 1, stopped: 0 });
    expect((await readGate(store, { aggregate: 'channel', id: of.channel }))?.holds).toEqual({});
  });

  it('two runs at once raise one alarm and one case', async () => {
    await agreementOfAlpha(service, 'a-twice', '2027-10-31', { ...protection, alarms: [...protection.alarms] });
    const of = await channelWith('c-twice', { times }, {}, 'a-twice');
    await ask(of, 5);
    const both = await Promise.all([detect(service), detect(service)]);
    expect(both.map(({ stopped }) => stopped).reduce((sum, one) => sum + one)).toBe(1);
    const holds = Object.values((await readGate(store, { aggregate: 'channel', id: of.channel }))?.holds ?? {});
    expect(holds).toHaveLength(1);
    // A person confirms; the platform never does.
    const by = (actor: Actor) =>
      transact(store, async (unit) => {
        const confirm = { type: 'confirm-emergency', at: service.clock.domain(), actor } as const;
        const after = await unit.decide(violation, holds[0]?.case ?? '', confirm);
        return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
      });
    expect(isRefusal(await by(system))).toBe(true);
    expect(isRefusal(await by({ person: 'clerk', organization: 'authority', roles: ['data-authority'] }))).toBe(false);
  });
});

// Last: an hour passes, and tokens with it.
describe('an hour far above the channel’s own', () => {
  it('alarms when the hour is over and filed, and once', async () => {
    const busy = await channelWith('c-busy');
    const hour = utcHour(instant(store.now()));
    const history = Array.from({ length: HISTORY_HOURS }, (_, n) => ({
      hour: addHours(hour, n - HISTORY_HOURS - 1),
      requests: 1,
      bytes: 1_000_000,
    }));
    await replace(store, { kind: 'volume', id: 'c-busy' }, { hours: history });
    await replace(store, { kind: 'detection', id: 'volume' }, { hour: addHours(hour, -1) });
    source = large;
    const one = bringing(app, await tokenFor(busy.channel, busy.links));
    expect((await one.get(`/channels/${busy.channel}/data?stream=true`)).status).toBe(200);
    expect((await detect(service)).raised).toBe(0);
    service.passReal(3_600_000 + 5 * 60_000);
    clerk = await as('clerk');
    expect(await detect(service)).toMatchObject({ raised: 1 });
    const [found] = await alarmsOf('c-busy');
    expect(found.alarm).toMatchObject({ kind: 'unusual-volume', threshold: 3_000_000 });
    expect(found.alarm.seen).toBeGreaterThan(10_000_000);
    expect(await detect(service)).toMatchObject({ raised: 0 });
  });
});
