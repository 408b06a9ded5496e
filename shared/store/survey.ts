import { type AttributeValue, BatchGetItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from './keys.ts';
import { encode, type Item } from './marshal.ts';
import type { Context } from './store.ts';

/*
 * Reading for the audit alone: items as they stand, parsed by nobody yet, because what the table holds is the question.
 * Nothing that serves a request may come here: it is the only place that scans.
 */

/** An item as it stands. Numbers, text and bytes in it are not to be believed before a schema has seen them. */
export type Raw = Key & { readonly [attribute: string]: unknown };

const ATTEMPTS = 8;
const MAX_KEYS = 100;

/** The whole table, a page at a time (at most 1 MB); `segment` of `segments` that may be read beside each other. */
export async function* scanTable(context: Context, segment: number, segments: number): AsyncGenerator<readonly Raw[]> {
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
      new ScanCommand({
        TableName: context.table,
        ConsistentRead: true,
        Segment: segment,
        TotalSegments: segments,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield Items.map(rawOf);
    from = LastEvaluatedKey;
  } while (from);
}

/** All items of one partition by sort key, consistently, a page at a time. No snapshot: pages are of different moments. */
export async function* readPartition(context: Context, pk: string): AsyncGenerator<readonly Raw[]> {
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
      new QueryCommand({
        TableName: context.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield Items.map(rawOf);
    from = LastEvaluatedKey;
  } while (from);
}

/** Items by key (see `nameOf`), consistently; absent ones are absent. @throws when DynamoDB leaves keys unread again and again */
export async function readItems(context: Context, keys: readonly Key[]): Promise<ReadonlyMap<string, Raw>> {
  const found = new Map<string, Raw>();
  const distinct = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
  for (let i = 0; i < distinct.length; i += MAX_KEYS) {
    for (const item of await readBatch(context, distinct.slice(i, i + MAX_KEYS))) found.set(nameOf(item), item);
  }
  return found;
}

/** One name for a key. Keys hold no blank. */
export const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

async function readBatch(context: Context, keys: readonly Key[]): Promise<readonly Raw[]> {
  const items: Raw[] = [];
  let left: Record<string, AttributeValue>[] = keys.map(({ pk, sk }) => encode({ pk, sk }));
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === ATTEMPTS) throw new Error(`${left.length} items stayed unread`);
    if (attempt > 0) await context.sleep(Math.min(25 * 2 ** attempt, 800));
    const { Responses, UnprocessedKeys } = await context.dynamo.send(
      new BatchGetItemCommand({ RequestItems: { [context.table]: { Keys: left, ConsistentRead: true } } }),
    );
    items.push(...(Responses?.[context.table] ?? []).map(rawOf));
    left = UnprocessedKeys?.[context.table]?.Keys ?? [];
  }
  return items;
}

/** Every item of the table has these two, as text: they are its key. */
const rawOf = (item: Item): Raw => ({ ...unmarshall(item), pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' });
