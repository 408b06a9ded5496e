import { QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { id } from '../domain/values.ts';
import type { Key } from './keys.ts';
import { type Page, type PageRequest, paged } from './lists.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/** One webhook on its way to one subscription: the same bytes at each attempt. Times are real, in milliseconds. */
export const delivery = z.strictObject({
  subscription: id,
  message: id,
  body: z.string().max(64 * 1024),
  attempts: z.int().min(0),
  /** Not before: when it is tried next, or when whoever tries it now is given up. */
  at: z.int(),
  since: z.int(),
});
export type Delivery = z.infer<typeof delivery>;

/** What could not be delivered 死信, and why: kept for a person to replay. */
export const deadLetter = z.strictObject({
  ...delivery.shape,
  because: z.string().max(200),
  diedAt: z.int(),
});
export type DeadLetter = z.infer<typeof deadLetter>;

const DEAD_SECONDS = 90 * 86_400;
const DUE = 'webhook#due';
const PAGE = 100;

const time = (ms: number): string => String(ms).padStart(14, '0');
const dueKey = ({ at, subscription, message }: Delivery): Key => ({
  pk: DUE,
  sk: `${time(at)}#${subscription}#${message}`,
});
const dueItem = (value: Delivery) => ({ ...dueKey(value), value });
/** Where a dead letter stands in its subscription's list. */
export const deadPlace = ({ diedAt, message }: DeadLetter): string => `${time(diedAt)}-${message}`;
const deadKey = (subscription: string, place: string): Key => ({ pk: `webhook#dead#${subscription}`, sk: place });

/** What may be tried at `now`, earliest first, at most 100. */
export async function dueDeliveries({ dynamo, table }: Context, now: number): Promise<readonly Delivery[]> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND sk < :end',
      ExpressionAttributeValues: { ':pk': { S: DUE }, ':end': { S: time(now + 1) } },
      ConsistentRead: true,
      Limit: PAGE,
    }),
  );
  return Items.map((item) => delivery.parse(unmarshall(item).value));
}

/** Turns a queue entry into deliveries, all or nothing and once: `false` when another run did. */
export const spread = (context: Context, queued: string, deliveries: readonly Delivery[]): Promise<boolean> =>
  exchange(context, [{ pk: 'queue#notice', sk: queued }], deliveries.map(dueItem));

/** Puts a delivery off: to try it now and be given up at `at`, or to try it again then. `false`: it is not there now. */
export const putOff = (context: Context, from: Delivery, to: Delivery): Promise<boolean> =>
  exchange(context, [dueKey(from)], [dueItem(to)]);

/** Takes away what was delivered. */
export const delivered = (context: Context, done: Delivery): Promise<boolean> => exchange(context, [dueKey(done)], []);

/** Gives it up and keeps it for a person. */
export function bury(context: Context, from: Delivery, because: string): Promise<boolean> {
  const letter = { ...from, because: because.slice(0, 200), diedAt: context.now() };
  const expiresAt = Math.floor(context.now() / 1000) + DEAD_SECONDS;
  const dead = { ...deadKey(from.subscription, deadPlace(letter)), value: letter, expiresAt };
  return exchange(context, [dueKey(from)], [dead]);
}

/** Dead letters of a subscription, newest first. */
export const listDead = (context: Context, subscription: string, page: PageRequest): Promise<Page<DeadLetter>> => {
  const { pk } = deadKey(subscription, '');
  return paged(context, pk, page, (item) => deadLetter.parse(unmarshall(item).value), {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
    ConsistentRead: true,
    ScanIndexForward: false,
  });
};

/** Sends a dead letter on its way again, from its first attempt; `false` when it is not there. */
export async function replayDead(context: Context, subscription: string, place: string): Promise<boolean> {
  const { pk, sk } = deadKey(subscription, place);
  const { Items = [] } = await context.dynamo.send(
    new QueryCommand({
      TableName: context.table,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: sk } },
      ConsistentRead: true,
    }),
  );
  const [found] = Items.map((item) => deadLetter.parse(unmarshall(item).value));
  if (!found) return false;
  const { because: _, diedAt: __, ...letter } = found;
  return exchange(context, [{ pk, sk }], [dueItem({ ...letter, attempts: 0, at: context.now() })]);
}

/** Some items for others, all or nothing; `false` when one of the old ones was taken meanwhile. */
async function exchange(context: Context, old: readonly Key[], items: readonly Key[]): Promise<boolean> {
  const { dynamo, table: TableName } = context;
  const TransactItems = [
    ...old.map((key) => ({
      Delete: { TableName, Key: encode(key), ConditionExpression: 'attribute_exists(pk)' },
    })),
    ...items.map((item) => ({ Put: { TableName, Item: encode(item) } })),
  ];
  try {
    await dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
    throw error;
  }
}
