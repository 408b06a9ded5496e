import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/**
 * Work that a schedule must find: `unconfirmed` measures to read back (POLICY-8), `first-supply` channels and `first-delivery`
 * products whose filing clock starts (REG-9), `notice` what subscribers are to be sent. One partition each: these are few. An entry stays
 * until its work is done, so a crash loses none.
 */
export type QueueName = 'unconfirmed' | 'first-supply' | 'first-delivery' | 'notice';

/** At most this many entries are taken in one sweep; the next sweep takes the rest. */
const SWEEP = 200;

export const queueItem = (queue: QueueName, id: string, value: object) => ({ pk: `queue#${queue}`, sk: id, value });

/** Puts an entry outside a transaction, once; `false` when it was there. */
export async function enqueue(context: Context, queue: QueueName, id: string, value: object): Promise<boolean> {
  const Item = encode(queueItem(queue, id, value));
  try {
    await context.dynamo.send(
      new PutItemCommand({ TableName: context.table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

/** What waits, consistently, oldest id first; at most 200. */
export async function waiting<T>(
  context: Context,
  queue: QueueName,
  schema: z.ZodMiniType<T>,
): Promise<readonly { readonly id: string; readonly value: T }[]> {
  const { Items = [] } = await context.dynamo.send(
    new QueryCommand({
      TableName: context.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `queue#${queue}` } },
      ConsistentRead: true,
      Limit: SWEEP,
    }),
  );
  return Items.map((item) => unmarshall(item)).map(({ sk, value }) => ({ id: String(sk), value: schema.parse(value) }));
}

/** What an entry says beside its value once it was tried in vain: how often, when last, and why not. */
export const tried = z.object({ tries: z.int(), at: z.string(), why: z.string() });
export type Tried = z.infer<typeof tried>;

/** Notes on an entry that it was tried in vain; nothing where it was finished meanwhile. */
export async function noteTry(context: Context, queue: QueueName, id: string, at: string, why: string): Promise<void> {
  const { pk, sk } = queueItem(queue, id, {});
  try {
    await context.dynamo.send(
      new UpdateItemCommand({
        TableName: context.table,
        Key: encode({ pk, sk }),
        ConditionExpression: 'attribute_exists(pk)',
        UpdateExpression: 'SET #at = :at, #why = :why ADD #tries :one',
        ExpressionAttributeNames: { '#at': 'at', '#why': 'why', '#tries': 'tries' },
        ExpressionAttributeValues: encode({ ':at': at, ':why': why, ':one': 1 }),
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  }
}

/** What was noted on an entry, consistently: `undefined` without an entry, `{}` when it was not tried yet. */
export async function triesOf(context: Context, queue: QueueName, id: string): Promise<Partial<Tried> | undefined> {
  const { pk, sk } = queueItem(queue, id, {});
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode({ pk, sk }), ConsistentRead: true }),
  );
  return Item && z.partial(tried).parse(unmarshall(Item));
}

/** Takes a finished entry away. Idempotent. */
export async function dequeue(context: Context, queue: QueueName, id: string): Promise<void> {
  const Key = encode({ pk: `queue#${queue}`, sk: id });
  await context.dynamo.send(new DeleteItemCommand({ TableName: context.table, Key }));
}
