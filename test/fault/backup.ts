import { isDeepStrictEqual } from 'node:util';
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { deleteAll, putAll } from '../../shared/store/bulk.ts';
import type { Context } from '../../shared/store/store.ts';

export type Item = Record<string, AttributeValue>;

/** Everything in a table of one page. */
export async function everyItem({ dynamo, table }: Context): Promise<readonly Item[]> {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new ScanCommand({ TableName: table, ConsistentRead: true }),
  );
  if (LastEvaluatedKey) throw new Error('more than one page');
  return Items;
}

/** Makes the table what it was: a backup that came back. Writes no more than differs. */
export async function restore(store: Context, backup: readonly Item[]): Promise<void> {
  const standing = byName(await everyItem(store));
  const wanted = byName(backup);
  const gone = [...standing].filter(([name]) => !wanted.has(name));
  const changed = [...wanted].filter(([name, item]) => !isDeepStrictEqual(standing.get(name), item));
  await deleteAll(
    store,
    gone.map(([, { pk, sk }]) => ({ pk: pk?.S ?? '', sk: sk?.S ?? '' })),
  );
  await putAll(
    store,
    changed.map(([, item]) => unmarshall(item)),
  );
}

const byName = (items: readonly Item[]) => new Map(items.map((item) => [`${item.pk?.S} ${item.sk?.S}`, item]));
