import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { instant } from '../law/time.ts';
import { addHours, type UtcHour, utcHour } from '../law/utc-hour.ts';
import { usedBy } from './counter.ts';
import { indexedIn, indexKey } from './hour-index.ts';
import { encode } from './marshal.ts';
import type { Context } from './store.ts';

/** Hours that are looked through for a channel's first, or last, in a span: 41 days, ten reads. */
export const LOOKED_HOURS = 1_000;
/** DynamoDB takes no more keys in one batch. */
const BATCH = 100;
const TRIES = 4;

/** Hours from `from` to before `until`; absent: to now. */
export interface Span {
  readonly from: UtcHour;
  readonly until?: UtcHour;
}

/**
 * Requests that a channel's counter admitted in a span, by the serials of its sealed hours: the last one less the one
 * before the first. `complete`: false when the channel did not supply in so many hours that they were not all looked
 * through. Serials that were left void count too.
 */
export async function deliveriesIn(
  context: Context,
  channel: string,
  { from, until }: Span,
): Promise<{ readonly deliveries: number; readonly complete: boolean }> {
  const { serial } = await usedBy(context, channel);
  if (serial === 0) return { deliveries: 0, complete: true };
  const now = addHours(utcHour(instant(context.now())), 1);
  const end = until !== undefined && until < now ? until : now;
  const first = await look(context, channel, hoursOf(from, end));
  if (!first.found) return { deliveries: 0, complete: first.complete };
  if (end === now) return { deliveries: serial - first.found.first + 1, complete: true };
  const last = await look(context, channel, hoursOf(from, end).reverse());
  return { deliveries: (last.found?.last ?? 0) - first.found.first + 1, complete: last.complete };
}

function hoursOf(from: UtcHour, end: UtcHour): UtcHour[] {
  const hours: UtcHour[] = [];
  for (let hour = from; hour < end; hour = addHours(hour, 1)) hours.push(hour);
  return hours;
}

/** What was fixed of the channel in the first of these hours that has it. */
async function look(context: Context, channel: string, hours: readonly UtcHour[]) {
  for (let at = 0; at < Math.min(hours.length, LOOKED_HOURS); at += BATCH) {
    const batch = hours.slice(at, at + BATCH);
    const found = await fixedIn(context, channel, batch);
    const hour = batch.find((one) => found.has(one));
    const fixed = hour && found.get(hour);
    if (fixed) return { found: fixed, complete: true };
  }
  return { found: undefined, complete: hours.length <= LOOKED_HOURS };
}

async function fixedIn(context: Context, channel: string, hours: readonly UtcHour[]) {
  const { table } = context;
  const names = new Map(hours.map((hour) => [indexKey(context, hour, channel).pk, hour]));
  const found = new Map<UtcHour, { first: number; last: number }>();
  let keys = hours.map((hour) => encode(indexKey(context, hour, channel)));
  for (let attempt = 0; keys.length > 0; attempt++) {
    if (attempt >= TRIES) throw new Error(`${keys.length} hours of ${channel} could not be read`);
    if (attempt > 0) await context.sleep(50 * 2 ** attempt);
    const { Responses, UnprocessedKeys } = await context.dynamo.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys } } }),
    );
    for (const item of Responses?.[table] ?? []) {
      const hour = names.get(String(item.pk?.S));
      const { fixed } = indexedIn(unmarshall(item));
      if (hour && fixed) found.set(hour, fixed);
    }
    keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}
