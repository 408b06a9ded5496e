import { type AttributeValue, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { id, instant, openClock } from '../domain/values.ts';
import type { Instant } from '../law/time.ts';
import { headKey, type Key } from './keys.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';
import { DUE_SHARDS, dueShard } from './summary.ts';

/**
 * A running clock and the moment of its next reminder. One item a clock, so that a stream's later clocks are watched
 * like its first; it is written with the clock and moves on with each reminder, which is why none is lost or doubled.
 */
export const watched = z.strictObject({ kind: z.string().max(40), id, clock: openClock, at: instant });
export type Watched = z.infer<typeof watched>;

/** `watch#<shard>` / moment first: what is due is read from the front. */
export function watchItem(value: Watched): Key & { readonly value: Watched } {
  const { kind, id, clock, at } = value;
  const sk = [at, kind, id, clock.period, clock.startedAt, clock.dueAt].join('#');
  return { pk: `watch#${dueShard(id)}`, sk, value };
}

const PAGE = 100;

/** Clocks whose reminder is owed by `until` (all of them when absent), shard after shard, page by page, earliest first. */
export async function* watchedUntil(context: Context, until?: Instant): AsyncGenerator<Watched> {
  for (let shard = 0; shard < DUE_SHARDS; shard++) {
    let start: Record<string, AttributeValue> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
        new QueryCommand({
          TableName: context.table,
          KeyConditionExpression: until ? 'pk = :pk AND sk < :end' : 'pk = :pk',
          ExpressionAttributeValues: {
            ':pk': { S: `watch#${shard}` },
            // Behind every item of that very moment.
            ...(until && { ':end': { S: `${until}$` } }),
          },
          ConsistentRead: true,
          Limit: PAGE,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      for (const item of Items) yield watched.parse(unmarshall(item).value);
      start = LastEvaluatedKey;
    } while (start);
  }
}

interface Move {
  readonly from: Watched;
  /** Absent: nobody needs to be reminded again. */
  readonly to?: Watched | undefined;
  /** The stream's version in which the clock was seen to run; absent: it was not. */
  readonly version?: number;
  /** What is told with it. */
  readonly items: readonly Key[];
}

/**
 * Takes a reminder off, puts the next one on and tells, all or nothing: `false` when another run did it, or when the
 * stream moved on since it was read. A crash before leaves it to the next run, a crash after finds it done.
 */
export async function moveWatch(context: Context, { from, to, version, items }: Move): Promise<boolean> {
  const { table: TableName } = context;
  const { value: _, ...Key } = watchItem(from);
  const writes = [
    { Delete: { TableName, Key: encode(Key), ConditionExpression: 'attribute_exists(pk)' } },
    ...(version === undefined ? [] : [unmoved(TableName, from, version)]),
    ...[...(to ? [watchItem(to)] : []), ...items].map((item) => ({ Put: { TableName, Item: encode(item) } })),
  ];
  try {
    await context.dynamo.send(new TransactWriteItemsCommand({ TransactItems: writes }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
    throw error;
  }
}

const unmoved = (TableName: string, { kind, id }: Watched, version: number) => ({
  ConditionCheck: {
    TableName,
    Key: encode(headKey({ aggregate: kind, id })),
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  },
});
