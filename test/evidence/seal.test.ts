import { PutItemCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { sealHours } from '../../functions/evidence/seal.ts';
import { servedHour, servedHours } from '../../shared/domain/served-hour.ts';
import { parseLeaf } from '../../shared/ledger/leaf.ts';
import { groupsOf } from '../../shared/store/hour-closing.ts';
import { channelsOf } from '../../shared/store/hour-index.ts';
import { entriesOf } from '../../shared/store/hour-records.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { takeOutbox } from '../../shared/store/outbox.ts';
import { HourSealed, readDelivery } from '../../shared/store/served.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { freshTable } from '../dynamodb.ts';
import { faulty, timeoutAfterCommit, unavailable } from '../fault/dynamo.ts';
import { testService } from '../http/harness.ts';
import { deliver, finish, linksOf, MINUTE, NOON } from './world.ts';

const HOUR = 60 * MINUTE;
const { client, table } = await freshTable();
const { store } = testService(client, table);
const of = linksOf('agr-1');

const at = (now: number, dynamo = store.dynamo) => ({
  ...{ store: { ...store, dynamo }, origin: 'https://shuqi.test', skew: (): number | undefined => 0 },
  clock: { real: () => now, domain: () => '2026-11-23T08:00:00.000Z' as const },
});
const recordsOf = async (hour: string, channel: string) => {
  const found = (await channelsOf(store, hour)).find((one) => one.channel === channel);
  const entries: unknown[] = [];
  if (found?.fixed) for await (const some of entriesOf(store, hour, channel, found.fixed)) entries.push(...some);
  return entries;
};
const rootsOf = async () => (await listEvents(store, servedHours, { limit: 200 })).items.map(({ data }) => data);

test('the first hour is the last one that is over, empty or not; five minutes after its end, not before', async () => {
  expect(await sealHours(at(NOON + 5 * MINUTE - 1))).toEqual(['2026112310']);
  expect(await sealHours(at(NOON + 5 * MINUTE - 1))).toEqual([]);
  expect(await sealHours(at(NOON + 5 * MINUTE))).toEqual(['2026112311']);
  const roots = await rootsOf();
  expect(roots.map(({ hour }) => hour)).toEqual(['2026112310', '2026112311']);
  // Two empty hours: nobody learns more than that.
  expect(roots[0]?.root).toBe(roots[1]?.root);
});

test('an hour with a complete, an unknown and a missing one; a late start finds its place void', async () => {
  let stalled: Promise<void> | undefined;
  await deliver(store, 'ch-1', of, NOON + MINUTE);
  const running = await deliver(store, 'ch-1', of, NOON + 59 * MINUTE, { end: false });
  const crashed = await deliver(store, 'ch-1', of, NOON + 59 * MINUTE, { end: false });
  await expect(
    deliver(store, 'ch-1', of, NOON + 59 * MINUTE, {
      after: async () => {
        // It has its serial, and sleeps through the sealing.
        stalled = sealHours(at(NOON + HOUR + 5 * MINUTE)).then(() => {});
        await stalled;
      },
    }),
  ).rejects.toThrow(HourSealed);
  expect(await recordsOf('2026112312', 'ch-1')).toMatchObject([
    { v: 1, start: { serial: 1 }, end: { bytes: 9 } },
    { v: 1, start: { serial: 2, reserved: 10 } },
    { v: 1, start: { serial: 3, reserved: 10 } },
    { v: 1, channel: 'ch-1', serial: 4, void: true },
  ]);
  // The stream ends after its hour was sealed: that stands in the next hour. The crashed one stays unknown.
  await finish(store, running);
  expect(await recordsOf('2026112312', 'ch-1')).toMatchObject([{}, { start: { serial: 2 } }, {}, {}]);
  await sealHours(at(NOON + 2 * HOUR + 5 * MINUTE));
  expect(await recordsOf('2026112313', 'ch-1')).toMatchObject([
    { v: 1, late: { channel: 'ch-1', hour: '2026112312', serial: 2 }, end: { bytes: 9 } },
  ]);
  await finish(store, crashed);
  expect((await readDelivery(store, 'ch-1', '2026112312-3'))?.end).toBeUndefined();
});

test('a request that is late by its own clock comes into the hour that runs', async () => {
  const start = await deliver(store, 'ch-1', of, NOON + HOUR);
  expect([start.serial, start.hour]).toEqual([5, '2026112314']);
});

test('two sealers at once, each crashing at every step in turn, seal every hour once and alike', async () => {
  const last = NOON + 2 * HOUR;
  for (const agreement of ['agr-2', 'agr-3']) {
    await deliver(store, `ch-${agreement}`, linksOf(agreement), last + MINUTE);
    await deliver(store, `ch-${agreement}`, linksOf(agreement), last + MINUTE, { end: false });
  }
  const due = last + HOUR + 5 * MINUTE;
  const { dynamo, next, sent } = faulty(client);
  for (const kind of [PutItemCommand, UpdateItemCommand, UpdateItemCommand, PutItemCommand]) {
    for (let passes = 0; passes < 3; passes++) {
      for (let i = 0; i < passes; i++) next(kind, (command, behind) => behind.send(command));
      next(kind, unavailable());
      await sealHours(at(due, dynamo)).catch(() => undefined);
    }
  }
  next(TransactWriteItemsCommand, timeoutAfterCommit());
  await Promise.all([sealHours(at(due, dynamo)), sealHours(at(due))]);
  expect(sent.length).toBeGreaterThan(0);
  const { state, version } = await loadHead(store, servedHour, servedHours.id);
  expect(state).toMatchObject({ last: '2026112314' });
  expect((await rootsOf()).map(({ hour }) => hour)).toHaveLength(version);
  expect(await groupsOf(store, '2026112314')).toHaveLength(3);
});

test('three days without a sealer are caught up, and what was supplied on the way stands in its hour', async () => {
  const resumed = NOON + 80 * HOUR;
  // The counter goes on through hours that nobody sealed.
  for (const hours of [4, 5, 9, 30, 79]) await deliver(store, 'ch-4', of, NOON + hours * HOUR);
  const sealed = await sealHours(at(resumed + 5 * MINUTE));
  expect(sealed).toHaveLength(77);
  expect(await recordsOf('2026112316', 'ch-4')).toMatchObject([{ start: { serial: 1 } }]);
  expect(await recordsOf('2026112317', 'ch-4')).toMatchObject([{ start: { serial: 2 } }]);
  expect(await recordsOf('2026112321', 'ch-4')).toMatchObject([{ start: { serial: 3 } }]);
  const { state, version } = await loadHead(store, servedHour, servedHours.id);
  expect(state).toMatchObject({ first: '2026112310', last: '2026112619', status: 'sealing' });
  expect(version).toBe(82);
}, 120_000);

test('a serial whose process ended before it could enter its hour is void in the channel’s next one', async () => {
  const later = NOON + 81 * HOUR;
  const stop = new Error('ended');
  const ends = deliver(store, 'ch-4', of, later, { after: () => Promise.reject(stop) });
  await expect(ends).rejects.toThrow(stop);
  await sealHours(at(later + HOUR + 5 * MINUTE));
  await deliver(store, 'ch-4', of, later + HOUR);
  await sealHours(at(later + 2 * HOUR + 5 * MINUTE));
  expect(await recordsOf('2026112622', 'ch-4')).toMatchObject([{ serial: 6, void: true }, { start: { serial: 7 } }]);
});

test('a clock that is not the store’s seals nothing', async () => {
  for (const skew of [60_001, -60_001, undefined]) {
    await expect(sealHours({ ...at(NOON + 200 * HOUR), skew: () => skew })).rejects.toThrow('off the store');
  }
});

test('each sealed hour waits for the log as a leaf of kind `served`', async () => {
  const { entries } = await takeOutbox(store, new Map());
  const kinds = entries.map(({ leaf }) => {
    const parsed = parseLeaf(leaf);
    return parsed.ok && parsed.leaf.kind;
  });
  expect([...new Set(kinds)]).toEqual(['served']);
});
