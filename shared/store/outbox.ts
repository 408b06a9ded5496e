import { type AttributeValue, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { parseLeaf } from '../ledger/leaf.ts';
import { deleteAll } from './bulk.ts';
import { decode, type OutboxItem, outboxItem } from './items.ts';
import { OUTBOXES, outboxKey, outboxPartition, outboxSlot } from './keys.ts';
import { encode, type Item } from './marshal.ts';
import type { Context } from './store.ts';

/** What waits for the log: an event's leaf, and where the event stands. */
export interface OutboxEntry {
  readonly event: string;
  readonly leaf: Uint8Array;
  readonly stream: string;
  readonly version: number;
}

/** From each of the sixteen, so at most 1,600 at once: a manifest of them fits in one item of 400 KB. */
const FROM_EACH = 100;

/** Where reading goes on in an outbox that had more: ids are random, so starting over would starve the last ones. */
export type Places = Map<number, Record<string, AttributeValue>>;

/**
 * Takes what waits: sixteen consistent queries, no snapshot. `more`: some outbox was not read from its beginning to
 * its end. @throws for an entry that is no leaf of its event: the log stands still rather than take it
 */
export async function takeOutbox(
  context: Context,
  places: Places,
): Promise<{ readonly entries: readonly OutboxEntry[]; readonly more: boolean }> {
  const began = places.size > 0;
  const taken = await Promise.all(Array.from({ length: OUTBOXES }, (_, slot) => take(context, slot, places)));
  return { entries: taken.flat(), more: began || places.size > 0 };
}

/** Whether an event still waits. */
export async function isWaiting(context: Context, event: string): Promise<boolean> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(keyOf(context, event)), ConsistentRead: true }),
  );
  return Item !== undefined;
}

/** Takes entries away that stand in the log. Idempotent. */
export const emptyOutbox = (context: Context, events: readonly string[]): Promise<void> =>
  deleteAll(
    context,
    events.map((event) => keyOf(context, event)),
  );

async function take(context: Context, slot: number, places: Places): Promise<readonly OutboxEntry[]> {
  const start = places.get(slot);
  const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
    new QueryCommand({
      TableName: context.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: outboxPartition(slot) } },
      ConsistentRead: true,
      Limit: FROM_EACH,
      ...(start && { ExclusiveStartKey: start }),
    }),
  );
  if (LastEvaluatedKey) places.set(slot, LastEvaluatedKey);
  else places.delete(slot);
  return Items.map(entryOf);
}

function entryOf(item: Item): OutboxEntry {
  const { sk: event, leaf, stream, version }: OutboxItem = decode(outboxItem, item);
  const parsed = parseLeaf(leaf);
  if (!parsed.ok || parsed.leaf.event !== event) throw new Error(`outbox entry ${event} is not the leaf of its event`);
  return { event, leaf, stream, version };
}

const keyOf = ({ hash }: Context, event: string) => outboxKey(outboxSlot(hash(new TextEncoder().encode(event))), event);
