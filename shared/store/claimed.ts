import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { claimKey } from './keys.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

const claimed = z.object({ owner: z.string() });

/** Who has taken a value that may stand only once, consistently; `undefined` when nobody has. */
export async function claimedBy({ dynamo, table }: Context, what: string, value: string): Promise<string | undefined> {
  const Key = encode(claimKey(what, value));
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  return Item && claimed.parse(unmarshall(Item)).owner;
}
