import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { sha256 } from '../domain/values.ts';
import { concat, equal, utf8 } from '../ledger/bytes.ts';
import { append, type Compact, compact, compactRoot } from '../ledger/compact.ts';
import { HASH_SIZE } from '../ledger/hash.ts';
import { parseLeaf } from '../ledger/leaf.ts';
import { leafHash, type Node } from '../ledger/rfc6962.ts';
import { decodeBundle, decodeTile, encodeBundle, encodeTile } from '../ledger/tiles.ts';
import { decode } from './items.ts';
import type { LogHead } from './log.ts';
import { Halt } from './log-halt.ts';
import { encode } from './marshal.ts';
import type { OutboxEntry } from './outbox.ts';
import type { Context } from './store.ts';

/** Leaves that enter the log together, after the tree `from`. */
export interface Batch {
  /** SHA-256 of the manifest, hexadecimal: its address. */
  readonly id: string;
  readonly from: Compact;
  readonly entries: readonly OutboxEntry[];
  /** The tree with them, and its root. */
  readonly to: Compact;
  readonly root: Uint8Array;
}

/** An item takes 400 KB; the rest is for the right edge, names and keys. */
const MAX_MANIFEST_BYTES = 380_000;

const bytes = z.instanceof(Uint8Array);
const places = z.array(z.tuple([z.string(), z.int().positive()]));
/** Kept for ever: which leaves came to be together is evidence, and costs a quarter of a unit an entry. */
const manifestItem = z.strictObject({
  pk: z.string(),
  sk: z.literal('batch'),
  from: z.int().min(0),
  edge: bytes,
  count: z.int().positive(),
  leaves: bytes,
  /** JSON of `[stream, version]` of each leaf, in their order. */
  places: z.string(),
});
interface Manifest {
  readonly from: number;
  readonly edge: Uint8Array;
  readonly count: number;
  readonly leaves: Uint8Array;
  readonly places: string;
}

const batchKey = (id: string) => ({ pk: `log#batch#${sha256.parse(id)}`, sk: 'batch' as const });

/** The batch that these entries make on this tree; entries beyond the bound of a manifest are left where they are. */
export function batchOf(context: Context, from: Compact, waiting: readonly OutboxEntry[]): Batch {
  const entries = fitting(waiting);
  return { id: idOf(context, manifestOf(from, entries)), from, entries, ...grown(context, from, entries) };
}

/** Writes the manifest under its own hash: the same batch twice is one item, and no two batches ever share one. */
export async function putBatch(context: Context, { id, from, entries }: Batch): Promise<void> {
  const Item = encode({ ...batchKey(id), ...manifestOf(from, entries) });
  await context.dynamo.send(new PutItemCommand({ TableName: context.table, Item }));
}

/** Reads the batch that HEAD names. @throws Halt when it is missing, altered, or not the one that made this HEAD */
export async function readBatch(context: Context, head: LogHead): Promise<Batch> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(batchKey(head.batch)), ConsistentRead: true }),
  );
  if (!Item) throw new Halt('bad-batch', `HEAD names batch ${head.batch}, which is not there`);
  const { pk: _, sk: __, ...manifest } = decode(manifestItem, Item);
  const edge = decodeTile(manifest.edge, manifest.edge.length / HASH_SIZE);
  const from = edge && compact(manifest.from, edge);
  const leaves = decodeBundle(manifest.leaves, manifest.count);
  if (idOf(context, manifest) !== head.batch || !from || !leaves) {
    throw new Halt('bad-batch', `batch ${head.batch} is not what its address says`);
  }
  const standing = places.length(leaves.length).parse(JSON.parse(manifest.places));
  const entries = leaves.map((leaf, i) => entryOf(leaf, standing[i]));
  const batch = { id: head.batch, from, entries, ...grown(context, from, entries) };
  if (batch.to.size !== head.size || !equal(batch.root, head.root)) {
    throw new Halt('bad-batch', `batch ${head.batch} does not lead to HEAD of size ${head.size}`);
  }
  return batch;
}

/** The tree after these leaves; `completed` as in `append`. */
export function grown(
  { hash }: Pick<Context, 'hash'>,
  from: Compact,
  entries: readonly { readonly leaf: Uint8Array }[],
  completed?: (node: Node, hash: Uint8Array) => void,
): { readonly to: Compact; readonly root: Uint8Array } {
  const to = append(
    from,
    entries.map(({ leaf }) => leafHash(leaf, hash)),
    hash,
    completed,
  );
  return { to, root: compactRoot(to, hash) };
}

function manifestOf(from: Compact, entries: readonly OutboxEntry[]): Manifest {
  return {
    from: from.size,
    edge: encodeTile(from.hashes),
    count: entries.length,
    leaves: encodeBundle(entries.map(({ leaf }) => leaf)),
    places: JSON.stringify(entries.map(({ stream, version }) => [stream, version])),
  };
}

/** Lengths stand before the parts, so that no two manifests have the same bytes. */
function idOf({ hash }: Context, { from, edge, count, leaves, places }: Manifest): string {
  const head = utf8(`shuqi batch v1\n${from} ${edge.length} ${count} ${leaves.length}\n`);
  return Buffer.from(hash(concat(head, edge, leaves, utf8(places)))).toString('hex');
}

function fitting(entries: readonly OutboxEntry[]): readonly OutboxEntry[] {
  let size = 0;
  const end = entries.findIndex(({ leaf, stream }) => {
    // A length before the leaf; quotes, brackets, commas and nine digits around the stream.
    size += leaf.length + 2 + stream.length + 16;
    return size > MAX_MANIFEST_BYTES;
  });
  return end < 0 ? entries : entries.slice(0, end);
}

function entryOf(leaf: Uint8Array, place: readonly [string, number] | undefined): OutboxEntry {
  const parsed = parseLeaf(leaf);
  if (!parsed.ok || !place) throw new Halt('bad-batch', 'a manifest holds what is no leaf');
  return { event: parsed.leaf.event, leaf, stream: place[0], version: place[1] };
}
