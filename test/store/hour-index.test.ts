import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import type { Links } from '../../shared/domain/gate.ts';
import { instant } from '../../shared/law/time.ts';
import { reserve } from '../../shared/store/counter.ts';
import { channelsOf, closeIndex, enterHour, fix } from '../../shared/store/hour-index.ts';
import {
  type DeliveryStart,
  HourSealed,
  listDeliveries,
  putEnd,
  putStart,
  readDelivery,
  recordsIn,
  voidEnd,
  voidStart,
} from '../../shared/store/served.ts';
import { isSteady, watchSkew } from '../../shared/store/skew.ts';
import { freshTable } from '../dynamodb.ts';
import { before, faulty } from '../fault/dynamo.ts';
import { testService } from '../http/harness.ts';

const { client, table } = await freshTable();
const { store } = testService(client, table);
const links: Links = { organization: 'op', dataset: 'd', basis: { kind: 'agreement', id: 'a' } };
const at = instant(Date.UTC(2026, 10, 23, 8, 30));
const take = (channel: string, hour: string) => reserve(store, channel, { rows: 1, bytes: 1, at, hour });
const startOf = (channel: string, serial: number, hour = '2026112308'): DeliveryStart => ({
  ...{ channel, serial, hour, ...links, scope: 'a'.repeat(64), mode: 'page', source: 'v1' },
  ...{ from: 0, reserved: 10, startedAt: at, at },
});
const end = { rows: 1, bytes: 9, digest: 'b'.repeat(64), endedAt: at };

test('the counter files in its own hour: it goes forward, and a late request comes into the hour that runs', async () => {
  expect(await take('c-hours', '2026112308')).toMatchObject({ serial: 1, hour: '2026112308' });
  expect(await take('c-hours', '2026112308')).toMatchObject({ serial: 2, hour: '2026112308' });
  expect(await take('c-hours', '2026112310')).toMatchObject({ serial: 3, hour: '2026112310' });
  expect(await take('c-hours', '2026112309')).toMatchObject({ serial: 4, hour: '2026112310' });
});

test('many requests at the turn of an hour: serials and hours rise together', async () => {
  const hours = Array.from({ length: 24 }, (_, n) => (n % 2 === 0 ? '2026112308' : '2026112309'));
  const all = await Promise.all(hours.map((hour) => take('c-turn', hour).catch(() => [])));
  const taken = all.flatMap((one) => ('serial' in one ? [one] : [])).sort((a, b) => a.serial - b.serial);
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.map(({ hour }) => hour)).toEqual(taken.map(({ hour }) => hour).sort());
});

test('a channel comes into the index once, and not after sealing began', async () => {
  await enterHour(store, '2026112308', 'c-1', links);
  await enterHour(store, '2026112308', 'c-1', links);
  await closeIndex(store, '2026112308');
  await expect(enterHour(store, '2026112308', 'c-2', links)).rejects.toThrow(HourSealed);
  await enterHour(store, '2026112309', 'c-2', links);
  expect(await channelsOf(store, '2026112309')).toEqual([{ channel: 'c-2', links }]);
});

test('sealing that begins between the entry and the look for it turns the gate away, and sees the channel', async () => {
  const { dynamo, next } = faulty(client);
  next(
    QueryCommand,
    before(() => closeIndex(store, '2026112310')),
  );
  await expect(enterHour({ ...store, dynamo }, '2026112310', 'c-race', links)).rejects.toThrow(HourSealed);
  expect(await channelsOf(store, '2026112310')).toEqual([{ channel: 'c-race', links }]);
});

test('what a sealer fixed stands for the next one', async () => {
  await enterHour(store, '2026112311', 'c-fix', links);
  const first = { first: 1, last: 2, open: [2], late: [] };
  expect(await fix(store, '2026112311', 'c-fix', first)).toEqual(first);
  expect(await fix(store, '2026112311', 'c-fix', { ...first, open: [] })).toEqual(first);
});

test('a start that meets a void mark is refused; a mark that meets a start leaves it', async () => {
  const of = startOf('c-void', 1);
  expect(await voidStart(store, of)).toBe(true);
  await expect(putStart(store, of)).rejects.toThrow(HourSealed);
  expect(await readDelivery(store, 'c-void', '2026112308-1')).toBeUndefined();
  await putStart(store, startOf('c-void', 2));
  await putStart(store, startOf('c-void', 2)); // As the SDK's own second try would.
  expect(await voidStart(store, startOf('c-void', 2))).toBe(false);
});

test('an end that comes after its time changes nothing: the delivery stays unknown', async () => {
  const of = startOf('c-end', 1);
  await putStart(store, of);
  expect(await voidEnd(store, of)).toBe(true);
  await putEnd(store, of, end);
  expect(await readDelivery(store, 'c-end', '2026112308-1')).toEqual({ name: '2026112308-1', start: of });
  await putStart(store, startOf('c-end', 2));
  await putEnd(store, startOf('c-end', 2), end);
  expect(await voidEnd(store, startOf('c-end', 2))).toBe(false);
});

test('records of an hour come in their order over page ends, starts and ends together', async () => {
  const { dynamo, always } = faulty(client);
  // Three items a page, so that a record's two parts fall on both sides of a page's end.
  always(QueryCommand, (command, behind) => {
    if (!(command instanceof QueryCommand)) throw new Error('another command');
    return behind.send(new QueryCommand({ ...command.input, Limit: 3 }));
  });
  for (const serial of [1, 2, 3, 4, 5]) {
    await putStart(store, startOf('c-list', serial));
    if (serial !== 3) await putEnd(store, startOf('c-list', serial), end);
  }
  await voidStart(store, startOf('c-list', 6));
  const found = [];
  const of = { channel: 'c-list', hour: '2026112308' };
  for await (const page of recordsIn({ ...store, dynamo }, of, { first: 2, last: 6 })) found.push(...page);
  expect(found.map((one) => ('void' in one ? 'void' : [one.serial, one.end !== undefined]))).toEqual([
    [2, true],
    [3, false],
    [4, true],
    [5, true],
    'void',
  ]);
  const listed = await listDeliveries(store, of, { after: 1, limit: 3 });
  expect(listed.map(({ name }) => name)).toEqual(['2026112308-2', '2026112308-3', '2026112308-4']);
});

test('the database says what time it is in every answer, and this clock is near it (POLICY-20)', async () => {
  const skew = watchSkew(client);
  await channelsOf(store, '2026112312');
  expect(isSteady(skew())).toBe(true);
});
