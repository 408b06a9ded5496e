import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/*
 * Which measure keeps which subject out of a dataset: the list that the gate reads (exclusions.ts) is made of these. The
 * subject is a keyed hash (pseudonym.ts). An item goes with the measure; every change comes with an event of the
 * dataset, whose version keeps two of them from crossing.
 */
const excluded = z.object({ sk: z.string(), subject: z.string().check(z.regex(/^[0-9a-f]{32}$/)) });

const partition = (dataset: string) => `excluded#${dataset}`;

/** The item of one measure. */
export const excludedItem = (dataset: string, measure: string, subject = '') => ({
  pk: partition(dataset),
  sk: measure,
  subject,
});

/** Subjects by measure, consistently; at most as many as a list holds, five pages. */
export async function excludedFrom(context: Context, dataset: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
      new QueryCommand({
        TableName: context.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: encode({ ':pk': partition(dataset) }),
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: encode(start) }),
      }),
    );
    for (const item of Items) {
      const { sk, subject } = excluded.parse(unmarshall(item));
      found.set(sk, subject);
    }
    start = LastEvaluatedKey && unmarshall(LastEvaluatedKey);
  } while (start && found.size <= MAX_MEASURED);
  return found;
}

/** Several measures may keep out the same subject. */
const MAX_MEASURED = 20_000;
