import { lapses, type OpenClock, periods } from './law/periods.ts';
import { legalRoles } from './law/roles.ts';
import { type Instant, instant, type LocalDate, localDate, millis, startOfDay } from './law/time.ts';

/** A running clock as people read it: which rule, what must be done, by whom, since when and until exactly when. */
export function clockView(clock: OpenClock) {
  const { what, who, from } = periods[clock.period];
  const article = clock.period.replace(/\(.*\)$/, '');
  return {
    rule: clock.period,
    href: `/law/${article}`,
    what,
    who: who.map((role) => ({ role, name: legalRoles[role] })),
    from,
    startedAt: clock.startedAt,
    /** The first moment that is too late. */
    dueAt: clock.dueAt,
    provisional: clock.provisional,
    calendar: clock.calendar,
    /** A term, or the time of a right: when it is over nothing is late. */
    lapses: lapses(clock.period),
  };
}

/**
 * How far a clock has run at `at`: `daysLeft` counts calendar days in Shanghai after today, 0 on the last day that is
 * in time; from `dueAt` on it is overdue, and `daysOver` counts the days begun since.
 */
export function runOf({ dueAt }: OpenClock, at: Instant): { overdue: boolean; daysLeft: number; daysOver: number } {
  const last = localDate(instant(millis(dueAt) - 1));
  const overdue = at >= dueAt;
  return {
    overdue,
    daysLeft: overdue ? 0 : daysBetween(localDate(at), last),
    daysOver: overdue ? Math.max(1, daysBetween(last, localDate(at))) : 0,
  };
}

const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (millis(startOfDay(to)) - millis(startOfDay(from))) / 86_400_000;
