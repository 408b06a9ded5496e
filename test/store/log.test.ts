import { randomBytes } from 'node:crypto';
import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { hex } from '../../shared/ledger/bytes.ts';
import { compactRoot } from '../../shared/ledger/compact.ts';
import { leafHash, root } from '../../shared/ledger/rfc6962.ts';
import { decodeBundle, encodeTile } from '../../shared/ledger/tiles.ts';
import { putAll } from '../../shared/store/bulk.ts';
import { outboxSlot } from '../../shared/store/keys.ts';
import { commitHead, markApplied, putCheckpoint, readCheckpoint, readLogHead } from '../../shared/store/log.ts';
import { type Batch, batchOf, putBatch, readBatch } from '../../shared/store/log-batch.ts';
import { findEvent, putIndex, putLeaves, putSlots, putTiles, readTile } from '../../shared/store/log-tiles.ts';
import { emptyOutbox, isWaiting, type OutboxEntry, takeOutbox } from '../../shared/store/outbox.ts';
import { freshTable } from '../dynamodb.ts';
import { type RunningLog, runningLog, staged } from '../fault/running-log.ts';
import { sha256 } from '../ledger/crypto.ts';

vi.setConfig({ testTimeout: 60_000 });
const { client } = await freshTable();
let log: RunningLog;
beforeEach(async () => {
  log = await runningLog(client);
});

/** Entries as the outbox gives them. */
async function some(count: number, prefix?: string): Promise<readonly OutboxEntry[]> {
  await log.happen(count, prefix);
  return (await takeOutbox(log.store, new Map())).entries;
}

async function committed(entries: readonly OutboxEntry[]): Promise<Batch> {
  const head = await readLogHead(log.store);
  const batch = batchOf(log.store, head.tree, entries);
  await putBatch(log.store, batch);
  expect(await commitHead(log.store, head, batch)).toBe(true);
  return batch;
}

describe('outbox', () => {
  test('what a command wrote waits until it is taken away', async () => {
    const [first, second] = await some(2);
    expect(first).toMatchObject({ stream: expect.stringMatching(/^channel#c-/), version: 1 });
    await emptyOutbox(log.store, [first?.event ?? '']);
    await emptyOutbox(log.store, [first?.event ?? '']);
    expect(await isWaiting(log.store, first?.event ?? '')).toBe(false);
    expect(await isWaiting(log.store, second?.event ?? '')).toBe(true);
  });

  test('an entry that is not the leaf of its event is refused', async () => {
    const [entry] = await some(1);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: log.table }));
    const item = Items.find(({ pk }) => pk?.S?.startsWith('outbox#'));
    const Item = { ...item, pk: item?.pk ?? { S: '' }, sk: { S: 'another' } };
    await client.send(new PutItemCommand({ TableName: log.table, Item }));
    await expect(takeOutbox(log.store, new Map())).rejects.toThrow(/another/);
    expect(entry?.event).toHaveLength(26);
  });

  test('with more than it takes at once, the last ones are not starved', async () => {
    const { store } = log;
    const inFirst = (id: string) => outboxSlot(store.hash(new TextEncoder().encode(id))) === 0;
    const newId = () => {
      let made = store.newId();
      while (!inFirst(made)) made = store.newId();
      return made;
    };
    await putAll(store, Array.from({ length: 150 }, (_, i) => staged({ ...store, newId }, `c-${i}`)).flat());
    const places = new Map();
    const seen = new Set<string>();
    for (const count of [100, 50]) {
      const taken = await takeOutbox(store, places);
      expect(taken.more).toBe(true);
      expect(taken.entries).toHaveLength(count);
      for (const { event } of taken.entries) seen.add(event);
    }
    expect(seen.size).toBe(150);
  });
});

describe('HEAD', () => {
  test('is an empty tree before the first batch', async () => {
    const head = await readLogHead(log.store);
    expect(head).toMatchObject({ size: 0, applied: true });
    expect(hex(head.root)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('moves only from the very tree that the batch was made on, and only when that is applied', async () => {
    const entries = await some(3);
    const empty = await readLogHead(log.store);
    const first = await committed(entries);
    const rival = batchOf(log.store, empty.tree, entries.slice(1));
    expect(await commitHead(log.store, empty, rival)).toBe(false);
    const unapplied = await readLogHead(log.store);
    const next = batchOf(log.store, unapplied.tree, await some(1, 'd'));
    expect(await commitHead(log.store, unapplied, next)).toBe(false);
    expect(await markApplied(log.store, first)).toBe(true);
    const otherRoot = { ...unapplied, root: randomBytes(32) };
    expect(await commitHead(log.store, otherRoot, next)).toBe(false);
    expect(await commitHead(log.store, unapplied, next)).toBe(true);
    // The first one's writer, late, says nothing of the next.
    expect(await markApplied(log.store, first)).toBe(false);
    expect(await readLogHead(log.store)).toMatchObject({ size: 3 + next.entries.length, applied: false });
  });

  test('with a right edge that does not give its root is not read', async () => {
    await committed(await some(3));
    const Key = { pk: { S: 'log#head' }, sk: { S: 'head' } };
    const { Item } = await client.send(new GetItemCommand({ TableName: log.table, Key }));
    await client.send(
      new PutItemCommand({ TableName: log.table, Item: { ...Item, ...Key, root: { B: randomBytes(32) } } }),
    );
    await expect(readLogHead(log.store)).rejects.toThrow(/own root/);
  });
});

test('a batch comes back from its manifest as it was, under the same address', async () => {
  const batch = await committed(await some(40));
  expect(await readBatch(log.store, await readLogHead(log.store))).toEqual(batch);
  const leaves = batch.entries.map(({ leaf }) => leafHash(leaf, sha256));
  expect(hex(batch.root)).toBe(hex(root(leaves, sha256)));
  expect(hex(compactRoot(batch.to, sha256))).toBe(hex(batch.root));
});

test('a manifest of the most and largest entries fits in one item', async () => {
  const [entry] = await some(1);
  if (!entry) throw new Error('no entry');
  const stream = `registration#${'x'.repeat(64)}`;
  const leaf = Buffer.concat([entry.leaf, Buffer.alloc(60, 0x20)]);
  const batch = batchOf(log.store, (await readLogHead(log.store)).tree, Array(1_600).fill({ ...entry, stream, leaf }));
  expect(batch.entries.length).toBeGreaterThan(1_000);
  expect(batch.entries.length).toBeLessThan(1_600);
  await putBatch(log.store, batch);
});

test('tiles: partial ones from their slots, full ones in one piece, bundles from leaves', async () => {
  const entries = await some(300);
  await putLeaves(log.store, 0, entries);
  await putIndex(log.store, 0, entries);
  const hashes = entries.map(({ leaf }) => leafHash(leaf, sha256));
  await putTiles(log.store, [{ level: 0, index: 0, hashes: hashes.slice(0, 256) }]);
  await putSlots(log.store, [{ level: 1, index: 0, hash: root(hashes.slice(0, 256), sha256) }]);
  const tile = async (level: number, index: number, width: number) =>
    hex(await readTile(log.store, { level, index, width }));
  expect(await tile(0, 0, 256)).toBe(hex(encodeTile(hashes.slice(0, 256))));
  expect(await tile(0, 0, 3)).toBe(hex(encodeTile(hashes.slice(0, 3))));
  expect(await tile(0, 1, 44)).toBe(hex(encodeTile(hashes.slice(256))));
  expect(await tile(1, 0, 1)).toBe(hex(root(hashes.slice(0, 256), sha256)));
  const bundle = await readTile(log.store, { level: 'entries', index: 1, width: 44 });
  expect(decodeBundle(bundle, 44)?.map(hex)).toEqual(entries.slice(256).map(({ leaf }) => hex(leaf)));
  const { event = '', stream, version } = entries[299] ?? {};
  expect(await findEvent(log.store, event)).toEqual({ index: 299, stream, version });
  await expect(tile(0, 1, 45)).rejects.toThrow(/missing/);
  await expect(tile(0, 1, 256)).rejects.toThrow(/missing/);
});

test('a checkpoint is put if the tree grew, or is the same and the note newer', async () => {
  const at = (size: number, signedAt: number, fill = size) => ({
    ...{ size, signedAt, root: new Uint8Array(32).fill(fill), note: `note ${size} ${signedAt}` },
    ...{ vkeys: ['k'], custody: 'file' as const },
  });
  const put = (...one: Parameters<typeof at>) => putCheckpoint(log.store, at(...one));
  expect(await put(5, 100)).toBe(true);
  expect(await put(4, 200)).toBe(false);
  expect(await put(5, 100)).toBe(false);
  expect(await put(5, 101, 77)).toBe(false);
  expect(await put(5, 101)).toBe(true);
  expect(await put(6, 1)).toBe(true);
  expect(await readCheckpoint(log.store)).toEqual(at(6, 1));
});
