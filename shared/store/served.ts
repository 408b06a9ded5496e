import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { links } from '../domain/gate.ts';
import { type Instant, isInstant } from '../law/time.ts';
import { SERIAL_DIGITS } from './counter.ts';
import { encode, type Item } from './marshal.ts';
import { enqueue } from './queues.ts';
import type { Context } from './store.ts';

/*
 * Delivery records 供给记录. Order of writes: the counter gives the serial and its hour, the hour's index names the channel
 * (hour-index.ts), the start is durable before the first byte, the end follows. A crash after the counter leaves a serial
 * without records: nothing left under it, and sealing puts a void mark in its place, which a start that comes later meets
 * and then nothing leaves (POLICY-20). A crash after the start leaves a start without an end: it is read as "unknown, at
 * most the reserved bytes"; sealing the next hour closes it so for ever.
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
  /** The hour (UTC) in which it is filed and sealed: that of its start, or the one that the counter had begun by then. */
  hour: z.string().check(z.regex(/^\d{10}$/)),
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

/** What a record is filed under. */
export type Filed = Pick<DeliveryStart, 'channel' | 'hour' | 'serial'>;

/** A delivery's name: the hour in which it is filed, and its serial in the channel. `2026112309-17` */
export const deliveryName = ({ hour, serial }: Omit<Filed, 'channel'>): string => `${hour}-${serial}`;

/** Thrown where an hour is sealed already: nothing is filed in it any more, so nothing may leave. Ask again. */
export class HourSealed extends Error {
  override readonly name = 'HourSealed';
}

/** Makes the start durable. Only then may a byte leave. @throws HourSealed when sealing was first */
export async function putStart(context: Context, value: DeliveryStart): Promise<void> {
  const there = await put(context, { ...recordKey(value, 'start'), ...value });
  if (there && isVoid(there)) throw new HourSealed(`the place of ${value.channel} ${deliveryName(value)} was sealed`);
}

/**
 * Closes the record. It is written once; what is told twice keeps its first telling, and what is told after the next
 * hour was sealed changes nothing: the delivery stays unknown.
 */
export async function putEnd(context: Context, of: DeliveryStart, value: DeliveryEnd): Promise<void> {
  await put(context, { ...recordKey(of, 'end'), ...value });
}

/** Marks that nothing ever left under a serial. Answers whether it is so: a start may have come first. */
export async function voidStart(context: Context, of: Filed): Promise<boolean> {
  const there = await put(context, { ...recordKey(of, 'start'), void: true });
  return there === undefined || isVoid(there);
}

/** Marks that no end came in time. Answers whether it is so: an end may have come first. */
export async function voidEnd(context: Context, of: Filed): Promise<boolean> {
  const there = await put(context, { ...recordKey(of, 'end'), void: true });
  return there === undefined || isVoid(there);
}

const isVoid = ({ void: mark }: Record<string, unknown>): boolean => mark === true;

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
  const [found] = recordsOf(Items);
  return found && !('void' in found) ? delivered(found) : undefined;
}

/** What stands under one serial: a delivery, or the mark that there was none. */
export type FiledRecord = { readonly serial: number; readonly void: true } | FiledDelivery;
interface FiledDelivery extends Omit<Delivery, 'name'> {
  readonly serial: number;
  /** An hour was sealed after it, so no end can come any more. */
  readonly endless: boolean;
}

/** Serials from `first` to `last` of one channel and hour in their order, page by page, consistently. */
export async function* recordsIn(
  context: Context,
  { channel, hour }: Omit<Filed, 'serial'>,
  { first, last }: { readonly first: number; readonly last: number },
): AsyncGenerator<readonly FiledRecord[]> {
  let rest: Item[] = [];
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await context.dynamo.send(
      new QueryCommand({
        TableName: context.table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        // `~` comes behind every part of a serial.
        ExpressionAttributeValues: encode({
          ':pk': `served#${channel}#${hour}`,
          ':first': `${padded(first)}#`,
          ':last': `${padded(last)}#~`,
        }),
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    from = LastEvaluatedKey;
    const items = [...rest, ...Items];
    // The last serial of a page may go on upon the next one.
    const open = from && items.at(-1)?.sk?.S?.slice(0, SERIAL_DIGITS);
    rest = open === undefined ? [] : items.filter(({ sk }) => sk?.S?.startsWith(open));
    yield recordsOf(items.slice(0, items.length - rest.length));
  } while (from);
}

/** Deliveries of one channel and hour, at most `limit`, behind serial `after`; consistently, and without void marks. */
export async function listDeliveries(
  context: Context,
  of: Omit<Filed, 'serial'>,
  { after = 0, limit }: { readonly after?: number | undefined; readonly limit: number },
): Promise<readonly Delivery[]> {
  const found: Delivery[] = [];
  for await (const records of recordsIn(context, of, { first: after + 1, last: 10 ** SERIAL_DIGITS - 1 })) {
    found.push(...records.flatMap((one) => ('void' in one ? [] : [delivered(one)])));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

const delivered = ({ start: began, end: ended }: FiledDelivery): Delivery => ({
  name: deliveryName(began),
  start: began,
  ...(ended && { end: ended }),
});

function recordsOf(items: readonly Item[]): FiledRecord[] {
  const bySerial = new Map<string, Item[]>();
  for (const item of items) {
    const serial = item.sk?.S?.slice(0, SERIAL_DIGITS) ?? '';
    bySerial.set(serial, [...(bySerial.get(serial) ?? []), item]);
  }
  return Array.from(bySerial, ([serial, parts]) => {
    const part = (name: string) => {
      const item = parts.find(({ sk }) => sk?.S === `${serial}#${name}`);
      return item && withoutKey(unmarshall(item));
    };
    const [started, ended] = [part('start'), part('end')];
    if (!started) throw new Error(`serial ${serial} has an end and no start`);
    if (isVoid(started)) return { serial: Number(serial), void: true };
    const endless = ended !== undefined && isVoid(ended);
    return {
      serial: Number(serial),
      // Records from before the hour stood in them: it has always been part of their key.
      start: start.parse({ hour: parts[0]?.pk?.S?.split('#')[2], ...started }),
      ...(ended && !endless && { end: end.parse(ended) }),
      endless,
    };
  });
}

/** The first supply 首次供给 of a channel, under which serial: starts the clock of REG-9(1) once the registration knows. */
export const firstSupply = z.strictObject({ ...links.shape, serial: z.int().check(z.positive()), at: instant });
export type FirstSupply = z.infer<typeof firstSupply>;

/** Notes the first supply for the schedule that starts the clock (see queues.ts). Idempotent, durable, cheap. @see REG-9 */
export const noteFirstSupply = (context: Context, channel: string, value: FirstSupply): Promise<boolean> =>
  enqueue(context, 'first-supply', channel, value);

const padded = (serial: number): string => String(serial).padStart(SERIAL_DIGITS, '0');
function recordKey({ channel, hour, serial }: Filed, part: 'start' | 'end') {
  return { pk: `served#${channel}#${hour}`, sk: `${padded(serial)}#${part}` };
}

/** Puts it where nothing stands; otherwise answers what stands there. */
async function put(context: Context, item: object): Promise<Record<string, unknown> | undefined> {
  try {
    await context.dynamo.send(
      new PutItemCommand({
        TableName: context.table,
        Item: encode(item),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return undefined;
  } catch (error) {
    // The SDK tries again after a time-out: what stands there is then our own first try, serials are never given twice.
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    const { Item } = error as { Item?: Item }; // what the SDK adds to this very error
    return Item ? unmarshall(Item) : {};
  }
}

function withoutKey({ pk: _, sk: __, ...value }: Record<string, unknown>): Record<string, unknown> {
  return value;
}
