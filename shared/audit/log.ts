import * as z from 'zod';
import { equal, hex } from '../ledger/bytes.ts';
import { compactRoot } from '../ledger/compact.ts';
import type { NoteKey } from '../ledger/key.ts';
import { type LogHead, type PublishedCheckpoint, readCheckpoint, readLogHead } from '../store/log.ts';
import { readBatch } from '../store/log-batch.ts';
import { Halt, readHalt } from '../store/log-halt.ts';
import type { Context } from '../store/store.ts';
import { type Believed, believe, compareShown, keysInTable, type Shown } from './checkpoints.ts';
import type { Tell } from './findings.ts';
import { type Grown, growTree } from './tree.ts';

/** The log as the audit takes it: the tree that is written out, and what stands beyond it. */
export interface LogAsFound {
  /** Leaves that are written out, so that all of them can be checked. */
  readonly size: number;
  /** Its root, where HEAD says one. */
  readonly root: Uint8Array | undefined;
  /** Committed leaves; more than `size` while the last batch is being written out. */
  readonly committed: number;
  readonly published: PublishedCheckpoint | undefined;
}

const PATIENCE = 20;
const PAUSE_MS = 250;

/** Reads what was shown, then HEAD: HEAD may then be newer, never rightly older. Waits a little for a running batch. */
export async function findLog(store: Context, live: boolean, tell: Tell): Promise<LogAsFound> {
  const halt = await ours(() => readHalt(store));
  if (halt === unreadable || halt) tell('halted', 'log', halt === unreadable ? undefined : halt.detail);
  const checkpoint = await ours(() => readCheckpoint(store));
  if (checkpoint === unreadable) tell('checkpoint-differs', 'published', 'form');
  const published = checkpoint === unreadable ? undefined : checkpoint;
  let head = await ours(() => readLogHead(store));
  for (let round = 0; live && round < PATIENCE && head !== unreadable && !head.applied; round++) {
    await store.sleep(PAUSE_MS);
    head = await ours(() => readLogHead(store));
  }
  if (head === unreadable) {
    tell('head-unreadable', 'log');
    // What was published at least has to be there.
    return { size: published?.size ?? 0, root: undefined, committed: published?.size ?? 0, published };
  }
  return { ...(await writtenOut(store, head, tell)), published };
}

/** The tree whose leaves all stand in their places: HEAD's, or the one before the batch that is being written out. */
async function writtenOut(store: Context, head: LogHead, tell: Tell): Promise<Omit<LogAsFound, 'published'>> {
  const { size, root, applied } = head;
  if (size === 0) return { size, root, committed: 0 };
  try {
    const { from } = await readBatch(store, head);
    const before = { size: from.size, root: compactRoot(from, store.hash) };
    return { ...(applied ? { size, root } : before), committed: size };
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    tell('bad-batch', 'log', error.message);
    return { size, root, committed: size };
  }
}

/** What the check of the log needs beside the store. */
export interface LogOptions {
  /** Keys that the caller believes; empty: only those that the table itself names. */
  readonly keys: readonly NoteKey[];
  readonly kept: string | undefined;
  readonly earlier: string | undefined;
  readonly onProgress: (leaves: number) => void;
}

/** Grows the tree again, and compares HEAD, tiles and every checkpoint that was shown with it. */
export async function checkLog(
  store: Context,
  found: LogAsFound,
  { keys, kept, earlier, onProgress }: LogOptions,
  tell: Tell,
): Promise<{ readonly grown: Grown; readonly believed: Believed }> {
  const shown: Shown = { published: found.published, kept, earlier };
  const believed = await believe(shown, keys.length > 0 ? keys : keysInTable(shown, store), tell);
  const sizes = new Set([found.size, ...Object.values(believed).map(({ size }) => size)]);
  const grown = await growTree(store, found.size, sizes, tell, onProgress);
  const own = grown.roots.get(found.size);
  if (grown.whole && own && found.root && !equal(own, found.root)) {
    tell('root-differs', 'log', `HEAD says ${hex(found.root)}, the leaves give ${hex(own)}`);
  }
  compareShown(shown, believed, grown, tell);
  return { grown, believed };
}

const unreadable = Symbol('unreadable');

/** What the store's parsers refuse is a finding; what the network does is not, and is thrown on. */
async function ours<T>(read: () => Promise<T>): Promise<T | typeof unreadable> {
  try {
    return await read();
  } catch (error) {
    const own = error instanceof z.ZodError || (error instanceof Error && error.name === 'Error' && !('code' in error));
    if (own && !(error instanceof Error && '$metadata' in error)) return unreadable;
    throw error;
  }
}
