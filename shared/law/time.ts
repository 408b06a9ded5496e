/** A moment in UTC with milliseconds, as `Date.toISOString` writes it; such strings order as the moments do. */
export type Instant = `${number}-${number}-${number}T${number}:${number}:${number}Z`;

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type LocalDate = `${number}-${number}-${number}`;

/**
 * A length of statutory time. Never a bare number: working and calendar days differ (CC-201…203).
 * `yearly` is no length but a fixed day of each year, such as 31 March; `date` is one day, once.
 */
export type Period =
  | { readonly unit: 'hour' | 'working-day' | 'calendar-day' | 'month' | 'year'; readonly count: number }
  | { readonly unit: 'yearly'; readonly month: number; readonly day: number }
  | { readonly unit: 'date'; readonly on: LocalDate };

export const hours = (count: number): Period => ({ unit: 'hour', count });
export const workingDays = (count: number): Period => ({ unit: 'working-day', count });
export const calendarDays = (count: number): Period => ({ unit: 'calendar-day', count });
export const months = (count: number): Period => ({ unit: 'month', count });
export const years = (count: number): Period => ({ unit: 'year', count });
export const yearly = (month: number, day: number): Period => ({ unit: 'yearly', month, day });
export const onDate = (on: LocalDate): Period => ({ unit: 'date', on });

/** China has one zone, eight hours ahead of UTC, without daylight saving since 1992. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Milliseconds since the epoch → Instant. Throws RangeError outside the years 0000…9999. */
export function instant(ms: number): Instant {
  const text = new Date(ms).toISOString();
  if (!ofFourDigits(text)) throw new RangeError(`not a four-digit year: ${text}`);
  return text;
}

/** Of what toISOString writes: it writes other years with a sign and six digits. */
const ofFourDigits = (text: string): text is Instant => text.length === 24;

/** Whether `text` is a real moment written exactly as Instant demands (no 30 February, no 25 o'clock). */
export function isInstant(text: string): text is Instant {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

/** Whether `text` is a day that exists (2026-02-30 does not). */
export function isLocalDate(text: string): text is LocalDate {
  return /^\d{4}-\d\d-\d\d$/.test(text) && isInstant(`${text}T00:00:00.000Z`);
}

export const millis = (at: Instant): number => Date.parse(at);

/** The day in Asia/Shanghai on which `at` falls. */
export function localDate(at: Instant): LocalDate {
  return dayText(millis(at) + SHANGHAI_OFFSET_MS);
}

/** 00:00 in Asia/Shanghai of `day`. */
export function startOfDay(day: LocalDate): Instant {
  return instant(Date.parse(`${day}T00:00:00.000Z`) - SHANGHAI_OFFSET_MS);
}

/** 24:00 in Asia/Shanghai of `day`: the first moment that is too late (CC-203). */
export function endOfDay(day: LocalDate): Instant {
  return startOfDay(addDays(day, 1));
}

export function addDays(day: LocalDate, count: number): LocalDate {
  return dayText(Date.parse(`${day}T00:00:00.000Z`) + count * DAY_MS);
}

/** The same day `count` months on, or the month's last day where it has no such day (CC-202). */
export function addMonths(day: LocalDate, count: number): LocalDate {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const ordinal = year * 12 + (month - 1) + count;
  const next = localDateOf(Math.floor((ordinal + 1) / 12), ((ordinal + 1) % 12) + 1, 1);
  const last = Number(addDays(next, -1).slice(8));
  return localDateOf(Math.floor(ordinal / 12), (ordinal % 12) + 1, Math.min(date, last));
}

/** The same month and day `count` years on; 29 February becomes 28 February where the year has none (CC-202). */
export const addYears = (day: LocalDate, count: number): LocalDate => addMonths(day, count * 12);

/** Year, month and day as a LocalDate. Throws RangeError when there is no such day. */
export function localDateOf(year: number, month: number, day: number): LocalDate {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  if (!isLocalDate(text)) throw new RangeError(`no such day: ${text}`);
  return text;
}

function dayText(ms: number): LocalDate {
  const text = new Date(ms).toISOString().slice(0, 10);
  if (!isLocalDate(text)) throw new RangeError(`not a four-digit year: ${text}`);
  return text;
}
