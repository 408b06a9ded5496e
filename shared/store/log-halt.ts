import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { instant } from '../domain/values.ts';
import { instant as instantOf } from '../law/time.ts';
import { decode } from './items.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/**
 * Why the log stands still. `head-behind`: HEAD is older than a checkpoint that was published (a restored backup) ·
 * `forked`: it has another past · `kept-behind`: the copy kept elsewhere misses what was published · `bad-kept`: that
 * copy is not ours · `bad-batch`: HEAD names a manifest that is missing or another · `bad-leaves`: what was read back
 * is not what was written · `bad-outbox`: what waits is not the leaf of its event.
 */
export const haltReasons = [
  'head-behind',
  'forked',
  'kept-behind',
  'bad-kept',
  'bad-batch',
  'bad-leaves',
  'bad-outbox',
] as const;
export type HaltReason = (typeof haltReasons)[number];

/** Thrown where going on could sign two pasts, or a tree that nobody can read. Trying again does not help. */
export class Halt extends Error {
  override readonly name = 'Halt';
  readonly reason: HaltReason;

  constructor(reason: HaltReason, detail: string) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
  }
}

const haltItem = z.strictObject({
  pk: z.literal('log#halt'),
  sk: z.literal('halt'),
  reason: z.enum(haltReasons),
  detail: z.string().max(1_000),
  at: instant,
});

/** Since when the log stands still, and why. */
export type Halted = Omit<z.infer<typeof haltItem>, 'pk' | 'sk'>;

const key = { pk: 'log#halt', sk: 'halt' } as const;

/** The halt that stands; `undefined` while the log may go on. */
export async function readHalt(context: Context): Promise<Halted | undefined> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(key), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { pk: _, sk: __, ...halted } = decode(haltItem, Item);
  return halted;
}

/** Stops the log until a person re-arms it. The first reason stays: what follows it is mostly its echo. */
export async function putHalt(context: Context, { reason, message }: Halt): Promise<Halted> {
  const halted: Halted = { reason, detail: message.slice(0, 1_000), at: instantOf(context.now()) };
  try {
    await context.dynamo.send(
      new PutItemCommand({
        TableName: context.table,
        Item: encode({ ...key, ...halted }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  }
  return halted;
}

/**
 * Takes the mark away, after a person mended the cause. It overrides nothing: the next pass checks everything again,
 * and a table that is still behind halts again. A past that was lost for good needs a new log, with another name.
 */
export async function rearm(context: Context): Promise<void> {
  await context.dynamo.send(new DeleteItemCommand({ TableName: context.table, Key: encode(key) }));
}
