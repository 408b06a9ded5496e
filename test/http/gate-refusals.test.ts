import { randomUUID } from 'node:crypto';
import { BatchGetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../shared/domain/scope.ts';
import { instant } from '../../shared/law/time.ts';
import { utcHour } from '../../shared/law/utc-hour.ts';
import { usedBy } from '../../shared/store/counter.ts';
import { closeIndex } from '../../shared/store/hour-index.ts';
import { refusalsIn } from '../../shared/store/refused.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { freshTable } from '../dynamodb.ts';
import { droppedKeys, faulty, timeout, unavailable } from '../fault/dynamo.ts';
import { clientOf } from './harness.ts';
import {
  askingOf,
  bringing,
  change,
  csvOf,
  dataOf,
  holdOf,
  memoryUpstream,
  placing,
  type Supply,
  supply,
  testGate,
  tokenFor,
} from './supply.ts';

/* Whatever the gate answers instead of data: 401 to 422, and 503 when anything at all is in doubt. */

const { client, table } = await freshTable();
const { app, gate, alarms } = testGate(client, table);
const { store } = gate;
const get = askingOf(app);

describe('GET /channels/{id}/data', () => {
  it('401: no token, a foreign one, an expired one, each with what to do', async () => {
    const of = await supply(store);
    const none = await clientOf(app, {}).get(dataOf(of));
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).toBe('Bearer realm="shuqi"');
    const wrong = await bringing(app, 'a.b.c').get(dataOf(of));
    expect(wrong.headers.get('www-authenticate')).toContain('invalid_token');
    const old = await bringing(app, await tokenFor(of.channel, of.links, {}, Date.now() - 400_000)).get(dataOf(of));
    expect(old.status).toBe(401);
    expect(old.problem.detail).toContain('过期');
  });

  it('404: another channel than the token’s, another organization’s and one that does not exist look the same', async () => {
    const [own, other] = [await supply(store), await supply(store)];
    const token = await tokenFor(own.channel, own.links);
    const mismatch = await bringing(app, token).get(dataOf(other));
    const foreign = await get({ ...other, links: own.links });
    const missing = await get({ ...own, channel: `c-${randomUUID()}` });
    for (const answer of [mismatch, foreign, missing]) {
      expect(answer.status).toBe(404);
      expect(answer.text).toBe(missing.text);
    }
  });

  it('403: every gate refuses alone, all reasons come at once with article and who lifts, and no quota is used', async () => {
    const of = await supply(store);
    const at = instant(gate.clock.real());
    for (const kind of ['channel', 'basis', 'organization', 'dataset'] as const) {
      const one = await supply(store);
      await change(store, one.names[kind], placing(holdOf('m1')));
      const answer = await get(one);
      expect(answer.status).toBe(403);
      expect(answer.problem.grounds).toMatchObject([
        { gate: kind, article: 'DZ-43', href: '/law/DZ-43', measure: 'm1', liftedBy: [{ role: 'data-authority' }] },
      ]);
      await change(store, of.names[kind], placing(holdOf(`m-${kind}`)));
    }
    const all = await get(of);
    expect(all.problem.grounds.map((ground) => ground.gate)).toEqual(['channel', 'basis', 'organization', 'dataset']);
    expect(await usedBy(store, of.channel)).toEqual({ serial: 0, bytes: 0 });
    const counted = [
      await refusalsIn(store, of.channel, at),
      await refusalsIn(store, of.channel, instant(gate.clock.real())),
    ];
    expect(counted.some((minute) => minute.requests === 1 && minute['basis:DZ-43'] === 1)).toBe(true);
  });

  it('403: before and after the term, to the millisecond of the domain clock', async () => {
    const { app: moved, moveTo } = testGate(client, table);
    const of = await supply(store, { channel: { from: instant(1_000_000), until: instant(2_000_000) } });
    const statusAt = async (ms: number) => {
      moveTo(instant(ms));
      return (await get(of, '', moved)).problem?.grounds.filter(({ gate: kind }) => kind === 'channel').length ?? 0;
    };
    expect(await statusAt(999_999)).toBe(1);
    expect(await statusAt(1_000_000)).toBe(0);
    expect(await statusAt(1_999_999)).toBe(0);
    expect(await statusAt(2_000_000)).toBe(1);
  });

  it('403: a strange key, an organization abroad, links that differ, fields that left the basis, excluded subjects', async () => {
    const articles = async (of: Supply, over = {}) => {
      const { status, problem } = await get(of, '', app, over);
      return [status, ...problem.grounds.map(({ article }) => article)];
    };
    expect(await articles(await supply(store), { key: 'x'.repeat(43) })).toEqual([403, 'POLICY-9']);
    expect(await articles(await supply(store, { organization: { mainland: false } }))).toEqual([403, 'DSL-31']);
    expect(await articles(await supply(store), { dataset: 'd-other' })).toEqual([403, 'POLICY-9']);
    const left = await supply(store);
    const scope = await putScope(store, scopeOf(left.links.dataset, ['法定代表人']));
    await change(store, left.names.basis, { do: 'tighten', set: { scope } });
    expect(await articles(left)).toEqual([403, 'OPS-21']);
    expect(await articles(await supply(store, { dataset: { exclusions: 'a'.repeat(64) } }))).toEqual([403, 'DZ-43']);
  });

  it('422: bad queries and cursors of other channels or by other hands write nothing', async () => {
    const [of, other] = [await supply(store), await supply(store)];
    const foreign = (await get(other, '?limit=1')).headers.get('shuqi-next-cursor');
    const queries = ['limit=0', 'limit=50001', 'limit=x', 'cursor=abc', `cursor=${foreign}`, `cursor=${foreign}x`];
    for (const query of [...queries, 'colour=red', 'stream=maybe', 'stream=true&limit=2']) {
      const answer = await get(of, `?${query}`);
      expect([query, answer.status]).toEqual([query, 422]);
    }
    expect(await usedBy(store, of.channel)).toEqual({ serial: 0, bytes: 0 });
  });

  it('422: a cursor from before the data changed, and a stream where answers are buffered', async () => {
    const of = await supply(store);
    let text = csvOf(3);
    const { app: changed } = testGate(client, table, { upstream: memoryUpstream(() => text), streamBytes: 0 });
    const cursor = (await get(of, '?limit=1', changed)).headers.get('shuqi-next-cursor');
    text = csvOf(9);
    expect((await get(of, `?cursor=${cursor}`, changed)).problem.detail).toContain('数据已更新');
    expect((await get(of, '?stream=true', changed)).status).toBe(422);
  });

  it('503: a gate or a scope is missing; nothing is admitted and an alarm is raised', async () => {
    for (const kind of ['basis', 'organization', 'dataset'] as const) {
      const of = await supply(store, { [kind]: 'missing' });
      const answer = await get(of);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(alarms.at(-1)).toContain(`gates missing: ${kind}`);
    }
    const without = await supply(store, { channel: { scope: 'f'.repeat(64) } });
    expect((await get(without)).status).toBe(503);
    expect(alarms.at(-1)).toContain('scope cannot be read');
  });

  it('503: keys stay unprocessed after one more try, the store does not answer, too many wait', async () => {
    const of = await supply(store);
    const { dynamo, next, always, heal, sent } = faulty(client);
    const { app: shaky, gate: own } = testGate(dynamo, table);
    next(BatchGetItemCommand, droppedKeys());
    expect((await get(of, '', shaky)).status).toBe(200);
    const before = sent.length;
    always(
      BatchGetItemCommand,
      droppedKeys((key) => key.pk?.S?.startsWith('gate#dataset') ?? false),
    );
    const dropped = await get(of, '', shaky);
    expect([dropped.status, dropped.headers.get('retry-after')]).toEqual([503, '1']);
    expect(sent.slice(before).filter((c) => c instanceof BatchGetItemCommand)).toHaveLength(2);
    heal();
    always(BatchGetItemCommand, timeout());
    expect((await get(of, '', shaky)).status).toBe(503);
    heal();
    let leave = () => {};
    const stuck = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const holding = Array.from({ length: 32 }, () => own.reads(() => stuck));
    const busy = await get(of, '', shaky);
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '1']);
    leave();
    await Promise.all(holding);
    expect((await get(of, '', shaky)).status).toBe(200);
  });

  it('503: the clock is more than 60 s off the store’s, or nobody knows (POLICY-20); a running stream ends', async () => {
    const of = await supply(store);
    let skew: number | undefined = 60_000;
    const { app: off, alarms: raised } = testGate(client, table, { skew: () => skew });
    expect((await get(of, '', off)).status).toBe(200);
    for (skew of [60_001, -60_001, undefined]) {
      const answer = await get(of, '', off);
      expect([answer.status, answer.problem.article]).toEqual([503, 'POLICY-20']);
      expect(raised.at(-1)).toContain('clock');
    }
  });

  it('503: the hour is sealed already, so nothing leaves; the next request comes into the next hour', async () => {
    const of = await supply(store);
    const { app: late, passReal, clock } = testGate(client, table);
    passReal(2 * 3_600_000);
    await closeIndex(store, utcHour(instant(clock.real())));
    const ask = async () => bringing(late, await tokenFor(of.channel, of.links, {}, clock.real())).get(dataOf(of));
    const answer = await ask();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer.text).not.toContain('企业');
    passReal(3_600_000);
    expect((await ask()).status).toBe(200);
  });

  it('503: the start cannot be written, so nothing leaves', async () => {
    const of = await supply(store);
    const { dynamo, next } = faulty(client);
    const { app: shaky } = testGate(dynamo, table);
    expect((await get(of, '', shaky)).status).toBe(200);
    for (const query of ['', '?stream=true']) {
      next(PutItemCommand, unavailable());
      const answer = await get(of, query, shaky);
      expect(answer.status).toBe(503);
      expect(answer.text).not.toContain('企业');
    }
  });

  it('503: the source is missing, empty, ragged, or has none of the fields; no serial is used', async () => {
    const of = await supply(store);
    const broken = [undefined, '', 'a,b\r\n1,2\r\n', '企业名称,统一社会信用代码\r\n1,2,3\r\n', '企业名称\r\n"a'];
    for (const text of broken) {
      const { app: poor, alarms: raised } = testGate(client, table, { upstream: memoryUpstream(text) });
      expect((await get(of, '', poor)).status).toBe(503);
      expect(raised).toHaveLength(1);
    }
    expect(await usedBy(store, of.channel)).toEqual({ serial: 0, bytes: 0 });
  });
});
