import { beforeAll, expect, test } from 'vitest';
import { sealHours } from '../../functions/evidence/seal.ts';
import { basisKey } from '../../shared/ledger/hour-tree.ts';
import { groupsOf } from '../../shared/store/hour-closing.ts';
import { fix } from '../../shared/store/hour-index.ts';
import { readDelivery } from '../../shared/store/served.ts';
import { sha256 } from '../../shared/store/store.ts';
import { freshTable } from '../dynamodb.ts';
import { deliver, finish, linksOf, MINUTE, NOON } from '../evidence/world.ts';
import { auditedWorld, type World } from './world.ts';

/* Delivery records are part of what an audit proves: each is as it was sealed, and none came later. */

const { client } = await freshTable();
const of = linksOf('agr-1');
const HOUR = '2026112312';
const key = (serial: number, part: 'start' | 'end') => ({
  pk: `served#ch-1#${HOUR}`,
  sk: `${String(serial).padStart(12, '0')}#${part}`,
});
let world: World;

beforeAll(async () => {
  world = await auditedWorld(client);
  const { store } = world.log;
  for (const end of [true, true, false]) await deliver(store, 'ch-1', of, NOON + MINUTE, { end });
  await deliver(store, 'ch-2', linksOf('agr-2'), NOON + MINUTE);
  const clock = { domain: () => '2026-11-23T08:00:00.000Z' as const };
  for (const hours of [1, 2]) {
    const real = () => NOON + (60 * hours + 5) * MINUTE;
    await sealHours({ store, origin: 'https://shuqi.test', skew: () => 0, clock: { ...clock, real } });
  }
  // After the sealed hours: an audit says nothing of it.
  await deliver(store, 'ch-1', of, NOON + 200 * MINUTE);
  await world.sequenced();
}, 120_000);

/** Changes something by hand, audits, and changes it back. */
async function foundAfter(change: () => Promise<unknown>, back: () => Promise<unknown>): Promise<readonly string[]> {
  await change();
  const { findings } = await world.audited();
  await back();
  return findings.map(({ code, subject }) => `${code} ${subject}`);
}

test('nothing is found of records that stand as they were sealed', async () => {
  expect((await world.audited()).findings).toEqual([]);
});

test('a record that was edited, one that was deleted, an end that was taken away', async () => {
  const { read, edit, remove } = world;
  const parts = [key(1, 'start'), key(2, 'start'), key(2, 'end')] as const;
  const whole = await Promise.all(parts.map(read));
  const back = () => Promise.all(parts.map((one, i) => edit(one, () => whole[i] ?? {})));
  const [first, start, end] = parts;
  const changes = [
    () => edit(first, (item) => ({ ...item, reserved: 11 })),
    () => remove(end),
    () => remove(end).then(() => remove(start)),
  ];
  for (const change of changes) expect(await foundAfter(change, back)).toEqual([`hour-differs ${HOUR}`]);
});

test('a record that was added to a sealed hour, of a channel that was in it or was not', async () => {
  const { edit, remove, read } = world;
  const start = await read(key(1, 'start'));
  const added = [key(7, 'start'), { pk: `served#ch-9#${HOUR}`, sk: key(1, 'start').sk }];
  for (const one of added) {
    const put = () => edit(one, () => ({ ...start, ...one }));
    expect(await foundAfter(put, () => remove(one))).toEqual([`record-unsealed ${one.pk}`]);
  }
});

test('an end that comes too late changes nothing, and what evidence is made from is as it was sealed', async () => {
  const { log, read, edit } = world;
  const running = await readDelivery(log.store, 'ch-1', `${HOUR}-3`);
  if (running) await finish(log.store, running.start);
  expect(running?.end).toBeUndefined();
  expect(await fix(log.store, HOUR, 'ch-1', { first: 1, last: 1, open: [], late: [] })).toMatchObject({ last: 3 });
  expect((await world.audited()).findings).toEqual([]);
  const [group] = (await groupsOf(log.store, HOUR)).filter(({ channels }) => channels.includes('ch-1'));
  const name = { pk: `served-group#${HOUR}`, sk: Buffer.from(basisKey(of.basis, sha256)).toString('hex') };
  expect(Buffer.from(group?.key ?? []).toString('hex')).toBe(name.sk);
  const kept = await read(name);
  const forged = () => edit(name, (item) => ({ ...item, seal: 'a'.repeat(64) }));
  expect(await foundAfter(forged, () => edit(name, () => kept))).toEqual([`hour-differs ${HOUR}`]);
});
