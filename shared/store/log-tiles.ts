import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { id } from '../domain/values.ts';
import { HASH_SIZE } from '../ledger/hash.ts';
import { leafHash } from '../ledger/rfc6962.ts';
import { encodeBundle, encodeTile, type ReadTiles, TILE_WIDTH, type Tile, tilePath } from '../ledger/tiles.ts';
import { putAll } from './bulk.ts';
import { decode } from './items.ts';
import type { Key } from './keys.ts';
import { encode } from './marshal.ts';
import type { OutboxEntry } from './outbox.ts';
import type { Context } from './store.ts';

/*
 * How the tree stands in the table: every leaf once (`log#leaf#<bundle>` / slot), every complete subtree of 256, 65,536 …
 * leaves as the slot of its tile (`log#tile#<level>#<n>` / slot), and each full tile of hashes once more in one piece
 * (… / `tile`). Partial tiles are made of their slots when somebody reads them. All of it is the same whoever writes
 * it, so writing it twice changes nothing.
 */

/* Keys and schemas are exported for the audit, which reads the items as they stand and tells what is wrong with them. */

const bytes = z.instanceof(Uint8Array);
export const leafItem = z.strictObject({ pk: z.string(), sk: z.string(), leaf: bytes });
export const hashItem = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  hash: bytes.refine(({ length }) => length === HASH_SIZE),
});
export const tileItem = z.strictObject({
  pk: z.string(),
  sk: z.literal('tile'),
  hashes: bytes.refine(({ length }) => length === TILE_WIDTH * HASH_SIZE),
});
export const indexItem = z.strictObject({
  pk: z.string(),
  sk: z.literal('index'),
  index: z.int().min(0),
  stream: z.string(),
  version: z.int().positive(),
});

/** Where an event stands: its leaf, and its place in its stream. */
export type EventPlace = Omit<z.infer<typeof indexItem>, 'pk' | 'sk'>;

/** A full tile of hashes, or of the slots that it will be made of. */
export interface TileName {
  readonly level: number;
  readonly index: number;
}

export const slotOf = (place: number): string => String(place % TILE_WIDTH).padStart(3, '0');
const parentOf = (place: number): number => Math.floor(place / TILE_WIDTH);
export const tilePk = ({ level, index }: TileName): string => `log#tile#${level}#${index}`;
export const leafPk = (bundle: number): string => `log#leaf#${bundle}`;
export const leafKey = (index: number): Key => ({ pk: leafPk(parentOf(index)), sk: slotOf(index) });
export const indexKey = (event: string): Key => ({ pk: `log#index#${id.parse(event)}`, sk: 'index' });

/** Puts leaves one after another from index `first` on. */
export const putLeaves = (context: Context, first: number, entries: readonly OutboxEntry[]): Promise<void> =>
  putAll(
    context,
    entries.map(({ leaf }, i) => ({ pk: leafPk(parentOf(first + i)), sk: slotOf(first + i), leaf })),
  );

/** Puts where each event stands, from leaf `first` on. */
export const putIndex = (context: Context, first: number, entries: readonly OutboxEntry[]): Promise<void> =>
  putAll(
    context,
    entries.map(({ event, stream, version }, i) => ({ ...indexKey(event), index: first + i, stream, version })),
  );

/** Puts roots of complete subtrees of 256^level leaves as slots of their tiles; `index` counts them over the level. */
export const putSlots = (context: Context, slots: readonly (TileName & { readonly hash: Uint8Array })[]) =>
  putAll(
    context,
    slots.map(({ level, index, hash }) => ({ pk: tilePk({ level, index: parentOf(index) }), sk: slotOf(index), hash })),
  );

/** Puts full tiles in one piece. */
export const putTiles = (context: Context, tiles: readonly (TileName & { readonly hashes: readonly Uint8Array[] })[]) =>
  putAll(
    context,
    tiles.map(({ level, index, hashes }) => ({ pk: tilePk({ level, index }), sk: 'tile', hashes: encodeTile(hashes) })),
  );

/** Leaves of one bundle from slot `from` up to `end`, consistently. @throws when one is missing */
export const readLeaves = (context: Context, bundle: number, from: number, end: number) =>
  readSlots(context, leafPk(bundle), from, end, (item) => leafItem.parse(item).leaf);

/** Hashes of a tile made of its slots. @throws when one is missing */
export async function readHashes(context: Context, { level, index }: TileName, width: number) {
  if (level > 0) return readSlots(context, tilePk({ level, index }), 0, width, (item) => hashItem.parse(item).hash);
  const leaves = await readLeaves(context, index, 0, width);
  return leaves.map((leaf) => leafHash(leaf, context.hash));
}

/** A tile or bundle as served. The caller asks for nothing beyond an applied tree. @throws when part of it is missing */
export async function readTile(context: Context, tile: Tile): Promise<Uint8Array> {
  const { level, index, width } = tile;
  if (level === 'entries') return encodeBundle(await readLeaves(context, index, 0, width));
  if (width < TILE_WIDTH) return encodeTile(await readHashes(context, { level, index }, width));
  const Key = encode({ pk: tilePk({ level, index }), sk: 'tile' });
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key, ConsistentRead: true }),
  );
  if (!Item) throw new Error(`${tilePath(tile)} is missing in the store`);
  return decode(tileItem, Item).hashes;
}

/** Reads tiles for proofs. */
export const tilesOf =
  (context: Context): ReadTiles =>
  (tiles) =>
    Promise.all(tiles.map((tile) => readTile(context, tile)));

/** Where an event stands in the log; `undefined` when it does not (yet). */
export async function findEvent(context: Context, event: string): Promise<EventPlace | undefined> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(indexKey(event)), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { index, stream, version } = decode(indexItem, Item);
  return { index, stream, version };
}

/** 256 leaves of at most 800 bytes: always one page. */
async function readSlots<T>(
  context: Context,
  pk: string,
  from: number,
  end: number,
  parse: (item: unknown) => T,
): Promise<readonly T[]> {
  const { Items = [] } = await context.dynamo.send(
    new QueryCommand({
      TableName: context.table,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: encode({ ':pk': pk, ':from': slotOf(from), ':to': slotOf(end - 1) }),
      ConsistentRead: true,
    }),
  );
  const missing = Array.from({ length: end - from }, (_, i) => slotOf(from + i)).find(
    (sk, i) => Items[i]?.sk?.S !== sk,
  );
  if (missing !== undefined || Items.length !== end - from) throw new Error(`${pk}/${missing} is missing in the store`);
  return Items.map((item) => parse(unmarshall(item)));
}
