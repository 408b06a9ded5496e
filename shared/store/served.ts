import { PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { links } from '../domain/gate.ts';
import { type Instant, instant as instantOf, isInstant } from '../law/time.ts';
import { SERIAL_DIGITS } from './counter.ts';
import { encode } from './marshal.ts';
import { enqueue } from './queues.ts';
import { read } from './singles.ts';
import type { Context } from './store.ts';

/*
 * Delivery records 供给记录. Order of writes: the counter gives the serial, the start is durable before the first byte,
 * the end follows. A crash after the counter leaves a serial without records: nothing left under it. A crash after the
 * start leaves a start without an end: it is read as "unknown, at most the reserved bytes", for ever.
 */

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const instant = z.custom<Instant>((value) => typeof value === 'string' && isInstant(value), 'not an instant');
const count = z.int().check(z.minimum(0));

/** What a delivery rests on, written before its first byte. `startedAt` is when the admitting read began (real clock). */
const start = z.strictObject({
  channel: z.string(),
  serial: z.int().check(z.positive()),
  ...links.shape,
  /** Hash of the effective scope. */
  scope: sha256,
  /** Thumbprint of the caller's key. */
  key: z.optional(z.string()),
  mode: z.enum(['page', 'stream']),
  /** Version of the source, and the byte from which it was read. */
  source: z.string(),
  from: count,
  reserved: count,
  /** Rows that were reserved; absent in records from before rows were counted. */
  reservedRows: z.optional(count),
  startedAt: instant,
  /** Domain clock. */
  at: instant,
});
export type DeliveryStart = z.infer<typeof start>;

/** Why a delivery ended before its data did. */
export const cutReasons = [
  'refused',
  'scope-changed',
  'state-unreadable',
  'source-failed',
  'client-left',
  'too-large',
  'too-long',
  'over-quota',
] as const;
export type CutReason = (typeof cutReasons)[number];

const ground = z.strictObject({ gate: z.string(), article: z.string(), measure: z.optional(z.string()) });

/** What was handed on: rows without the heading, bytes and SHA-256 of everything. `cut` is absent when it is complete. */
const end = z.strictObject({
  rows: count,
  bytes: count,
  digest: sha256,
  endedAt: instant,
  cut: z.optional(z.enum(cutReasons)),
  /** Why the gates refused, when they did. */
  grounds: z.optional(z.array(ground).check(z.maxLength(20))),
});
export type DeliveryEnd = z.infer<typeof end>;

/** A delivery's name: the hour of its start in UTC, and its serial in the channel. `2026112309-17` */
export const deliveryName = ({ startedAt, serial }: Pick<DeliveryStart, 'startedAt' | 'serial'>): string =>
  `${hourOf(startedAt)}-${serial}`;

/** Makes the start durable. Only then may a byte leave. */
export const putStart = (context: Context, value: DeliveryStart): Promise<void> =>
  put(context, { ...recordKey(value, 'start'), ...value });

/** Closes the record. It is written once; what is told twice keeps its first telling. */
export const putEnd = (context: Context, of: DeliveryStart, value: DeliveryEnd): Promise<void> =>
  put(context, { ...recordKey(of, 'end'), ...value });

/** A delivery as recorded; without `end` it is running or was never closed: unknown, at most `start.reserved` bytes. */
export interface Delivery {
  readonly name: string;
  readonly start: DeliveryStart;
  readonly end?: DeliveryEnd;
}

/** One delivery of a channel by its name, consistently; `undefined` when there is none. */
export async function readDelivery(context: Context, channel: string, name: string): Promise<Delivery | undefined> {
  const [, hour, serial] = /^(\d{10})-([1-9]\d{0,11})$/.exec(name) ?? [];
  if (hour === undefined || serial === undefined) return undefined;
  const { Items = [] } = await context.dynamo.send(
    new QueryCommand({
      TableName: context.table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :serial)',
      ExpressionAttributeValues: encode({
        ':pk': `served#${channel}#${hour}`,
        ':serial': `${padded(Number(serial))}#`,
      }),
    }),
  );
  const parts = new Map(Items.map((item) => [item.sk?.S?.split('#')[1], withoutKey(unmarshall(item))]));
  const started = parts.get('start');
  const ended = parts.get('end');
  return started && { name, start: start.parse(started), ...(ended && { end: end.parse(ended) }) };
}

/** Counts a refusal by channel, minute and reason (`gate:article`). It never touches the quota. */
export async function countRefusal(context: Context, channel: string, reasons: readonly string[]): Promise<void> {
  const distinct = [...new Set(reasons)].slice(0, 20);
  const names = Object.fromEntries(distinct.map((reason, index) => [`#r${index}`, reason]));
  await context.dynamo.send(
    new UpdateItemCommand({
      TableName: context.table,
      Key: encode(refusedKey(channel, instantOf(context.now()))),
      UpdateExpression: `ADD ${['#requests', ...Object.keys(names)].map((name) => `${name} :one`).join(', ')}`,
      ExpressionAttributeNames: { '#requests': 'requests', ...names },
      ExpressionAttributeValues: encode({ ':one': 1 }),
    }),
  );
}

/** Refusals of one minute: `requests`, and how many of them for each reason; `{}` when there was none. */
export async function refusalsIn(context: Context, channel: string, at: Instant): Promise<Record<string, number>> {
  const { pk } = refusedKey(channel, at);
  const found = await read(context, { kind: 'refused', id: pk.slice('refused#'.length) }, z.record(z.string(), count));
  return found ?? {};
}

/** The first supply 首次供给 of a channel, under which serial: starts the clock of REG-9(1) once the registration knows. */
export const firstSupply = z.strictObject({ ...links.shape, serial: z.int().check(z.positive()), at: instant });
export type FirstSupply = z.infer<typeof firstSupply>;

/** Notes the first supply for the schedule that starts the clock (see queues.ts). Idempotent, durable, cheap. @see REG-9 */
export const noteFirstSupply = (context: Context, channel: string, value: FirstSupply): Promise<boolean> =>
  enqueue(context, 'first-supply', channel, value);

const padded = (serial: number): string => String(serial).padStart(SERIAL_DIGITS, '0');
function recordKey({ channel, startedAt, serial }: DeliveryStart, part: 'start' | 'end') {
  return { pk: `served#${channel}#${hourOf(startedAt)}`, sk: `${padded(serial)}#${part}` };
}

/** Minutes, not hours: an alarm counts tries over minutes. `202611230917` */
const refusedKey = (channel: string, at: Instant) => ({
  pk: `refused#${channel}#${at.replaceAll(/[-T:]/g, '').slice(0, 12)}`,
  sk: 'refused',
});

/** `2026112309`, in UTC. */
const hourOf = (at: Instant): string => at.replaceAll(/[-T]/g, '').slice(0, 10);

async function put(context: Context, item: object): Promise<void> {
  try {
    await context.dynamo.send(
      new PutItemCommand({
        TableName: context.table,
        Item: encode(item),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    // The SDK tries again after a time-out: what stands there is then our own first try, serials are never given twice.
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  }
}

function withoutKey({ pk: _, sk: __, ...value }: Record<string, unknown>): Record<string, unknown> {
  return value;
}
