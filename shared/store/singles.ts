import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod/mini';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/** An item that is no stream: a session, a spent assertion id, a cursor of a job. `kind#id` / `kind`. */
export interface Single {
  readonly kind: string;
  readonly id: string;
}

const keyOf = ({ kind, id }: Single) => ({ pk: `${kind}#${id}`, sk: kind });

/** Writes it unless it exists; `false` when it does. `expiresAt` is housekeeping, in seconds: check times yourself. */
export async function createOnce(
  context: Context,
  single: Single,
  value: object,
  expiresAt?: number,
): Promise<boolean> {
  const item = { ...keyOf(single), ...value, ...(expiresAt !== undefined && { expiresAt }) };
  try {
    await context.dynamo.send(
      new PutItemCommand({
        TableName: context.table,
        Item: encode(item),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

/** Writes it, whatever stood there. */
export async function replace(context: Context, single: Single, value: object, expiresAt?: number): Promise<void> {
  const item = { ...keyOf(single), ...value, ...(expiresAt !== undefined && { expiresAt }) };
  await context.dynamo.send(new PutItemCommand({ TableName: context.table, Item: encode(item) }));
}

/** Writes it only where one stands; `false` when it was removed meanwhile: what ended stays ended. */
export async function replaceExisting(
  context: Context,
  single: Single,
  value: object,
  expiresAt?: number,
): Promise<boolean> {
  const item = { ...keyOf(single), ...value, ...(expiresAt !== undefined && { expiresAt }) };
  try {
    await context.dynamo.send(
      new PutItemCommand({
        TableName: context.table,
        Item: encode(item),
        ConditionExpression: 'attribute_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

/** Reads it, consistently; `undefined` when there is none. `expiresAt` is not part of the value. */
export async function read<T>(context: Context, single: Single, schema: z.ZodMiniType<T>): Promise<T | undefined> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(keyOf(single)), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { pk: _, sk: __, expiresAt: ___, ...value } = unmarshall(Item);
  return schema.parse(value);
}

/** Removes it. Idempotent. */
export async function remove(context: Context, single: Single): Promise<void> {
  await context.dynamo.send(new DeleteItemCommand({ TableName: context.table, Key: encode(keyOf(single)) }));
}
