import { BatchGetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { type Instant, instant } from '../law/time.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/*
 * Refusals 拒绝: counters of channel and minute, and an index of the channels that were refused in an hour, so that
 * detection finds them without a scan. Neither touches the quota, and neither is needed to refuse.
 */

const count = z.record(z.string(), z.int().check(z.minimum(0)));
/** At most this many counters are read at once: DynamoDB takes no more keys in one batch. */
export const MAX_MINUTES = 100;
const TRIES = 4;

/** Counts a refusal by channel, minute and reason (`gate:article`, and `beyond:<term>` where it is one of terms). */
export async function countRefusal(context: Context, channel: string, reasons: readonly string[]): Promise<void> {
  const distinct = [...new Set(reasons)].slice(0, 20);
  const names = Object.fromEntries(distinct.map((reason, index) => [`#r${index}`, reason]));
  await context.dynamo.send(
    new UpdateItemCommand({
      TableName: context.table,
      Key: encode(minuteKey(channel, instant(context.now()))),
      UpdateExpression: `ADD ${['#requests', ...Object.keys(names)].map((name) => `${name} :one`).join(', ')}`,
      ExpressionAttributeNames: { '#requests': 'requests', ...names },
      ExpressionAttributeValues: encode({ ':one': 1 }),
    }),
  );
}

/** Puts a channel into the index of the hour in which it is refused. Idempotent. */
export async function indexRefused(context: Context, channel: string): Promise<void> {
  const Item = encode({ pk: hourPartition(instant(context.now())), sk: channel });
  await context.dynamo.send(new PutItemCommand({ TableName: context.table, Item }));
}

/** The channels that were refused in the hour of `at`; consistently. */
export async function refusedChannels(context: Context, at: Instant): Promise<readonly string[]> {
  const found: string[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
      new QueryCommand({
        TableName: context.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: encode({ ':pk': hourPartition(at) }),
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: encode(from) }),
      }),
    );
    found.push(...Items.map((item) => String(item.sk?.S)));
    from = LastEvaluatedKey && unmarshall(LastEvaluatedKey);
  } while (from);
  return found;
}

/** Refusals of one minute: `requests`, and how many of them for each reason; `{}` when there was none. */
export async function refusalsIn(context: Context, channel: string, at: Instant): Promise<Record<string, number>> {
  return (await refusalsOver(context, channel, [at]))[0] ?? {};
}

/** The same for several minutes of one channel, in their order. @throws when the store does not give all of them */
export async function refusalsOver(
  context: Context,
  channel: string,
  minutes: readonly Instant[],
): Promise<readonly Readonly<Record<string, number>>[]> {
  if (minutes.length > MAX_MINUTES) throw new RangeError(`at most ${MAX_MINUTES} minutes`);
  const { table } = context;
  const found = new Map<string, Record<string, number>>();
  let keys = [...new Set(minutes.map((at) => minuteKey(channel, at).pk))].map((pk) => encode({ pk, sk: 'refused' }));
  for (let attempt = 0; keys.length > 0; attempt++) {
    if (attempt >= TRIES) throw new Error(`${keys.length} counters of ${channel} could not be read`);
    if (attempt > 0) await context.sleep(50 * 2 ** attempt);
    const { Responses, UnprocessedKeys } = await context.dynamo.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[table] ?? []) {
      const { pk, sk: _, ...value } = unmarshall(item);
      found.set(String(pk), count.parse(value));
    }
    keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return minutes.map((at) => found.get(minuteKey(channel, at).pk) ?? {});
}

const digits = (at: Instant): string => at.replaceAll(/[-T:]/g, '');
/** Minutes, not hours: an alarm counts tries over minutes. `refused#<channel>#202611230917` */
const minuteKey = (channel: string, at: Instant) => ({
  pk: `refused#${channel}#${digits(at).slice(0, 12)}`,
  sk: 'refused',
});
/** `refused-index#2026112309`, in UTC. */
const hourPartition = (at: Instant): string => `refused-index#${digits(at).slice(0, 10)}`;
