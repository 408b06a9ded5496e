import { beforeAll, describe, expect, it } from 'vitest';
import { confirmMeasures } from '../../functions/enforcement/confirm.ts';
import { routes } from '../../functions/enforcement/routes.ts';
import { channel } from '../../shared/domain/channel.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { product } from '../../shared/domain/product.ts';
import { instant } from '../../shared/law/time.ts';
import { readGate } from '../../shared/store/gates.ts';
import { dequeue } from '../../shared/store/queues.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { putEnd, putStart } from '../../shared/store/served.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { listed } from '../domain/producing.ts';
import { freshTable } from '../dynamodb.ts';
import { JURISDICTION } from './city.ts';
import { type Client, open, settleCity, testService } from './harness.ts';
import { recorded } from './recorded.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const { as, anyone } = open(routes, service);
const people: Record<string, Client> = {};

beforeAll(async () => {
  await settleCity(service, ['authority', 'alpha', 'beta', 'grantor', 'cyber', 'source']);
  for (const person of ['clerk', 'deputy', 'chief', 'ann', 'bob', 'signer', 'guard']) people[person] = await as(person);
});

const by = (person: string): Client => {
  const found = people[person];
  if (!found) throw new Error(`${person} is not signed in`);
  return found;
};
const text = (words: string) => ({ text: words });
const close = (id: string) => ({
  verb: 'close',
  target: { kind: 'channel', id },
  article: 'DZ-43',
  authority: text('执法依据'),
});
const emergency = (id: string, measures: object[] = [close(id)]) => ({
  subject: 'alpha',
  facts: [text('截图')],
  measures,
});

/** An open channel of alpha, as its own commands would have left it. */
async function openChannel(id: string): Promise<string> {
  const at = service.clock.domain();
  const scope = await putScope(service.store, { v: 1, datasets: { d1: ['name'] }, purpose: '信贷' });
  const links = { organization: 'alpha', dataset: 'd1', basis: { kind: 'agreement', id: 'a1' } } as const;
  const until = '2027-06-01T00:00:00.000Z';
  const actor = { person: 'ann', organization: 'alpha', roles: ['operator'] as const };
  const outcome = await transact(service.store, async (unit) => {
    const requested = {
      type: 'requested',
      at,
      ...links,
      grantor: 'grantor',
      jurisdiction: JURISDICTION,
      scope,
    } as const;
    unit.record(channel, await unit.load(channel, id), [requested, { type: 'opened', at, from: at, until }], {
      at,
      actor,
    });
    unit.gate({ aggregate: 'channel', id }, { do: 'open', value: { from: at, until, scope, holds: {}, links } });
    return { status: 201, body: '', headers: {} };
  });
  if (isRefusal(outcome)) throw new Error('the channel was not opened');
  return id;
}

/** Passes the waiting time of a confirmation on every clock at once. */
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

describe('POST /cases/emergency', () => {
  it('places the hold on stream and gate in one transaction, and says committed before it says confirmed', async () => {
    const id = await openChannel('c1');
    const placed = await by('clerk').post('/cases/emergency', emergency(id));
    expect(placed.status).toBe(201);
    const [measure] = placed.body.case.measures;
    expect(Object.keys((await readGate(service.store, { aggregate: 'channel', id }))?.holds ?? {})).toEqual([
      measure.measure,
    ]);
    expect((await loadHead(service.store, channel, id)).state.status).toBe('held');
    const shown = `/cases/${placed.body.id}/measures/${measure.measure}`;
    expect((await by('clerk').get(shown)).body).toMatchObject({ progress: 'committed', below: { channels: 1 } });
    expect(await confirmMeasures(service, patience())).toMatchObject({ confirmed: 1 });
    expect((await by('clerk').get(shown)).body).toMatchObject({ progress: 'confirmed' });
    expect(await confirmMeasures(service, patience())).toEqual({ confirmed: 0, waiting: 0 });
  });

  it('is a department’s only in its recorded field (DZ-43, LOCAL-64)', async () => {
    const id = await openChannel('c-market');
    const inspector = await as('inspector');
    const disorder = emergency(id, [{ ...close(id), article: 'DZ-38' }]);
    expect((await inspector.post('/cases/emergency', disorder)).problem).toMatchObject({
      status: 403,
      article: 'DZ-43',
    });
    const at = service.clock.domain();
    const functions = { document: 'functions', commitment: '0'.repeat(64) };
    await recorded(service, organization, 'source', [
      { type: 'duties-recorded', at, document: functions, duties: ['market-supervision'] },
    ]);
    expect((await inspector.post('/cases/emergency', disorder)).status).toBe(201);
    await confirmMeasures(service, patience());
  });

  it('is not confirmed when the gate no longer carries it at the second look, and stays in the queue', async () => {
    const id = await openChannel('c-lost');
    const placed = await by('clerk').post('/cases/emergency', emergency(id));
    const [{ measure }] = placed.body.case.measures;
    const shown = `/cases/${placed.body.id}/measures/${measure}`;
    const waits = patience();
    const losing = {
      ...waits,
      sleep: async (ms: number) => {
        // Somebody edits the gate by hand while the bound passes; the case still says that the measure holds.
        await transact(service.store, async (unit) => {
          unit.gate({ aggregate: 'channel', id }, { do: 'release', measures: [measure], left: {} });
          return { status: 200, body: '', headers: {} };
        });
        await waits.sleep(ms);
      },
    };
    expect(await confirmMeasures(service, losing)).toEqual({ confirmed: 0, waiting: 1 });
    expect((await by('clerk').get(shown)).body).toMatchObject({ progress: 'committed' });
    // Still queued: nothing is called confirmed, and nothing is forgotten.
    expect(await confirmMeasures(service, patience())).toEqual({ confirmed: 0, waiting: 1 });
    await dequeue(service.store, 'unconfirmed', measure);
  });

  it('refuses the operator with the article and writes nothing', async () => {
    const id = await openChannel('c2');
    const refused = await by('ann').post('/cases/emergency', emergency(id));
    expect([refused.status, refused.problem.article]).toEqual([403, 'POLICY-6']);
    expect((await readGate(service.store, { aggregate: 'channel', id }))?.holds).toEqual({});
  });

  it('refuses to end anything in an emergency', async () => {
    const id = await openChannel('c3');
    const refused = await by('clerk').post('/cases/emergency', emergency(id, [{ ...close(id), permanent: true }]));
    expect([refused.status, refused.problem.article]).toEqual([422, 'POLICY-6']);
  });

  it('says not found for a target that does not exist', async () => {
    expect((await by('clerk').post('/cases/emergency', emergency('nothing-here'))).status).toBe(404);
  });

  it('wants a session, a body without unknown members, and its own key only once', async () => {
    expect((await anyone.post('/cases/emergency', emergency('c1'))).status).toBe(401);
    const id = await openChannel('c4');
    expect((await by('clerk').post('/cases/emergency', { ...emergency(id), hidden: 1 })).status).toBe(422);
    const key = { 'idempotency-key': 'once' };
    const first = await by('clerk').post('/cases/emergency', emergency(id), key);
    const again = await by('clerk').post('/cases/emergency', emergency(id), key);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    const other = await by('clerk').post('/cases/emergency', emergency('c1'), key);
    expect([other.status, other.problem.article]).toEqual([422, 'POLICY-9']);
    expect(Object.keys((await readGate(service.store, { aggregate: 'channel', id }))?.holds ?? {})).toHaveLength(1);
  });
});

describe('POST /cases/{id}/confirm', () => {
  it('takes a second person', async () => {
    const placed = await by('clerk').post('/cases/emergency', emergency(await openChannel('c5')));
    const path = `/cases/${placed.body.id}/confirm`;
    const alone = await by('clerk').post(path);
    expect([alone.status, alone.problem.article]).toEqual([422, 'POLICY-6']);
    expect((await by('deputy').post(path)).body.case.status).toBe('confirmed');
  });

  it('is not for another authority, which does not even learn that the case exists', async () => {
    const placed = await by('clerk').post('/cases/emergency', emergency(await openChannel('c6')));
    expect((await by('guard').post(`/cases/${placed.body.id}/confirm`)).status).toBe(404);
    expect((await by('bob').get(`/cases/${placed.body.id}`)).status).toBe(404);
    expect((await by('ann').get(`/cases/${placed.body.id}`)).status).toBe(200);
  });
});

describe('POST /cases/{id}/reinstatement', () => {
  it('takes evidence and two people, and leaves the holds of another case', async () => {
    const id = await openChannel('c7');
    const one = await by('clerk').post('/cases/emergency', emergency(id));
    const two = await by('guard').post(
      '/cases/emergency',
      emergency(id, [{ ...close(id), verb: 'suspend', number: '网信紧急〔2026〕1号' }]),
    );
    const path = `/cases/${one.body.id}`;
    const measures = [one.body.case.measures[0].measure];
    await by('deputy').post(`${path}/confirm`);
    expect((await by('clerk').post(`${path}/reinstatement`, { measures })).problem.article).toBe('POLICY-3');
    await by('ann').post(`${path}/rectification`, { evidence: [text('已整改')] });
    expect((await by('clerk').post(`${path}/reinstatement`, { measures })).status).toBe(200);
    const alone = await by('clerk').post(`${path}/reinstatement/approval`);
    expect([alone.status, alone.problem.article]).toEqual([422, 'POLICY-3']);
    expect((await by('chief').post(`${path}/reinstatement/approval`)).status).toBe(200);
    const left = Object.keys((await readGate(service.store, { aggregate: 'channel', id }))?.holds ?? {});
    expect(left).toEqual([two.body.case.measures[0].measure]);
  });
});

describe('POST /cases', () => {
  it('takes a report, and the party replies before anything is decided', async () => {
    const id = await openChannel('c8');
    const path = `/cases/${(await by('clerk').post('/cases', { subject: 'alpha', facts: [text('投诉材料')] })).body.id}`;
    await by('clerk').post(`${path}/accept`);
    const notice = { grounds: [{ kind: 'article', article: 'DZ-43' }], notice: text('告知书') };
    expect((await by('clerk').post(`${path}/notice`, notice)).status).toBe(200);
    await by('clerk').post(`${path}/delivery`, { delivery: { at: service.clock.domain(), proof: text('回执') } });
    const order = { ...close(id), reasons: text('情节严重'), skips: text('限制不足以制止') };
    const decision = { decision: text('决定书'), measures: [order] };
    const early = await by('clerk').post(`${path}/decision`, decision);
    expect([early.status, early.problem.article]).toEqual([422, 'LOCAL-6']);
    expect((await by('bob').post(`${path}/reply`, { reply: text('不是我') })).status).toBe(404);
    await by('ann').post(`${path}/reply`, { reply: text('申辩') });
    const decided = await by('clerk').post(`${path}/decision`, decision);
    expect(decided.body.case.status).toBe('decided');
    const measure = { measure: decided.body.case.measures[0].measure };
    expect((await by('clerk').post(`${path}/measures`, measure)).problem.article).toBe('POLICY-5');
    await by('clerk').post(`${path}/delivery`, { delivery: { at: service.clock.domain(), proof: text('回执') } });
    expect((await by('clerk').post(`${path}/measures`, measure)).body.case.status).toBe('executing');
    expect(await confirmMeasures(service, patience())).toMatchObject({ confirmed: expect.any(Number) });
    expect((await by('clerk').get(path)).body.case.status).toBe('executed');
  });
});

describe('GET /measures/preview', () => {
  const counts = async (kind: string, id: string) =>
    (await by('clerk').get(`/measures/preview?kind=${kind}&id=${id}`)).body;

  it('counts deliveries that have begun and not ended', async () => {
    const id = await openChannel('c-running');
    const startedAt = instant(service.store.now());
    const links = { organization: 'alpha', dataset: 'd1', basis: { kind: 'agreement', id: 'a1' } } as const;
    const record = { mode: 'stream', source: 'v1', from: 0, reserved: 1_000, scope: 'a'.repeat(64) } as const;
    const hour = startedAt.replaceAll(/[-T]/g, '').slice(0, 10);
    const start = { channel: id, serial: 1, ...links, ...record, startedAt, hour, at: service.clock.domain() };
    expect(await counts('channel', id)).toMatchObject({ channels: 1, deliveries: 0 });
    await putStart(service.store, start);
    await putStart(service.store, { ...start, serial: 2 });
    expect(await counts('channel', id)).toMatchObject({ deliveries: 2, atLeast: false });
    await putEnd(service.store, start, { rows: 1, bytes: 10, digest: 'b'.repeat(64), endedAt: startedAt });
    expect(await counts('channel', id)).toMatchObject({ deliveries: 1 });
    // One that began more than 15 minutes ago belongs to a process that died: none runs that long.
    service.passReal(15 * 60_000 + 5_000);
    expect(await counts('channel', id)).toMatchObject({ deliveries: 0 });
  });

  it('counts the public services that rest on it: listed products, no others', async () => {
    const { events } = listed();
    const agreement = { aggregate: 'agreement', id: 'agreement-1' };
    await transact(service.store, async (unit) => {
      unit.gate(agreement, { do: 'open', value: { holds: {} } });
      return { status: 200, body: '', headers: {} };
    });
    await recorded(service, product, 'p-reviewed', events.slice(0, -1));
    expect(await counts('agreement', 'agreement-1')).toMatchObject({ products: [] });
    await recorded(service, product, 'p-listed', events);
    expect(await counts('agreement', 'agreement-1')).toMatchObject({ products: [{ id: 'p-listed' }] });
  });

  it('counts what hangs below an operator and below an agreement, as of now', async () => {
    const operator = await by('clerk').get('/measures/preview?kind=organization&id=alpha');
    expect(operator.body).toMatchObject({ channels: expect.any(Number), organizations: ['alpha'], atLeast: false });
    expect((await by('clerk').get('/measures/preview?kind=organization&id=nobody')).status).toBe(404);
    expect((await by('ann').get('/measures/preview?kind=organization&id=alpha')).status).toBe(403);
  });
});
