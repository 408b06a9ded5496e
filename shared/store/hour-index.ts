import { PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { type Links, links } from '../domain/gate.ts';
import type { UtcHour } from '../law/utc-hour.ts';
import { encode, type Item } from './marshal.ts';
import { HourSealed } from './served.ts';
import type { Context } from './store.ts';

/*
 * Which channels supply in an hour: `served-index#<hour>#<shard>` / channel, so that sealing finds an hour's records
 * without a scan. A gate puts its channel in and then looks for the mark that sealing has begun; sealing puts the mark
 * and then reads the index, all of it consistently. So whatever happens at once, either sealing sees the channel or the
 * gate sees the mark and supplies nothing. One put and one read a channel, hour and process: the rest is remembered.
 */

/** So that the first second of an hour, when every channel comes in, does not meet one partition's limit. */
const SHARDS = 4;
/** Sorts before every channel. */
const MARK = '!sealing';

/** Serials up to which an hour may have starts without an end; beyond, sealing stops and a person looks. */
const MAX_OPEN = 20_000;
const serial = z.int().check(z.positive());

/**
 * What sealing found in a channel's hour, fixed once for every sealer: serials from `first` to `last` (none when first
 * is the larger), those without an end by then, and those of the hour before whose end came since.
 */
const fixed = z.strictObject({
  first: serial,
  last: z.int().check(z.minimum(0)),
  open: z.array(serial).check(z.maxLength(MAX_OPEN)),
  late: z.array(serial).check(z.maxLength(MAX_OPEN)),
});
export type Fixed = z.infer<typeof fixed>;

const entry = z.strictObject({ ...links.shape, fixed: z.optional(fixed) });

/** A channel in the index of an hour. */
export interface Indexed {
  readonly channel: string;
  readonly links: Links;
  readonly fixed?: Fixed | undefined;
}

/**
 * Puts a channel into the index of an hour, before its first start there.
 * @throws HourSealed when the sealing of that hour has begun
 */
export async function enterHour(context: Context, hour: UtcHour, channel: string, of: Links): Promise<void> {
  await indexChannel(context, hour, channel, of);
  const [mark] = await query(context, shardOf(context, hour, channel), MARK);
  if (mark) throw new HourSealed(`hour ${hour} is being sealed`);
}

/** Puts a channel into the index of an hour; it may stand there already. */
export async function indexChannel(context: Context, hour: UtcHour, channel: string, of: Links): Promise<void> {
  const { organization, dataset, basis } = of;
  await putOnce(context, { pk: shardOf(context, hour, channel), sk: channel, organization, dataset, basis });
}

/** From now on no channel comes into an hour. Idempotent. */
export async function closeIndex(context: Context, hour: UtcHour): Promise<void> {
  await Promise.all(shards(hour).map((pk) => putOnce(context, { pk, sk: MARK })));
}

/** The channels of an hour, by channel; consistently. */
export async function channelsOf(context: Context, hour: UtcHour): Promise<readonly Indexed[]> {
  const found = await Promise.all(shards(hour).map((pk) => query(context, pk)));
  return found
    .flat()
    .filter(({ sk }) => sk !== MARK)
    .map(indexedIn)
    .sort((a, b) => (a.channel < b.channel ? -1 : 1));
}

/** An item of the index as it was read. */
export function indexedIn({ pk: _, sk, ...value }: Record<string, unknown>): Indexed {
  const { fixed: told, ...of } = entry.parse(value);
  return { channel: String(sk), links: of, ...(told && { fixed: told }) };
}

/** Where a channel stands in the index of an hour. */
export const indexKey = (context: Context, hour: UtcHour, channel: string) => ({
  pk: shardOf(context, hour, channel),
  sk: channel,
});

/** Fixes what was found in a channel's hour, unless another sealer did: then that stands. Answers what stands. */
export async function fix(context: Context, hour: UtcHour, channel: string, found: Fixed): Promise<Fixed> {
  const { Attributes } = await context.dynamo.send(
    new UpdateItemCommand({
      TableName: context.table,
      Key: encode({ pk: shardOf(context, hour, channel), sk: channel }),
      UpdateExpression: 'SET #fixed = if_not_exists(#fixed, :found)',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#fixed': 'fixed' },
      ExpressionAttributeValues: encode({ ':found': fixed.parse(found) }),
      ReturnValues: 'ALL_NEW',
    }),
  );
  return fixed.parse(unmarshall(Attributes ?? {}).fixed);
}

const shards = (hour: UtcHour): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => `served-index#${hour}#${shard}`);

function shardOf({ hash }: Context, hour: UtcHour, channel: string): string {
  const [first = 0] = hash(new TextEncoder().encode(channel));
  return `served-index#${hour}#${first % SHARDS}`;
}

async function putOnce(context: Context, item: object): Promise<void> {
  const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
  try {
    await context.dynamo.send(new PutItemCommand({ TableName: context.table, Item: encode(item), ...condition }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  }
}

/** Everything in a partition, or one item of it. */
async function query(context: Context, pk: string, sk?: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
      new QueryCommand({
        TableName: context.table,
        ConsistentRead: true,
        KeyConditionExpression: sk === undefined ? 'pk = :pk' : 'pk = :pk AND sk = :sk',
        ExpressionAttributeValues: encode({ ':pk': pk, ...(sk !== undefined && { ':sk': sk }) }),
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    found.push(...Items.map((item) => unmarshall(item)));
    from = LastEvaluatedKey;
  } while (from);
  return found;
}
