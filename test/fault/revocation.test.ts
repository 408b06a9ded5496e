import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { admit, isDenial } from '../../functions/gate/admit.ts';
import type { GateService } from '../../functions/gate/service.ts';
import { FRESH_MS } from '../../shared/domain/gate.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { usedBy } from '../../shared/store/counter.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { type Delivery, readDelivery } from '../../shared/store/served.ts';
import { freshTable } from '../dynamodb.ts';
import {
  bringing,
  change,
  csvOf,
  holdOf,
  KEY,
  memoryUpstream,
  placing,
  type Supply,
  supply,
  testGate,
  tokenFor,
} from '../http/supply.ts';
import { asDynamo, droppedKeys, faulty, torn, unavailable } from './dynamo.ts';
import { lagging } from './replica.ts';

const { client, table } = await freshTable();
const { gate: own } = testGate(client, table);
const { store } = own;

const kinds = ['channel', 'basis', 'organization', 'dataset'] as const;
type Kind = (typeof kinds)[number];

/** An admission: when it began and ended (monotonic), and whether it was allowed. */
interface Asked {
  readonly began: number;
  readonly ended: number;
  readonly allowed: boolean;
}

const bearerOf = ({ channel, links }: Supply) => ({ channel, links, organization: links.organization, key: KEY });

/** Asks again and again from several sides until told to stop. */
function asking(of: Supply, gate: GateService, sides: number) {
  const asked: Asked[] = [];
  let going = true;
  const side = async () => {
    while (going) {
      const began = performance.now();
      const outcome = await admit(bearerOf(of), gate);
      asked.push({ began, ended: performance.now(), allowed: !isDenial(outcome) });
    }
  };
  const all = Promise.all(Array.from({ length: sides }, side));
  return {
    asked,
    stop: async () => {
      going = false;
      await all;
    },
  };
}

/** Commits a hold on one gate while admissions run; gives every admission, and when the commit had returned. */
async function revoking(
  kind: Kind,
  gate: GateService,
  through: Dynamo,
  after = 300,
): Promise<{ asked: Asked[]; at: number }> {
  const of = await supply(store);
  const run = asking(of, gate, 8);
  // Both must be seen: admissions before the measure, and many after it.
  while (run.asked.length < 100) await pause(5);
  await change({ ...store, dynamo: through }, of.names[kind], placing(holdOf('m1')));
  const at = performance.now();
  const enough = run.asked.length + after;
  while (run.asked.length < enough) await pause(5);
  await run.stop();
  return { asked: run.asked, at };
}

/** Admissions that began after the commit had returned, and were allowed all the same: never one. */
const exceptions = ({ asked, at }: { asked: Asked[]; at: number }) =>
  asked.filter(({ began, allowed }) => began > at && allowed).length;

// Thousands of reads: on a busy machine they take their time.
describe('no admission that begins after the commit is allowed', { timeout: 120_000 }, () => {
  it.each(kinds)('a hold on the %s', async (kind) => {
    const run = await revoking(kind, own, client, 600);
    expect(run.asked.filter(({ allowed }) => allowed).length).toBeGreaterThan(0);
    expect(run.asked.filter(({ began }) => began > run.at).length).toBeGreaterThanOrEqual(500);
    expect(exceptions(run)).toBe(0);
  });

  it('holds of two cases: lifting one leaves the other refusing', async () => {
    const of = await supply(store);
    const [first, second] = [holdOf('m1'), holdOf('m2')];
    await change(store, of.names.channel, placing(first));
    await change(store, of.names.channel, placing(second, 1));
    await change(store, of.names.channel, { do: 'release', measures: ['m1'], left: { m2: second } });
    expect(await admit(bearerOf(of), own)).toMatchObject({ reasons: [{ measure: 'm2' }] });
    await change(store, of.names.channel, { do: 'release', measures: ['m2'], left: {} });
    expect(isDenial(await admit(bearerOf(of), own))).toBe(false);
  });

  it('on and off again: an admission wholly inside a held span is refused, one wholly outside is allowed', async () => {
    const of = await supply(store);
    const run = asking(of, own, 8);
    const spans: { from: number; to: number; held: boolean }[] = [];
    for (let round = 0; round < 12; round++) {
      const held = round % 2 === 0;
      const hold = holdOf(`m${round - (round % 2)}`);
      await change(
        store,
        of.names.organization,
        held ? placing(hold) : { do: 'release', measures: [hold.measure], left: {} },
      );
      const from = performance.now();
      // So many that several lie wholly inside, however slow the machine is: each side has one under way at the start.
      const enough = run.asked.length + 30;
      while (run.asked.length < enough) await pause(5);
      // Read before the next change is sent: until here nothing else can have been committed.
      spans.push({ from, to: performance.now(), held });
    }
    await run.stop();
    const inside = spans.flatMap((span) =>
      run.asked.filter(({ began, ended }) => began > span.from && ended < span.to).map((one) => ({ ...one, ...span })),
    );
    expect(inside.length).toBeGreaterThan(50);
    expect(inside.filter(({ allowed, held }) => allowed === held)).toEqual([]);
  });
});

describe('the check itself can fail', () => {
  it('without ConsistentRead admissions pass after the commit', async () => {
    const replica = await lagging(client, table);
    const eventual = asDynamo((command) => {
      if (!(command instanceof BatchGetItemCommand)) return replica.dynamo.send(command);
      const keys = command.input.RequestItems?.[table]?.Keys;
      return replica.dynamo.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys } } }));
    });
    const of = await supply({ ...store, dynamo: replica.dynamo });
    await replica.catchUp();
    const { gate } = testGate(eventual, table);
    await change({ ...store, dynamo: replica.dynamo }, of.names.channel, placing(holdOf('m1')));
    expect(isDenial(await admit(bearerOf(of), gate))).toBe(false);
    const { gate: consistent } = testGate(replica.dynamo, table);
    expect(isDenial(await admit(bearerOf(of), consistent))).toBe(true);
    await replica.drop();
  });

  it('with a decision kept for a second admissions pass after the commit', async () => {
    const keeping = (): Dynamo => {
      const kept = new Map<string, { at: number; answer: unknown }>();
      return asDynamo(async (command) => {
        if (!(command instanceof BatchGetItemCommand)) return client.send(command);
        const key = JSON.stringify(command.input);
        const met = kept.get(key);
        // A macrotask, or these admissions would leave no turn to the measure.
        if (met) await pause(1);
        if (met && performance.now() - met.at < 1_000) return met.answer;
        const answer = await client.send(command);
        kept.set(key, { at: performance.now(), answer });
        return answer;
      });
    };
    const { gate } = testGate(keeping(), table);
    expect(exceptions(await revoking('basis', gate, client, 100))).toBeGreaterThan(0);
  });
});

describe('batches that are not whole', () => {
  it('torn: a batch of two moments never admits what one of them refuses', async () => {
    for (const late of kinds) {
      const of = await supply(store);
      const { dynamo, next } = faulty(client);
      const { gate } = testGate(dynamo, table);
      // The late gate is read after the measure, the other three before.
      next(
        BatchGetItemCommand,
        torn(
          (key) => key.pk?.S === `gate#${of.names[late].aggregate}#${of.names[late].id}`,
          () => change(store, of.names[late], placing(holdOf('m1'))),
        ),
      );
      expect(await admit(bearerOf(of), gate)).toMatchObject({ kind: 'refused', reasons: [{ gate: late }] });
    }
  });

  it('dropped: one key or all, whichever stay unread refuse', async () => {
    const of = await supply(store);
    for (const kind of kinds) {
      const { dynamo, always } = faulty(client);
      const { gate } = testGate(dynamo, table);
      always(
        BatchGetItemCommand,
        droppedKeys((key) => key.pk?.S?.startsWith(`gate#${of.names[kind].aggregate}#`) ?? false),
      );
      expect(await admit(bearerOf(of), gate)).toMatchObject({ kind: 'unavailable' });
    }
  });
});

describe('a running delivery', () => {
  /** A stream whose source gives 1 KB every 20 ms, and what it does when something happens after the first bytes. */
  async function running(happens: (of: Supply, dynamo: ReturnType<typeof faulty>) => Promise<unknown>) {
    const behind = faulty(client);
    const upstream = memoryUpstream(csvOf(20_000), { chunk: 1_024, wait: () => pause(20) });
    const { app } = testGate(behind.dynamo, table, { upstream });
    const of = await supply(store);
    const token = await tokenFor(of.channel, of.links);
    const response = await app.request(`/channels/${of.channel}/data?stream=true`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(200);
    const name = response.headers.get('shuqi-delivery') ?? '';
    // The start was durable before anything could be read here.
    expect((await readDelivery(store, of.channel, name))?.start.serial).toBe(1);
    const reader = response.body?.getReader();
    await reader?.read();
    await happens(of, behind);
    const committed = performance.now();
    let bytes = 0;
    const broken = await (async () => {
      for (;;) {
        const next = await reader?.read();
        if (!next || next.done) return false;
        bytes += next.value.length;
      }
    })().catch(() => true);
    const ended = performance.now();
    return { of, name, broken, committed, ended, bytes, lastRead: upstream.readAt.at(-1) ?? 0, behind };
  }

  const ended = async (channel: string, name: string): Promise<Delivery['end']> => {
    for (let tries = 0; tries < 100; tries++) {
      const found = await readDelivery(store, channel, name);
      if (found?.end) return found.end;
      await pause(50);
    }
    return undefined;
  };

  it('emergency close: no source byte later than the bound, and the record names the measure', async () => {
    const run = await running((of) => change(store, of.names.basis, placing(holdOf('m1'))));
    expect(run.broken).toBe(true);
    expect(run.lastRead - run.committed).toBeLessThan(FRESH_MS);
    const end = await ended(run.of.channel, run.name);
    expect(end).toMatchObject({ cut: 'refused', grounds: [{ gate: 'basis', article: 'DZ-43', measure: 'm1' }] });
    expect(end?.bytes).toBeGreaterThan(0);
    const client2 = bringing(testGate(client, table).app, await tokenFor(run.of.channel, run.of.links));
    const told = await client2.get(`/deliveries/${run.name}?channel=${run.of.channel}`);
    expect(told.body).toMatchObject({ completeness: 'cut', reason: 'refused', grounds: [{ measure: 'm1' }] });
    expect((await client2.get(`/channels/${run.of.channel}/data`)).status).toBe(403);
  });

  it('an amendment that changes the scope ends it with scope-changed', async () => {
    const run = await running(async (of) => {
      const scope = await putScope(store, scopeOf(of.links.dataset, ['企业名称']));
      await change(store, of.names.basis, { do: 'tighten', set: { scope } });
    });
    expect(run.broken).toBe(true);
    expect((await ended(run.of.channel, run.name))?.cut).toBe('scope-changed');
  });

  it('an amendment that leaves these fields alone does not', async () => {
    const run = await running(async (of) => {
      const fields = ['企业名称', '统一社会信用代码', '成立日期'];
      await change(store, of.names.basis, {
        do: 'tighten',
        set: { scope: await putScope(store, scopeOf(of.links.dataset, fields)) },
      });
      await pause(FRESH_MS);
      await change(store, of.names.channel, placing(holdOf('m1')));
    });
    expect((await ended(run.of.channel, run.name))?.cut).toBe('refused');
  });

  it('the store is gone: it ends inside the bound and the record is closed when the store is back', async () => {
    const run = await running(async (_, { always }) => always(BatchGetItemCommand, unavailable()));
    expect(run.broken).toBe(true);
    expect(run.ended - run.committed).toBeLessThan(FRESH_MS + 500);
    expect(run.lastRead - run.committed).toBeLessThan(FRESH_MS);
    expect((await ended(run.of.channel, run.name))?.cut).toBe('state-unreadable');
  });

  it('a source that gives nothing more: the measure ends it all the same, and the record says so', async () => {
    const stuck = memoryUpstream(csvOf(20_000), {
      chunk: 1_024,
      wait: (at) => (at > 4_096 ? pause(60_000) : pause(5)),
    });
    const { run, of } = await started({ upstream: stuck });
    await change(store, of.names.dataset, placing(holdOf('m1')));
    const committed = performance.now();
    expect(await drained(run.reader)).toBe('broken');
    expect(performance.now() - committed).toBeLessThan(FRESH_MS + 500);
    expect(await ended(of.channel, run.name)).toMatchObject({ cut: 'refused', grounds: [{ measure: 'm1' }] });
  });

  it('a recipient that takes nothing more: what it did not take is dropped, and the record is closed in time', async () => {
    const { run, of } = await started({ upstream: memoryUpstream(csvOf(20_000), { chunk: 1_024 }) });
    const { value } = (await run.reader?.read()) ?? {};
    await change(store, of.names.organization, placing(holdOf('m1')));
    const end = await ended(of.channel, run.name);
    expect(end).toMatchObject({ cut: 'refused', bytes: value?.length });
    expect(await drained(run.reader)).toBe('broken');
  });

  it('a recipient that leaves: the record says how much it took', async () => {
    const { run, of } = await started({ upstream: memoryUpstream(csvOf(20_000), { chunk: 1_024 }) });
    const { value } = (await run.reader?.read()) ?? {};
    await run.reader?.cancel();
    expect(await ended(of.channel, run.name)).toMatchObject({ cut: 'client-left', bytes: value?.length });
  });

  it('larger than one delivery may be: cut before the bound is passed', async () => {
    const { run, of } = await started({ upstream: memoryUpstream(csvOf(2_000)), streamBytes: 50_000 });
    expect(await drained(run.reader)).toBe('broken');
    const end = await ended(of.channel, run.name);
    expect(end?.cut).toBe('too-large');
    expect(end?.bytes).toBeLessThanOrEqual(50_000);
  });

  it('a fast source: the gates are read again at each 256 KB', async () => {
    const { dynamo, sent } = faulty(client);
    const { run } = await started({ upstream: memoryUpstream(csvOf(30_000)) }, dynamo);
    expect(await drained(run.reader)).toBe('whole');
    const reads = sent.filter((command) => command instanceof BatchGetItemCommand).length;
    expect(reads).toBeGreaterThanOrEqual(Math.floor(new TextEncoder().encode(csvOf(30_000)).length / (256 * 1024)) + 1);
  });

  it('a page that is cut while it is read is not handed over at all, and uses no serial', async () => {
    const slow = memoryUpstream(csvOf(1_000), { chunk: 1_024, wait: () => pause(100) });
    const { app } = testGate(client, table, { upstream: slow });
    const of = await supply(store);
    const page = bringing(app, await tokenFor(of.channel, of.links)).get(`/channels/${of.channel}/data`);
    await pause(300);
    await change(store, of.names.basis, placing(holdOf('m1')));
    const answer = await page;
    expect(answer.status).toBe(403);
    expect(answer.problem.grounds).toMatchObject([{ gate: 'basis', measure: 'm1' }]);
    expect((await usedBy(store, of.channel)).serial).toBe(0);
  });
});

/** A stream whose answer has begun. */
async function started(parts: Parameters<typeof testGate>[2], dynamo: Dynamo = client) {
  const { app } = testGate(dynamo, table, parts);
  const of = await supply(store);
  const headers = { authorization: `Bearer ${await tokenFor(of.channel, of.links)}` };
  const response = await app.request(`/channels/${of.channel}/data?stream=true`, { headers });
  return { of, run: { reader: response.body?.getReader(), name: response.headers.get('shuqi-delivery') ?? '' } };
}

/** Reads to the end, and tells whether it was the end. */
async function drained(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<'whole' | 'broken'> {
  try {
    while (!(await reader?.read())?.done);
    return 'whole';
  } catch {
    return 'broken';
  }
}
