import { addWorkingDays, type Calendar, type Counted, onWorkingDay } from './calendar.ts';
import {
  addDays,
  addMonths,
  addYears,
  endOfDay,
  type Instant,
  instant,
  localDate,
  localDateOf,
  millis,
  type Period,
} from './time.ts';

/** The first moment that is too late; `provisional` while the schedule of a year it touches is unpublished. */
export interface Due {
  readonly dueAt: Instant;
  readonly provisional: boolean;
}

/** When a length of time that begins at `startedAt` is over. @see CC-201, CC-202, CC-203 */
export function dueOf(period: Period, startedAt: Instant, by: Calendar): Due {
  const day = localDate(startedAt);
  switch (period.unit) {
    case 'hour':
      return { dueAt: instant(millis(startedAt) + period.count * 3_600_000), provisional: false };
    case 'working-day':
      return closing(addWorkingDays(day, period.count, by));
    case 'calendar-day':
      return closing(onWorkingDay(addDays(day, period.count), by));
    case 'month':
      return closing(onWorkingDay(addMonths(day, period.count), by));
    case 'year':
      return closing({ day: addDays(addYears(day, period.count), -1), provisional: false });
    case 'yearly': {
      const year = Number(day.slice(0, 4));
      const thisYear = localDateOf(year, period.month, period.day);
      const next = day < thisYear ? thisYear : localDateOf(year + 1, period.month, period.day);
      return closing({ day: next, provisional: false });
    }
    case 'date':
      return closing({ day: period.on, provisional: false });
  }
}

const closing = ({ day, provisional }: Counted): Due => ({ dueAt: endOfDay(day), provisional });
