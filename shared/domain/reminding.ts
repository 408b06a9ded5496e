import { lapses, type OpenClock } from '../law/periods.ts';
import { type Instant, instant, millis } from '../law/time.ts';
import type { Reason } from './notice.ts';

const DAY_MS = 86_400_000;
/** How long before its end people are reminded. @see POLICY-21 */
export const SOON_DAYS = 3;

/** A moment at which whoever must keep a clock is reminded of it. */
export interface Reminder {
  readonly reason: Extract<Reason, 'soon' | 'overdue' | 'over'>;
  readonly at: Instant;
}

/** The first reminder after `after`: three days before the end, at the end, and then each day; none after a right lapsed. */
export function nextReminder(clock: OpenClock, after: Instant): Reminder | undefined {
  const due = millis(clock.dueAt);
  const soon = instant(due - SOON_DAYS * DAY_MS);
  // A clock shorter than three days began with its own notice.
  if (soon > after && soon > clock.startedAt) return { reason: 'soon', at: soon };
  if (clock.dueAt > after) return { reason: lapses(clock.period) ? 'over' : 'overdue', at: clock.dueAt };
  if (lapses(clock.period)) return undefined;
  const days = Math.floor((millis(after) - due) / DAY_MS) + 1;
  return { reason: 'overdue', at: instant(due + days * DAY_MS) };
}

/** What is sent at `now` when the reminder of `at` is still owed: the latest one, and how many before it went unsent. */
export function owedAt(
  clock: OpenClock,
  at: Instant,
  now: Instant,
): { reminder: Reminder; missed: number } | undefined {
  if (at > now) return undefined;
  const first = nextReminder(clock, instant(millis(at) - 1));
  if (!first || first.at > now) return undefined;
  let reminder = first;
  let missed = 0;
  if (first.reason === 'soon' && clock.dueAt <= now) {
    reminder = { reason: lapses(clock.period) ? 'over' : 'overdue', at: clock.dueAt };
    missed = 1;
  }
  if (reminder.reason !== 'overdue') return { reminder, missed };
  // Years of days are counted, not walked through.
  const more = Math.floor((millis(now) - millis(reminder.at)) / DAY_MS);
  return { reminder: { reason: 'overdue', at: instant(millis(reminder.at) + more * DAY_MS) }, missed: missed + more };
}
