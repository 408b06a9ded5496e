import { type Instant, instant, millis } from './time.ts';

/** An hour of UTC as keys and names write it, `2026112309`; such texts order as the hours do. */
export type UtcHour = string;

const HOUR_MS = 3_600_000;

/** The hour in which a moment lies. */
export const utcHour = (at: Instant): UtcHour => at.replaceAll(/[-T]/g, '').slice(0, 10);

/** The first moment of an hour. Throws RangeError for a text that names none. */
export function startOfHour(hour: UtcHour): Instant {
  const [, year, month, day, hours] = /^(\d{4})(\d\d)(\d\d)(\d\d)$/.exec(hour) ?? [];
  const at = instant(Date.parse(`${year}-${month}-${day}T${hours}:00:00.000Z`) || Number.NaN);
  if (utcHour(at) !== hour) throw new RangeError(`no such hour: ${hour}`);
  return at;
}

/** The hour `count` hours later, or earlier. */
export const addHours = (hour: UtcHour, count: number): UtcHour =>
  utcHour(instant(millis(startOfHour(hour)) + count * HOUR_MS));

/** The first moment that is too late for an hour. */
export const endOfHour = (hour: UtcHour): Instant => startOfHour(addHours(hour, 1));

/** Whether a text names an hour. */
export function isUtcHour(text: string): text is UtcHour {
  try {
    return startOfHour(text) !== undefined;
  } catch {
    return false;
  }
}
