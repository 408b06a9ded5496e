// zod/mini: the gate parses scopes and its bundle must stay small.
import * as z from 'zod/mini';
import { type Instant, isLocalDate, type LocalDate, localDate, millis, startOfDay } from '../law/time.ts';
import { inOrder, lower, upper } from './scope-values.ts';

const minute = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const day = z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value), 'not a day');
const weekday = z.int().check(z.minimum(1), z.maximum(7));

/**
 * When data may be fetched, in Asia/Shanghai, both ends included. `hours`: `17:30` as the end includes that whole minute,
 * so `00:00` to `23:59` is a day; a window over midnight is not expressed. `weekdays`: 1 is Monday. `days`: dates.
 */
export const supplyTimes = z
  .strictObject({
    hours: z.optional(
      z.strictObject({ from: minute, to: minute }).check(z.refine(inOrder, 'hours begin before they end')),
    ),
    weekdays: z.optional(z.array(weekday).check(z.minLength(1), z.maxLength(7))),
    days: z.optional(
      z
        .strictObject({ from: z.optional(day), to: z.optional(day) })
        .check(z.refine(inOrder, 'days have a bound, and begin before they end')),
    ),
  })
  .check(z.refine((times) => Object.keys(times).length > 0, 'times say something'));
export type SupplyTimes = z.infer<typeof supplyTimes>;

/** Whether a moment lies in all that the times name. */
export function inTimes({ hours, weekdays, days }: SupplyTimes, at: Instant): boolean {
  const date = localDate(at);
  if (days && ((days.from !== undefined && date < days.from) || (days.to !== undefined && date > days.to)))
    return false;
  if (weekdays && !weekdays.includes(weekdayOf(date))) return false;
  if (!hours) return true;
  const now = minuteOf(millis(at) - millis(startOfDay(date)));
  return now >= hours.from && now <= hours.to;
}

/** What lies in both; `none` when nothing does. */
export function meetTimes(a: SupplyTimes, b: SupplyTimes): SupplyTimes | 'none' {
  const from = upper(a.hours?.from, b.hours?.from);
  const to = lower(a.hours?.to, b.hours?.to);
  const hours = from !== undefined && to !== undefined ? { from, to } : undefined;
  const first = upper(a.days?.from, b.days?.from);
  const last = lower(a.days?.to, b.days?.to);
  const days = { ...(first !== undefined && { from: first }), ...(last !== undefined && { to: last }) };
  const weekdays = commonWeekdays(a.weekdays, b.weekdays);
  if (hours && hours.from > hours.to) return 'none';
  if (first !== undefined && last !== undefined && first > last) return 'none';
  if (weekdays?.length === 0) return 'none';
  return { ...(hours && { hours }), ...(weekdays && { weekdays }), ...((a.days ?? b.days) && { days }) };
}

function commonWeekdays(a?: readonly number[], b?: readonly number[]): number[] | undefined {
  const [one, other] = [a ?? b, b ?? a];
  return one && other && [...new Set(one)].filter((weekday) => other.includes(weekday)).sort();
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (date: LocalDate): number => ((Date.parse(`${date}T00:00:00.000Z`) / 86_400_000 + 3) % 7) + 1;

function minuteOf(msOfDay: number): string {
  const minutes = Math.floor(msOfDay / 60_000);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
