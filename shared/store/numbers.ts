import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/**
 * The next number of a series: 1, 2, 3 … never the same twice. A command that fails afterwards leaves a gap, which
 * means nothing; the claim in the command's transaction is what keeps a number unique, this only proposes it.
 */
export async function nextNumber(context: Context, series: string): Promise<number> {
  const { Attributes } = await context.dynamo.send(
    new UpdateItemCommand({
      TableName: context.table,
      Key: encode({ pk: `number#${series}`, sk: 'number' }),
      UpdateExpression: 'ADD #last :one',
      ExpressionAttributeNames: { '#last': 'last' },
      ExpressionAttributeValues: encode({ ':one': 1 }),
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  const last = Number(Attributes?.last?.N);
  if (!Number.isSafeInteger(last)) throw new Error(`series ${series} gave no number`);
  return last;
}
