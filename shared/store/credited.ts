import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from './keys.ts';
import type { Context } from './store.ts';

/** Credit records of one case: with all of them the outcome of its appeal still fits one transaction. */
export const MAX_CREDITED = 6;

/** That a credit record rests on a case, written when the record is proposed: an index would be asked behind the event. */
export const creditedItem = (violation: string, record: string): Key => ({ pk: partition(violation), sk: record });

const partition = (violation: string): string => `credited#${violation}`;

/**
 * The credit records that rest on a case, consistently. One that is proposed at this very moment may be missing; it can
 * no more be published, because that looks at the case again.
 */
export async function creditedBy({ dynamo, table }: Context, violation: string): Promise<readonly string[]> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partition(violation) } },
      ConsistentRead: true,
      // Two proposed at one moment may both be let through.
      Limit: MAX_CREDITED + 2,
    }),
  );
  return Items.map((item) => String(unmarshall(item).sk));
}
