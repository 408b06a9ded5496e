import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Exceeded } from '../domain/permitted.ts';
import { type Limit, limitsOf, type Quota, type QuotaPeriod, type QuotaUnit, quotaUnits } from '../domain/quota.ts';
import { type Instant, isLocalDate, type LocalDate, localDate } from '../law/time.ts';
import type { UtcHour } from '../law/utc-hour.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/*
 * The counter of a channel: one item, so that one conditional update takes a serial and checks every limit. The day and
 * month it counts in stand in it as `countedOn`; it only moves forward, so that two clocks around midnight never begin
 * a day twice. Deliveries of one channel are counted, whatever they rest on.
 *
 * The hour (UTC, real clock) in which serials are filed stands in it too, as `hour`, and only moves forward: a request
 * that is late goes into the counter's hour. `h<hour>` keeps the last serial before each hour that was begun, so which
 * serials an hour has is exact, however late it is sealed (POLICY-20); sealing takes these away. A day of hours that
 * wait to be sealed adds 0.4 KB to the item.
 */

/** A serial beyond this would no longer sort: never reached (30 years at 1,000 a second), refused all the same. */
export const SERIAL_DIGITS = 12;
/** An update that meets a new day, or a smaller rest, is tried again; others count at the same time. */
const TRIES = 5;

const count = z._default(z.int(), 0);
const counter = z.object({
  serial: count,
  bytes: count,
  totalRows: count,
  countedOn: z.optional(z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value))),
  dayRequests: count,
  dayRows: count,
  dayBytes: count,
  monthRequests: count,
  monthRows: count,
  monthBytes: count,
  hour: z.optional(z.string()),
});
type Counter = z.infer<typeof counter>;

/** The attribute that keeps the last serial before an hour. */
export const beforeHour = (hour: UtcHour): string => `h${hour}`;

const names = {
  day: { requests: 'dayRequests', rows: 'dayRows', bytes: 'dayBytes' },
  month: { requests: 'monthRequests', rows: 'monthRows', bytes: 'monthBytes' },
  total: { requests: 'serial', rows: 'totalRows', bytes: 'bytes' },
} as const satisfies Record<QuotaPeriod, Record<QuotaUnit, keyof Counter>>;

/** Rows and bytes of a delivery, its headings in the bytes. */
export interface Amount {
  readonly rows: number;
  readonly bytes: number;
}

/** `at`: domain clock. `partly`: what is left of rows and bytes will do, when it is less than asked for. */
export interface Asked extends Amount {
  readonly quota?: Quota | undefined;
  readonly at: Instant;
  /** The hour of the real clock in which it is to be filed, or the first later one that the counter has begun. */
  readonly hour: UtcHour;
  readonly partly?: boolean;
}

/** What was taken, under a serial: 1, 2, 3 … through the channel's whole life; and the hour in which it is filed. */
export interface Taken extends Amount {
  readonly serial: number;
  readonly hour: UtcHour;
}

/**
 * Takes one request, its rows and bytes in one conditional update that gives the serial; a request that a limit does
 * not permit takes nothing. After a time-out the SDK tries again and a serial may be skipped: nothing left under it.
 */
export async function reserve(context: Context, channel: string, asked: Asked): Promise<Taken | readonly Exceeded[]> {
  const { quota = {}, at, partly } = asked;
  const limits = limitsOf(quota);
  const today = localDate(at);
  let amount: Amount = asked;
  // At first it is taken for granted that day and hour go on; what was seen tells otherwise.
  let beginning: Beginning | undefined;
  let filing: Filing = { hour: asked.hour, goesOn: true };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const outcome = await update(context, channel, amount, limits, { today, beginning, filing });
    if ('serial' in outcome) return outcome;
    const { seen } = outcome;
    beginning = beginningOf(seen, today);
    filing = filingOf(seen, asked.hour);
    const left = limits.map((limit) => ({ ...limit, left: leftOf(limit, seen, today) }));
    const rest = partly ? smaller(amount, left) : amount;
    const exceeded = left.filter((limit) => limit.left < use(rest)[limit.unit]);
    if (exceeded.length > 0) return exceeded.map((limit) => ({ ...limit, left: Math.max(0, limit.left) }));
    amount = rest;
  }
  throw new Error(`the counter of ${channel} changed under every try`);
}

/**
 * Gives back what a delivery did not use, in its day, month and whole life; a period that has ended since needs nothing
 * back. A crash before leaves it used: never more is supplied than was counted.
 */
export async function refund(context: Context, channel: string, { rows, bytes }: Amount, at: Instant): Promise<void> {
  if (rows === 0 && bytes === 0) return;
  const today = localDate(at);
  const forms = [
    { periods: ['day', 'month', 'total'], when: 'countedOn = :day', values: { ':day': today } },
    { periods: ['month', 'total'], when: MONTH, values: { ':day': today, ':month': today.slice(0, 7) } },
    { periods: ['total'], when: 'attribute_exists(pk)', values: {} },
  ] as const;
  for (const { periods, when, values } of forms) {
    const adds = periods.flatMap((period) => [`${names[period].rows} :rows`, `${names[period].bytes} :bytes`]);
    const done = await context.dynamo
      .send(
        new UpdateItemCommand({
          TableName: context.table,
          Key: encode(counterKey(channel)),
          UpdateExpression: `ADD ${adds.join(', ')}`,
          ConditionExpression: when,
          ExpressionAttributeValues: encode({ ...values, ':rows': -rows, ':bytes': -bytes }),
        }),
      )
      .then(() => true, unlessCondition);
    if (done) return;
  }
}

const MONTH = 'countedOn > :day AND begins_with(countedOn, :month)';

/** What the channel has used: requests (the last serial) and bytes, running ones counted with all they reserved. */
export async function usedBy(context: Context, channel: string): Promise<{ serial: number; bytes: number }> {
  const { Item } = await context.dynamo.send(
    new GetItemCommand({ TableName: context.table, Key: encode(counterKey(channel)), ConsistentRead: true }),
  );
  const { serial, bytes } = counter.parse(Item ? unmarshall(Item) : {});
  return { serial, bytes };
}

/** Which periods begin with this update; the counter must be as it was seen then. `undefined`: it goes on counting. */
interface Beginning {
  readonly periods: readonly ('day' | 'month')[];
  readonly countedOn: LocalDate | undefined;
}

/** The hour of this update: one that goes on, or one that begins behind the hour that was seen. */
type Filing =
  | { readonly hour: UtcHour; readonly goesOn: true }
  | { readonly hour: UtcHour; readonly goesOn: false; readonly behind: UtcHour | undefined };

function filingOf(seen: Counter | undefined, hour: UtcHour): Filing {
  const behind = seen?.hour;
  return behind !== undefined && behind >= hour ? { hour: behind, goesOn: true } : { hour, goesOn: false, behind };
}

async function update(
  context: Context,
  channel: string,
  amount: Amount,
  limits: readonly Limit[],
  { today, beginning, filing }: { today: LocalDate; beginning: Beginning | undefined; filing: Filing },
): Promise<Taken | { readonly seen: Counter | undefined }> {
  const fresh = new Set<QuotaPeriod>(beginning?.periods);
  const used = use(amount);
  const all = (['day', 'month', 'total'] as const).flatMap((period) =>
    quotaUnits.map((unit) => ({ period, name: names[period][unit], value: `:${unit}` })),
  );
  const adds = all.filter(({ period }) => !fresh.has(period)).map(({ name, value }) => `${name} ${value}`);
  const sets = all.filter(({ period }) => fresh.has(period)).map(({ name, value }) => `${name} = ${value}`);
  const bounds = limits.filter(({ period }) => !fresh.has(period)).map(boundOf(used));
  const day = whichDay(today, beginning);
  const hour = whichHour(filing);
  const set = [...(beginning ? ['countedOn = :today', ...sets] : []), ...hour.sets];
  try {
    const { Attributes } = await context.dynamo.send(
      new UpdateItemCommand({
        TableName: context.table,
        Key: encode(counterKey(channel)),
        UpdateExpression: `ADD ${adds.join(', ')}${set.length > 0 ? ` SET ${set.join(', ')}` : ''}`,
        ConditionExpression: [
          '(attribute_not_exists(serial) OR serial < :last)',
          day.condition,
          hour.condition,
          ...bounds.map(({ condition }) => condition),
        ].join(' AND '),
        ExpressionAttributeNames: hour.names,
        ExpressionAttributeValues: encode({
          ...Object.fromEntries(quotaUnits.map((unit) => [`:${unit}`, used[unit]])),
          ...Object.fromEntries(bounds.map(({ name, value }) => [name, value])),
          ...day.values,
          ...hour.values,
          ':last': 10 ** SERIAL_DIGITS - 1,
        }),
        ReturnValues: 'UPDATED_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    const { serial } = counter.parse(unmarshall(Attributes ?? {}));
    return { serial, rows: amount.rows, bytes: amount.bytes, hour: filing.hour };
  } catch (error) {
    unlessCondition(error);
    const { Item } = error as { Item?: Parameters<typeof unmarshall>[0] }; // what the SDK adds to this very error
    return { seen: Item && counter.parse(unmarshall(Item)) };
  }
}

const boundOf =
  (used: Readonly<Record<QuotaUnit, number>>) =>
  ({ period, unit, most }: Limit, index: number) => ({
    // On a new counter only the whole life is bounded here, and it has used nothing.
    condition: `(attribute_not_exists(${names[period][unit]}) OR ${names[period][unit]} <= :most${index})`,
    name: `:most${index}`,
    value: most - used[unit],
  });

function whichDay(today: LocalDate, beginning: Beginning | undefined) {
  if (!beginning) return { condition: 'countedOn >= :today', values: { ':today': today } };
  const { countedOn } = beginning;
  return countedOn === undefined
    ? { condition: 'attribute_not_exists(countedOn)', values: { ':today': today } }
    : { condition: 'countedOn = :countedOn', values: { ':today': today, ':countedOn': countedOn } };
}

function leftOf({ period, unit, most }: Limit, seen: Counter | undefined, today: LocalDate): number {
  if (!seen) return most;
  return beginningOf(seen, today)?.periods.some((one) => one === period) ? most : most - seen[names[period][unit]];
}

interface Clause {
  readonly condition: string;
  readonly sets: readonly string[];
  readonly names: Record<string, string>;
  readonly values: object;
}

/** `SET` reads what stood there before, so the first update of an hour keeps the last serial before it. */
function whichHour(filing: Filing): Clause {
  if (filing.goesOn) {
    return { condition: '#hour = :hour', sets: [], names: { '#hour': 'hour' }, values: { ':hour': filing.hour } };
  }
  const { hour, behind } = filing;
  return {
    condition: behind === undefined ? 'attribute_not_exists(#hour)' : '#hour = :behind',
    sets: ['#hour = :hour', '#before = if_not_exists(serial, :nothing)'],
    names: { '#hour': 'hour', '#before': beforeHour(hour) },
    values: { ':hour': hour, ':nothing': 0, ...(behind !== undefined && { ':behind': behind }) },
  };
}

function beginningOf(seen: Counter | undefined, today: LocalDate): Beginning | undefined {
  const countedOn = seen?.countedOn;
  if (countedOn !== undefined && countedOn >= today) return undefined;
  const sameMonth = countedOn?.slice(0, 7) === today.slice(0, 7);
  return { countedOn, periods: sameMonth ? ['day'] : ['day', 'month'] };
}

const use = ({ rows, bytes }: Amount): Readonly<Record<QuotaUnit, number>> => ({ requests: 1, rows, bytes });

/** As much as every limit leaves, but something. */
function smaller(amount: Amount, left: readonly Exceeded[]): Amount {
  const least = (unit: QuotaUnit) =>
    Math.max(1, Math.min(...left.filter((limit) => limit.unit === unit).map((limit) => limit.left)));
  return { rows: Math.min(amount.rows, least('rows')), bytes: Math.min(amount.bytes, least('bytes')) };
}

function unlessCondition(error: unknown): false {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
  throw error;
}

/** `all`: the channel's whole life. */
export const counterKey = (channel: string) => ({ pk: `counter#${channel}#all`, sk: 'counter' });
