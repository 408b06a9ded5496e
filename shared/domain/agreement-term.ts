import { calendar } from '../law/calendar.ts';
import type { OpenClock } from '../law/periods.ts';
import { endOfDay, type Instant, startOfDay } from '../law/time.ts';
import type { Terms } from './agreement-schema.ts';

/** From `from` (included) until `until` (excluded) this version carries channels. */
export function validity({ term }: Terms): { readonly from: Instant; readonly until: Instant } {
  return { from: startOfDay(term.from), until: endOfDay(term.until) };
}

/** The agreement's own term, which OPS-14 caps: known to the day, so it waits for no working-day schedule. */
export function termClock(terms: Terms): OpenClock {
  const { from: startedAt, until: dueAt } = validity(terms);
  return { period: 'OPS-14', startedAt, dueAt, provisional: false, calendar: calendar.version };
}
