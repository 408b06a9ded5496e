import { type AttributeValue, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { parseLeaf } from '../ledger/leaf.ts';
import { deleteAll } from './bulk.ts';
import { outboxItem } from './items.ts';
import { type Key, OUTBOXES, outboxKey, outboxPartition, outboxSlot } from './keys.ts';
import { Halt } from './log-halt.ts';
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
 * its end. @throws Halt for an entry that is no leaf of its event: nothing skips it, so nobody hides an event that way
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
  return Items.map((item) => entryOf(context, item));
}

/** In another outbox than its own an entry would never be taken away, and come into the log again and again. */
function entryOf(context: Context, item: Item): OutboxEntry {
  const found = outboxItem.safeParse(unmarshall(item));
  const parsed = found.success ? parseLeaf(found.data.leaf) : undefined;
  if (!found.success || !parsed?.ok || !isOwnKey(context, found.data, parsed.leaf.event)) {
    throw new Halt('bad-outbox', `${item.pk?.S} / ${item.sk?.S} is not the leaf of its event`);
  }
  const { sk: event, leaf, stream, version } = found.data;
  return { event, leaf, stream, version };
}

function isOwnKey(context: Context, { pk, sk }: Key, event: string): boolean {
  const own = keyOf(context, event);
  return own.pk === pk && own.sk === sk;
}

const keyOf = ({ hash }: Context, event: string) => outboxKey(outboxSlot(hash(new TextEncoder().encode(event))), event);
