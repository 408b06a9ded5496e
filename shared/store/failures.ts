import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { encode } from './marshal.ts';
import { read, replace } from './singles.ts';
import type { Context } from './store.ts';

/** So many failures within this time, and the next ones are turned away for as long again. */
export const MAX_FAILURES = 10;
export const FAILURE_WINDOW_MS = 5 * 60_000;

const failures = z.strictObject({ count: z.number(), until: z.number() });

/** Milliseconds for which failures of `id` are turned away unexamined; 0 when they are not. */
export async function lockedFor(context: Context, id: string): Promise<number> {
  const found = await read(context, { kind: 'failures', id }, failures);
  const left = found ? found.until - context.now() : 0;
  return found && found.count >= MAX_FAILURES ? Math.max(left, 0) : 0;
}

/**
 * Counts one failure of `id`. The window begins with the first; the one that fills it starts the time of turning away.
 * One item an id: pass only ids that exist, or strangers decide how many items there are.
 */
export async function countFailure(context: Context, id: string): Promise<void> {
  const now = context.now();
  const until = now + FAILURE_WINDOW_MS;
  const single = { kind: 'failures', id };
  try {
    const { Attributes } = await context.dynamo.send(
      new UpdateItemCommand({
        TableName: context.table,
        Key: encode({ pk: `failures#${id}`, sk: 'failures' }),
        UpdateExpression: 'ADD #count :one',
        ConditionExpression: '#until > :now',
        ExpressionAttributeNames: { '#count': 'count', '#until': 'until' },
        ExpressionAttributeValues: encode({ ':one': 1, ':now': now }),
        ReturnValues: 'ALL_NEW',
      }),
    );
    if (Attributes?.count?.N !== String(MAX_FAILURES)) return;
    await replace(context, single, { count: MAX_FAILURES, until }, Math.ceil(until / 1000));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    // Two first failures at once may count as one: the bound is a brake, not a proof.
    await replace(context, single, { count: 1, until }, Math.ceil(until / 1000));
  }
}
