import { addHours, type UtcHour } from '../law/utc-hour.ts';
import type { Json } from '../ledger/jcs.ts';
import { closeCounter } from './hour-closing.ts';
import { type Fixed, fix, type Indexed } from './hour-index.ts';
import { type FiledRecord, readDelivery, recordsIn, voidEnd, voidStart } from './served.ts';
import type { Context } from './store.ts';

/*
 * What of a channel comes into an hour's tree. Its starts, each with its end if that was there when the hour was sealed;
 * otherwise it is unknown, at most the reserved bytes. A stream runs up to 14 minutes, so ends may come later: those of
 * the hour before stand in this hour, and what has none by then stays unknown for ever. Serials under which nothing was
 * begun stand as void, so that no serial is missing.
 */

/** How often serials without a start are looked for: each look closes those it found. */
const LOOKS = 5;

/**
 * Fixes what a channel has in an hour, once for all sealers. Answers what is fixed. Repeatable at every line: closing
 * answers the same again, marks stand where they were put, and what is fixed is never changed.
 */
export async function fixChannel(
  context: Context,
  hour: UtcHour,
  { channel, fixed }: Indexed,
  before: Fixed | undefined,
): Promise<Fixed> {
  if (fixed) return fixed;
  const serials = await closeCounter(context, channel, hour);
  const previous = addHours(hour, -1);
  const late: number[] = [];
  for (const serial of before?.open ?? []) {
    if (!(await voidEnd(context, { channel, hour: previous, serial }))) late.push(serial);
  }
  for (let look = 0; look < LOOKS; look++) {
    const { missing, open } = await lookThrough(context, hour, channel, serials);
    if (missing.length === 0) return fix(context, hour, channel, { ...serials, open, late });
    // One that comes in time after all is found by the next look.
    for (const serial of missing) await voidStart(context, { channel, hour, serial });
  }
  throw new Error(`serials of ${channel} in ${hour} are missing after ${LOOKS} looks`);
}

async function lookThrough(
  context: Context,
  hour: UtcHour,
  channel: string,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<{ missing: readonly number[]; open: number[] }> {
  const [missing, open]: [number[], number[]] = [[], []];
  let expected = first;
  if (first <= last) {
    for await (const records of recordsIn(context, { channel, hour }, { first, last })) {
      for (const record of records) {
        for (; expected < record.serial; expected++) missing.push(expected);
        expected = record.serial + 1;
        if (!('void' in record) && !record.end) open.push(record.serial);
      }
    }
  }
  for (; expected <= last; expected++) missing.push(expected);
  return { missing, open };
}

/** The records of a channel in a sealed hour as its tree has them: by serial, page by page. */
export async function* entriesOf(
  context: Context,
  hour: UtcHour,
  channel: string,
  { first, last, open, late }: Fixed,
): AsyncGenerator<readonly Json[]> {
  const previous = addHours(hour, -1);
  for (const serial of late) {
    const found = await readDelivery(context, channel, `${previous}-${serial}`);
    if (!found?.end) throw new Error(`the late end of ${channel} ${previous}-${serial} is missing`);
    yield [jsonOf({ v: 1, late: { channel, hour: previous, serial }, end: found.end })];
  }
  if (first > last) return;
  const unended = new Set(open);
  let expected = first;
  for await (const records of recordsIn(context, { channel, hour }, { first, last })) {
    for (const { serial } of records) {
      if (serial !== expected++) throw new Error(`serial ${expected - 1} of ${channel} in ${hour} is missing`);
    }
    yield records.map((record) => entryOf(channel, record, unended));
  }
  if (expected !== last + 1) throw new Error(`serial ${expected} of ${channel} in ${hour} is missing`);
}

/** An end that came after the hour was sealed is no part of it. */
function entryOf(channel: string, record: FiledRecord, unended: ReadonlySet<number>): Json {
  if ('void' in record) return { v: 1, channel, serial: record.serial, void: true };
  const { serial, start, end } = record;
  return jsonOf(unended.has(serial) || !end ? { v: 1, start } : { v: 1, start, end });
}

/** Records are JSON by their schemas; `undefined` members are left out. */
const jsonOf = (value: object): Json => JSON.parse(JSON.stringify(value));
