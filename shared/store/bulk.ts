import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Key } from './keys.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

const MAX_REQUESTS = 25;
/** So a batch of the log is three short rounds, and the client's 50 connections leave room for others. */
const AT_ONCE = 16;
const ATTEMPTS = 8;

/** Puts many items, whatever stood there; each key once. @throws when DynamoDB leaves some unwritten again and again */
export const putAll = (context: Context, items: readonly object[]): Promise<void> =>
  write(
    context,
    items.map((item) => ({ PutRequest: { Item: encode(item) } })),
  );

/** Deletes many items; a missing one is no error. */
export const deleteAll = (context: Context, keys: readonly Key[]): Promise<void> =>
  write(
    context,
    keys.map((key) => ({ DeleteRequest: { Key: encode(key) } })),
  );

/** No transaction: a crash leaves any part of it written, so only what may be written again goes through here. */
async function write(context: Context, requests: readonly WriteRequest[]): Promise<void> {
  const batches: WriteRequest[][] = [];
  for (let i = 0; i < requests.length; i += MAX_REQUESTS) batches.push(requests.slice(i, i + MAX_REQUESTS));
  const worker = async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await writeBatch(context, batch);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, batches.length) }, worker));
}

async function writeBatch(context: Context, batch: WriteRequest[]): Promise<void> {
  let left = batch;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await context.sleep(Math.min(25 * 2 ** attempt, 800));
    const { UnprocessedItems } = await context.dynamo.send(
      new BatchWriteItemCommand({ RequestItems: { [context.table]: left } }),
    );
    // 200 does not say that all was written.
    left = UnprocessedItems?.[context.table] ?? [];
    if (left.length === 0) return;
  }
  throw new Error(`${left.length} items stayed unwritten`);
}
