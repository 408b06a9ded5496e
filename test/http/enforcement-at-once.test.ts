import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { confirmMeasures } from '../../functions/enforcement/confirm.ts';
import { routes } from '../../functions/enforcement/routes.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { channel } from '../../shared/domain/channel.ts';
import type { Target } from '../../shared/domain/measure.ts';
import { readGate } from '../../shared/store/gates.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { freshTable } from '../dynamodb.ts';
import { faulty, unavailable } from '../fault/dynamo.ts';
import { JURISDICTION } from './city.ts';
import { type Client, open, settleCity, testService } from './harness.ts';
import { agreementOfAlpha, publishedEntry, recorded } from './recorded.ts';
import { change } from './supply.ts';

/* What happens at once: two officials, a lifting and a new measure, a gate that fails meanwhile. */
const { client, table } = await freshTable();
const { dynamo, always, heal } = faulty(client);
const service = testService(dynamo, table);
const { store } = service;
const { as } = open(routes, service);
const people: Record<string, Client> = {};
const text = (words: string) => ({ text: words });
const chosen = { reasons: text('理由'), skips: text('较轻的不足') };

beforeAll(async () => {
  await settleCity(service, ['authority', 'alpha', 'beta', 'cyber']);
  for (const person of ['clerk', 'deputy', 'chief', 'ann', 'guard']) people[person] = await as(person);
});
const by = (person: string): Client => {
  const found = people[person];
  if (!found) throw new Error(`${person} is not signed in`);
  return found;
};
const order = (target: Target, verb = 'close') => ({ verb, target, clause: '违约责任', authority: text('依据') });
const emergency = (...measures: object[]) => ({ subject: 'alpha', facts: [text('截图')], measures });
const gateOf = async ({ kind, id }: Target) => readGate(store, { aggregate: kind, id });
const patience = () => {
  let now = 0;
  return {
    monotonic: () => now,
    sleep: async (ms: number) => {
      now += ms;
      service.passDomain(ms);
    },
  };
};

async function openChannel(id: string): Promise<Target> {
  const at = service.clock.domain();
  const scope = await putScope(store, { v: 1, datasets: { d1: ['name'] } });
  const links = { organization: 'alpha', dataset: 'd1', basis: { kind: 'agreement', id: 'a1' } } as const;
  const until = '2027-06-01T00:00:00.000Z';
  await recorded(service, channel, id, [
    { type: 'requested', at, ...links, grantor: 'grantor', jurisdiction: JURISDICTION, scope },
    { type: 'opened', at, from: at, until },
  ]);
  await change(
    store,
    { aggregate: 'channel', id },
    { do: 'open', value: { from: at, until, scope, holds: {}, links } },
  );
  return { kind: 'channel', id };
}

/** A case with its notice delivered and answered: anybody may decide it now. */
async function replied(): Promise<string> {
  const { body } = await by('clerk').post('/cases', { subject: 'alpha', facts: [text('材料')] });
  const at = `/cases/${body.id}`;
  await by('clerk').post(`${at}/accept`);
  await by('clerk').post(`${at}/notice`, {
    grounds: [{ kind: 'article', article: 'DZ-43' }],
    notice: text('告知书'),
  });
  await by('clerk').post(`${at}/delivery`, { delivery: { at: service.clock.domain(), proof: text('回执') } });
  await by('ann').post(`${at}/reply`, { reply: text('申辩') });
  return at;
}

describe('two officials at once', () => {
  it('decide the same case: exactly one decision stands, the other official is told why', async () => {
    const target = await openChannel('twice');
    const at = await replied();
    const decide = (person: string, verb: string) =>
      by(person).post(`${at}/decision`, {
        decision: text('决定书'),
        measures: [{ ...order(target, verb), ...chosen }],
      });
    const both = await Promise.all([decide('clerk', 'close'), decide('deputy', 'suspend')]);
    const [won] = both.filter(({ status }) => status === 200);
    const [lost] = both.filter(({ status }) => status !== 200);
    expect([won?.status, lost?.status, lost?.problem.article]).toEqual([200, 409, 'DZ-43']);
    expect(lost?.problem.detail).toContain('当前为“已决定”');
    expect((await by('clerk').get(at)).body.case.measures).toEqual(won?.body.case.measures);
  });

  it('confirm and escalate the same emergency: one of the two, and the measure holds either way', async () => {
    const target = await openChannel('one-way');
    const { body } = await by('clerk').post('/cases/emergency', emergency(order(target)));
    const at = `/cases/${body.id}`;
    const both = await Promise.all([by('deputy').post(`${at}/confirm`), by('chief').post(`${at}/escalate`)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(Object.keys((await gateOf(target))?.holds ?? {})).toEqual([body.case.measures[0].measure]);
  });

  it('lift one measure and place another: both stand, and only the lifted one is gone', async () => {
    const target = await openChannel('lifted-and-held');
    const { body } = await by('clerk').post('/cases/emergency', emergency(order(target)));
    const at = `/cases/${body.id}`;
    const measures = [body.case.measures[0].measure];
    await by('deputy').post(`${at}/confirm`);
    await by('ann').post(`${at}/rectification`, { evidence: [text('已整改')] });
    await by('clerk').post(`${at}/reinstatement`, { measures });
    const [lifted, placed] = await Promise.all([
      by('deputy').post(`${at}/reinstatement/approval`),
      by('guard').post('/cases/emergency', emergency({ ...order(target, 'suspend'), number: '网信紧急〔2026〕1号' })),
    ]);
    expect([lifted.status, placed.status]).toEqual([200, 201]);
    const left = [placed.body.case.measures[0].measure];
    expect(Object.keys((await gateOf(target))?.holds ?? {})).toEqual(left);
    expect((await loadHead(store, channel, target.id)).state).toMatchObject({ status: 'held' });
  });
});

describe('one transaction, whatever the measure is about', () => {
  it.each(['agreement', 'organization', 'dataset'] as const)('%s: its stream and its gate together', async (kind) => {
    const ids = { agreement: 'a-held', organization: 'beta', dataset: 'd-held' };
    const target: Target = { kind, id: ids[kind] };
    if (kind === 'agreement') await agreementOfAlpha(service, target.id, '2028-06-30');
    if (kind === 'dataset') await publishedEntry(service, target.id, 'alpha');
    if (kind !== 'organization')
      await change(store, { aggregate: kind, id: target.id }, { do: 'open', value: { holds: {} } });
    const placed = await by('clerk').post('/cases/emergency', emergency(order(target, 'suspend')));
    expect(placed.status).toBe(201);
    const { measure } = placed.body.case.measures[0];
    expect((await gateOf(target))?.holds[measure]).toMatchObject({ verb: 'suspend', case: placed.body.id });
    expect((await by('clerk').get(`/measures/preview?kind=${kind}&id=${target.id}`)).body).toMatchObject({
      ...{ channels: 0, deliveries: 0, products: [], atLeast: false },
      asOf: service.clock.domain(),
    });
  });

  it('lifting reopens nothing that was amended or ended meanwhile (POLICY-3)', async () => {
    const id = 'a-narrowed';
    await agreementOfAlpha(service, id, '2028-06-30');
    const wide = await putScope(store, { v: 1, datasets: { d1: ['name', 'code'] } });
    const narrow = await putScope(store, { v: 1, datasets: { d1: ['name'] } });
    const gate = { aggregate: 'agreement', id };
    const until = '2027-01-01T00:00:00.000Z';
    await change(store, gate, { do: 'open', value: { holds: {}, scope: wide } });
    const { body } = await by('clerk').post('/cases/emergency', emergency(order({ kind: 'agreement', id })));
    const at = `/cases/${body.id}`;
    // While it holds, both parties agree on less and on a shorter time.
    await change(store, gate, { do: 'tighten', set: { scope: narrow, until } });
    await by('deputy').post(`${at}/confirm`);
    await by('ann').post(`${at}/rectification`, { evidence: [text('已整改')] });
    const measures = [body.case.measures[0].measure];
    await by('clerk').post(`${at}/reinstatement`, { measures });
    const ended = await loadHead(store, agreement, id);
    expect((await by('deputy').post(`${at}/reinstatement/approval`)).status).toBe(200);
    expect(await readGate(store, gate)).toEqual({ holds: {}, scope: narrow, until });
    // And one that expired while it was held stays expired: the case can end, the gate is not touched.
    const second = await by('clerk').post('/cases/emergency', emergency(order({ kind: 'agreement', id })));
    const over = { type: 'expired', at: service.clock.domain() } as const;
    await recorded(service, agreement, id, [over]);
    const before = await readGate(store, gate);
    const next = `/cases/${second.body.id}`;
    await by('deputy').post(`${next}/confirm`);
    await by('ann').post(`${next}/rectification`, { evidence: [text('已整改')] });
    await by('clerk').post(`${next}/reinstatement`, { measures: [second.body.case.measures[0].measure] });
    expect((await by('deputy').post(`${next}/reinstatement/approval`)).status).toBe(200);
    expect([(await loadHead(store, agreement, id)).state.status, ended.state.status]).toEqual(['expired', 'in-effect']);
    expect(await readGate(store, gate)).toEqual(before);
  });

  it('nine on one subject refuse everything until a person makes one of several (POLICY-4)', async () => {
    const target = await openChannel('nine');
    const scopeOf = (field: string) => ({ v: 1, datasets: { d1: ['name', field] } });
    const narrowing = (n: number) => ({ ...order(target, 'restrict'), scope: scopeOf(`f${n}`) });
    const { body } = await by('clerk').post(
      '/cases/emergency',
      emergency(...Array.from({ length: 8 }, (_, n) => narrowing(n))),
    );
    expect((await gateOf(target))?.consolidate).toBeUndefined();
    await by('guard').post('/cases/emergency', emergency({ ...narrowing(8), number: '网信紧急〔2026〕2号' }));
    expect((await gateOf(target))?.consolidate).toBe(true);
    const at = `/cases/${body.id}`;
    await by('deputy').post(`${at}/confirm`);
    const measures = body.case.measures.map(({ measure }: { measure: string }) => measure);
    const asked = { measures, authority: text('依据'), reasons: text('合并') };
    const one = await by('clerk').post(`${at}/consolidation`, asked);
    expect(one.status).toBe(200);
    const into = one.body.case.measures.at(-1);
    const gate = await gateOf(target);
    expect([gate?.consolidate, Object.keys(gate?.holds ?? {}).length]).toEqual([undefined, 2]);
    // What all eight leave: the one field they have in common.
    expect(gate?.holds[into.measure]?.scope).toBe(await putScope(store, { v: 1, datasets: { d1: ['name'] } }));
    expect((await by('clerk').get(`${at}/measures/${measures[0]}`)).body.progress).toBe('merged');
    expect((await by('clerk').post(`${at}/consolidation`, asked)).problem.article).toBe('POLICY-4');
  });
});

describe('a measure that cannot be confirmed', () => {
  const unreadable = (target: Target) =>
    always(GetItemCommand, async (command, behind) => {
      const key = command instanceof GetItemCommand ? command.input.Key?.pk?.S : undefined;
      return key === `gate#${target.kind}#${target.id}` ? unavailable()(command, behind) : behind.send(command);
    });

  it('says since when, how often it was tried and why; it is tried again, and others do not wait for it', async () => {
    await confirmMeasures(service, patience());
    const target = await openChannel('unreadable');
    const other = await openChannel('readable');
    const { body } = await by('clerk').post('/cases/emergency', emergency(order(target)));
    await by('clerk').post('/cases/emergency', emergency(order(other)));
    const { measure, committedAt } = body.case.measures[0];
    unreadable(target);
    expect(await confirmMeasures(service, patience())).toEqual({ confirmed: 1, waiting: 1 });
    expect(await confirmMeasures(service, patience())).toEqual({ confirmed: 0, waiting: 1 });
    heal();
    const shown = `/cases/${body.id}/measures/${measure}`;
    const unconfirmed = { since: committedAt, tries: 2, why: 'gate-unreadable' };
    expect((await by('clerk').get(shown)).body).toMatchObject({ progress: 'committed', unconfirmed });
    const { items } = (await by('clerk').get('/measures/unconfirmed')).body;
    expect(items).toMatchObject([{ measure, case: body.id, ...unconfirmed }]);
    expect((await by('ann').get('/measures/unconfirmed')).status).toBe(403);
    expect(await confirmMeasures(service, patience())).toEqual({ confirmed: 1, waiting: 0 });
    expect((await by('clerk').get(shown)).body).not.toHaveProperty('unconfirmed');
  });

  it('says that the gate does not refuse when it was lost there', async () => {
    const target = await openChannel('lost');
    const { body } = await by('clerk').post('/cases/emergency', emergency(order(target)));
    const { measure } = body.case.measures[0];
    await change(store, { aggregate: 'channel', id: target.id }, { do: 'release', measures: [measure], left: {} });
    expect(await confirmMeasures(service, patience())).toEqual({ confirmed: 0, waiting: 1 });
    const { text: page } = await by('clerk').get(`/cases/${body.id}/measures/${measure}`, { accept: 'text/html' });
    expect(page).toContain('闸门读回时未在拒绝');
  });
});
