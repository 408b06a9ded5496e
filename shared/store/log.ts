import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { instant, sha256 } from '../domain/values.ts';
import { instant as instantOf } from '../law/time.ts';
import { type Compact, compact, compactRoot, emptyCompact } from '../ledger/compact.ts';
import { HASH_SIZE } from '../ledger/hash.ts';
import { decodeTile, encodeTile } from '../ledger/tiles.ts';
import { decode } from './items.ts';
import type { Batch } from './log-batch.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');
const root = bytes.refine(({ length }) => length === HASH_SIZE);

const headItem = z.strictObject({
  pk: z.literal('log#head'),
  sk: z.literal('head'),
  size: z.int().positive(),
  root,
  edge: bytes,
  batch: sha256,
  applied: z.boolean(),
  committedAt: instant,
});

/** The committed tree. Until `applied`, the leaves of its last batch may stand in the manifest alone. */
export interface LogHead {
  readonly size: number;
  readonly root: Uint8Array;
  readonly tree: Compact;
  /** Manifest of the last batch; empty before the first. */
  readonly batch: string;
  readonly applied: boolean;
}

const headKey = { pk: 'log#head', sk: 'head' } as const;

/** HEAD, consistently; an empty tree before the first batch. @throws when right edge and root do not fit */
export async function readLogHead(context: Context): Promise<LogHead> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(headKey), ConsistentRead: true }),
  );
  if (!Item) {
    const nothing = { size: 0, root: compactRoot(emptyCompact, context.hash), tree: emptyCompact };
    return { ...nothing, batch: '', applied: true };
  }
  const { size, root, edge, batch, applied } = decode(headItem, Item);
  const hashes = decodeTile(edge, edge.length / HASH_SIZE);
  const tree = hashes && compact(size, hashes);
  if (!tree || !Buffer.from(compactRoot(tree, context.hash)).equals(root)) {
    throw new Error(`the log's HEAD of size ${size} does not fit its own root`);
  }
  return { size, root, tree, batch, applied };
}

/**
 * The only commit point: HEAD moves from the tree that the batch was made on, applied, to the tree with it. `false`:
 * another batch was first, or this one was (the SDK may have sent it twice): only HEAD, read again, says which.
 */
export async function commitHead(context: Context, before: LogHead, batch: Batch): Promise<boolean> {
  const { to, root, id } = batch;
  const next = {
    ...{ size: to.size, root, edge: encodeTile(to.hashes), batch: id, applied: false },
    committedAt: instantOf(context.now()),
  };
  return conditional(
    context.dynamo.send(
      new PutItemCommand({
        TableName: context.table,
        Item: encode({ ...headKey, ...next }),
        ...(before.size === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#size = :size AND #root = :root AND #applied = :true',
              ExpressionAttributeNames: { '#size': 'size', '#root': 'root', '#applied': 'applied' },
              ExpressionAttributeValues: encode({ ':size': before.size, ':root': before.root, ':true': true }),
            }),
      }),
    ),
  );
}

/** Says that a batch stands in leaves, tiles and index. `false`: HEAD names a later one, so others had applied it. */
export function markApplied(context: Context, { id }: Batch): Promise<boolean> {
  return conditional(
    context.dynamo.send(
      new UpdateItemCommand({
        TableName: context.table,
        Key: encode(headKey),
        UpdateExpression: 'SET #applied = :true',
        ConditionExpression: '#batch = :batch',
        ExpressionAttributeNames: { '#applied': 'applied', '#batch': 'batch' },
        ExpressionAttributeValues: encode({ ':true': true, ':batch': id }),
      }),
    ),
  );
}

const checkpointItem = z.strictObject({
  pk: z.literal('log#checkpoint'),
  sk: z.literal('checkpoint'),
  size: z.int().positive(),
  root,
  /** The signed note, verbatim. */
  note: z.string().max(131_072),
  /** Real clock, milliseconds. */
  signedAt: z.int(),
  /** The keys that signed it, as others take them in. */
  vkeys: z.array(z.string().max(600)).min(1).max(4),
  custody: z.enum(['file', 'key-service']),
});

/** The checkpoint that the public is shown. `custody`: where its key lives. */
export type PublishedCheckpoint = Omit<z.infer<typeof checkpointItem>, 'pk' | 'sk'>;

const checkpointKey = { pk: 'log#checkpoint', sk: 'checkpoint' } as const;

/** The last published checkpoint, consistently; `undefined` before the first. */
export async function readCheckpoint(context: Context): Promise<PublishedCheckpoint | undefined> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(checkpointKey), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { pk: _, sk: __, ...published } = decode(checkpointItem, Item);
  return published;
}

/** Publishes it if the tree grew, or is the same and the note newer; `false` when a later one stands. */
export function putCheckpoint(context: Context, published: PublishedCheckpoint): Promise<boolean> {
  const { size, root, signedAt } = published;
  return conditional(
    context.dynamo.send(
      new PutItemCommand({
        TableName: context.table,
        Item: encode({ ...checkpointKey, ...published }),
        ConditionExpression:
          'attribute_not_exists(pk) OR #size < :size OR (#size = :size AND #root = :root AND #signedAt < :signedAt)',
        ExpressionAttributeNames: { '#size': 'size', '#root': 'root', '#signedAt': 'signedAt' },
        ExpressionAttributeValues: encode({ ':size': size, ':root': root, ':signedAt': signedAt }),
      }),
    ),
  );
}

async function conditional(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
