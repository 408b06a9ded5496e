import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { instant } from '../law/time.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/** A delivery runs no longer than this: a start without an end that is older belongs to a process that died. */
const LONGEST_MS = 15 * 60_000;
/** Newest records of one hour that are looked at: 500 deliveries, each with its start and its end. */
const LOOKED_AT = 1_000;

const record = z.object({ sk: z.string(), startedAt: z.optional(z.string()) });

/**
 * Deliveries of one channel that have begun in the last 15 minutes and have no end: they run, or their process died.
 * Consistent; of a very busy hour the newest 500 (`atLeast`). @see served.ts
 */
export async function runningIn(context: Context, channel: string): Promise<{ running: number; atLeast: boolean }> {
  const now = context.now();
  const since = instant(now - LONGEST_MS);
  const hours = [...new Set([hourOf(now - LONGEST_MS), hourOf(now)])];
  const found = await Promise.all(hours.map((hour) => recordsOf(context, channel, hour)));
  const records = found.flatMap(({ records }) => records);
  const ended = new Set(records.flatMap(({ sk }) => (sk.endsWith('#end') ? [sk.slice(0, -'#end'.length)] : [])));
  const running = records.filter(
    ({ sk, startedAt }) =>
      startedAt !== undefined &&
      startedAt >= since &&
      sk.endsWith('#start') &&
      !ended.has(sk.slice(0, -'#start'.length)),
  );
  return { running: running.length, atLeast: found.some(({ more }) => more) };
}

async function recordsOf(context: Context, channel: string, hour: string) {
  const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
    new QueryCommand({
      TableName: context.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: encode({ ':pk': `served#${channel}#${hour}` }),
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: LOOKED_AT,
    }),
  );
  return { records: Items.map((item) => record.parse(unmarshall(item))), more: LastEvaluatedKey !== undefined };
}

/** `2026112309`, in UTC, as records are filed. */
const hourOf = (ms: number): string => instant(ms).replaceAll(/[-T]/g, '').slice(0, 10);
