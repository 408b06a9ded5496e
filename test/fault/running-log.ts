import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import { keptFolder } from '../../functions/sequencer/folder.ts';
import type { Sequencer, Step } from '../../functions/sequencer/service.ts';
import { createTable } from '../../infra/local/dynamodb.ts';
import { type ChannelCommand, channel } from '../../shared/domain/channel.ts';
import { isRefusal, judge } from '../../shared/domain/decision.ts';
import { instant } from '../../shared/law/time.ts';
import { hex } from '../../shared/ledger/bytes.ts';
import { verifyCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { parseLeaf } from '../../shared/ledger/leaf.ts';
import { noQuorum } from '../../shared/ledger/policy.ts';
import { leafHash, root } from '../../shared/ledger/rfc6962.ts';
import { decodeBundle, encodeTile, fullTiles, partialTiles, type Tile, tileWidth } from '../../shared/ledger/tiles.ts';
import { putAll } from '../../shared/store/bulk.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { readCheckpoint, readLogHead } from '../../shared/store/log.ts';
import type { LogSigner } from '../../shared/store/log-key.ts';
import { readTile } from '../../shared/store/log-tiles.ts';
import { stageEvent } from '../../shared/store/stage.ts';
import { type Context, openStore } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { model } from '../bench/model.ts';
import { check, sha256 } from '../ledger/crypto.ts';
import { recordingSigner } from './recording-signer.ts';

/** A log of one test's own: its table, its kept copy, and every checkpoint that was ever signed for it. */
export interface RunningLog {
  readonly store: Context;
  readonly table: string;
  readonly signer: LogSigner;
  readonly privateKey: KeyObject;
  /** Where the checkpoints are kept. */
  readonly folder: string;
  /** Size → root, of all that was signed. */
  readonly signed: ReadonlyMap<number, string>;
  /** A sequencer as another process has it: its own store, over a fault layer if told. */
  readonly another: (over?: Partial<Sequencer> & { dynamo?: Dynamo }) => Sequencer;
  /**
   * Some events, in streams `<prefix>-0` and so on: the first three by real commands, the others as the same items
   * written in bulk, because a transaction each takes minutes on a busy machine.
   */
  readonly happen: (count: number, prefix?: string) => Promise<void>;
}

/** A log in a table of its own in DynamoDB Local. */
export async function runningLog(client: DynamoDBClient): Promise<RunningLog> {
  const table = `test-${randomUUID()}`;
  await createTable(client, table, { stream: false });
  return logOver(client, table);
}

/** The same log, its table put back by the caller: signer and kept copy as they are now, and nothing shared from here on. */
export function branchOf(log: RunningLog): RunningLog {
  return logOver(log.store.dynamo, log.table, log);
}

/** A log in memory: a thousand times faster, for what must be tried at every step and at the size of tiles. */
export const modelledLog = (): RunningLog => logOver(model().dynamo, 'model');

function logOver(dynamo: Dynamo, table: string, before?: RunningLog): RunningLog {
  const store = openStore(dynamo, table, randomBytes(32));
  const signed = new Map<number, string>(before?.signed);
  const privateKey = before?.privateKey ?? generateKeyPairSync('ed25519').privateKey;
  const signer = recordingSigner(privateKey, ({ size, root }) => note(signed, size, hex(root)));
  const folder = mkdtempSync(join(tmpdir(), 'shuqi-kept-'));
  if (before) cpSync(before.folder, folder, { recursive: true });
  const kept = keptFolder(folder);
  return {
    ...{ store, table, signer, privateKey, signed, folder },
    another: ({ dynamo: own = dynamo, ...over } = {}) => ({
      store: openStore(own, table, store.cursorKey),
      signers: [signer],
      kept,
      ...over,
    }),
    happen: async (count, prefix = 'c') => {
      const ids = Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
      for (const id of ids.splice(0, 3)) await request(store, id);
      await putAll(
        store,
        ids.flatMap((id) => staged(store, id)),
      );
    },
  };
}

export const crash = new Error('crash');

/** Stops a sequencer at a step, the first time it is reached. */
export function stopAt(step: Step): (reached: Step) => void {
  let left = 1;
  return (reached) => {
    if (reached === step && left-- > 0) throw crash;
  };
}

/** Notes a root that was signed for a size; a second one for the same size fails the test. */
export function note(signed: Map<number, string>, size: number, root: string): void {
  expect(signed.get(size) ?? root).toBe(root);
  signed.set(size, root);
}

const command: ChannelCommand = {
  type: 'request',
  at: instant(Date.UTC(2026, 10, 23, 8)),
  actor: { person: 'p1', organization: 'op-a', roles: ['operator'] },
  organization: 'op-a',
  dataset: 'd1',
  basis: { kind: 'agreement', id: 'a1' },
  grantor: 'g1',
  jurisdiction: '511700',
  scope: 'a'.repeat(64),
};

/** The items that the command would write, heads left out. */
export function staged(store: Context, id: string) {
  const loaded = { aggregate: 'channel', id, version: 0, state: channel.initial, leaf: '' };
  const decision = judge(channel, command, channel.initial);
  if (isRefusal(decision)) throw new Error(JSON.stringify(decision));
  const made = decision.map((event) => stageEvent(store, channel, loaded, event, command));
  return made.flatMap(({ writes }) => writes.map(({ Put }) => unmarshall(Put?.Item ?? {})));
}

/** Carries out one command: a channel is requested. */
export async function request(store: Context, id: string): Promise<void> {
  const outcome = await transact(store, async (unit) => {
    const after = await unit.decide(channel, id, command);
    return isRefusal(after) ? after : { status: 201, body: '', headers: {} };
  });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
}

/**
 * Checks the whole log from the outside in: signature, root recomputed from the entries, every tile, and every event
 * of the table exactly once, at the place the index names, with an empty outbox.
 */
export async function expectWhole({ store, signer, signed }: RunningLog): Promise<readonly string[]> {
  const published = await readCheckpoint(store);
  if (!published) throw new Error('nothing is published');
  const policy = { logs: [signer.key], witnesses: [], quorum: noQuorum };
  const verified = await verifyCheckpoint(published.note, policy, check);
  if (!verified.ok) throw new Error(verified.code);
  const { size, root: claimed } = verified.checkpoint;
  expect(signed.get(size)).toBe(hex(claimed));
  expect(await readLogHead(store)).toMatchObject({ size, applied: true });

  const entries = await readEntries(store, size);
  const hashes = entries.map((entry) => leafHash(entry, sha256));
  expect(hex(root(hashes, sha256))).toBe(hex(claimed));
  for (const [older, was] of signed) expect(hex(root(hashes.slice(0, older), sha256))).toBe(was);
  for (const tile of [...fullTiles(0, size), ...partialTiles(size)]) {
    if (tile.level !== 'entries') expect(hex(await readTile(store, tile))).toBe(hex(tileOf(tile, hashes)));
  }

  const inLog = entries.map((entry) => {
    const parsed = parseLeaf(entry);
    if (!parsed.ok) throw new Error('not a leaf');
    return parsed.leaf.event;
  });
  const { events, places, waiting } = await everything(store);
  expect(waiting).toBe(0);
  expect(inLog.toSorted()).toEqual(events.map(({ event }) => event).toSorted());
  const standing = events.map(({ event, stream, version }) => ({
    event,
    index: inLog.indexOf(event),
    stream,
    version,
  }));
  const byEvent = (a: { event: string }, b: { event: string }) => (a.event < b.event ? -1 : 1);
  expect(places.toSorted(byEvent)).toEqual(standing.toSorted(byEvent));
  for (const { event, leaf } of events) expect(hex(hashes[inLog.indexOf(event)] ?? new Uint8Array())).toBe(leaf);
  return inLog;
}

/** A tile by its definition. */
function tileOf({ level, index, width }: Tile, leaves: readonly Uint8Array[]): Uint8Array {
  const span = 256 ** Number(level);
  const slots = Array.from({ length: width }, (_, i) => (index * 256 + i) * span);
  return encodeTile(slots.map((from) => root(leaves.slice(from, from + span), sha256)));
}

async function readEntries(store: Context, size: number): Promise<readonly Uint8Array[]> {
  const bundles = Array.from({ length: Math.ceil(size / 256) }, (_, index) => {
    const width = tileWidth('entries', index, size);
    return { level: 'entries', index, width } as const;
  });
  const read = bundles.map(async (bundle) => decodeBundle(await readTile(store, bundle), bundle.width));
  return (await Promise.all(read)).flatMap((entries) => entries ?? []);
}

/** Everything in the table that the log is about. */
async function everything({ dynamo, table }: Context) {
  const items: Record<string, unknown>[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) }),
    );
    items.push(...Items.map((item) => unmarshall(item)));
    from = LastEvaluatedKey;
  } while (from);
  const under = (prefix: string) => items.filter(({ pk }) => String(pk).startsWith(prefix));
  const events = items.filter(({ sk }) => String(sk).startsWith('event#'));
  return {
    waiting: under('outbox#').length,
    places: under('log#index#').map(({ pk, sk: _, ...place }) => ({ event: String(pk).slice(10), ...place })),
    events: events.map(({ pk, event, leaf, version }) => ({
      event: String(event),
      leaf: String(leaf),
      stream: String(pk),
      version: Number(version),
    })),
  };
}
