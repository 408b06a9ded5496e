import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
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
  memoryUpstream,
  placing,
  type Supply,
  supply,
  testGate,
  tokenFor,
} from '../http/supply.ts';
import { droppedKeys, faulty, unavailable } from './dynamo.ts';

const { client, table } = await freshTable();
const { store } = testGate(client, table).gate;

describe('a running delivery', () => {
  /** A stream whose source gives 1 KB every 20 ms, and what it does when something happens after the first bytes. */
  async function running(happens: (of: Supply, dynamo: ReturnType<typeof faulty>) => Promise<unknown>) {
    const behind = faulty(client);
    const upstream = memoryUpstream(csvOf(20_000), { chunk: 1_024, wait: () => pause(20) });
    const { app } = testGate(behind.dynamo, table, { upstream });
    const of = await supply(store);
    const token = await tokenFor(of.channel, of.links);
    const headers = { authorization: `Bearer ${token}` };
    const ask = () => app.request(`/channels/${of.channel}/data?stream=true`, { headers });
    // A busy machine may not read the gates in time: then it is asked again, as the answer says.
    let response = await ask();
    for (let tries = 0; response.status === 503 && tries < 20; tries++) response = await ask();
    expect(response.status).toBe(200);
    const name = response.headers.get('shuqi-delivery') ?? '';
    // The start was durable before anything could be read here.
    expect((await readDelivery(store, of.channel, name))?.start.serial).toBeGreaterThan(0);
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

  it.each([
    ['refuses connections', unavailable],
    ['never answers', () => () => new Promise<never>(() => {})],
    ['leaves a key unread', () => droppedKeys()],
  ])('the store %s: it ends inside the bound and the record is closed with what was delivered', async (_, fault) => {
    const run = await running(async (_, { always }) => always(BatchGetItemCommand, fault()));
    expect(run.broken).toBe(true);
    expect(run.ended - run.committed).toBeLessThan(FRESH_MS + 500);
    expect(run.lastRead - run.committed).toBeLessThan(FRESH_MS);
    const end = await ended(run.of.channel, run.name);
    expect(end?.cut).toBe('state-unreadable');
    expect(end?.bytes).toBeGreaterThanOrEqual(run.bytes);
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
