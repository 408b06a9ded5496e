import { addDays, type LocalDate, localDateOf } from './time.ts';

/** A year's published schedule 放假安排: runs of rest days, and weekend days worked in exchange (调休), as `MM-DD`. */
export interface Schedule {
  readonly year: number;
  /** First and last day of each run; weekends inside a run are rest days anyway. */
  readonly rest: readonly (readonly [first: string, last: string])[];
  readonly work: readonly string[];
}

/** Which days are worked. Where no schedule is published weekends alone rest, and every answer says that it is provisional. */
export interface Calendar {
  /** Names the loaded schedules; kept with every computed due date, so that it can be computed again. */
  readonly version: string;
  readonly isPublished: (year: number) => boolean;
  readonly isWorkingDay: (day: LocalDate) => boolean;
}

/** A counted day; `provisional` while a day that was counted or landed on lies in an unpublished year. */
export interface Counted {
  readonly day: LocalDate;
  readonly provisional: boolean;
}

/** General office of the State Council, notices of autumn 2023, 2024 and 2025. */
const published: readonly Schedule[] = [
  {
    year: 2024,
    rest: [
      ['01-01', '01-01'],
      ['02-10', '02-17'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-10', '06-10'],
      ['09-15', '09-17'],
      ['10-01', '10-07'],
    ],
    work: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
  },
  {
    year: 2025,
    rest: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    work: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  {
    year: 2026,
    rest: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    work: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
];

/** A calendar of these schedules. Throws RangeError for a year given twice, an unreal day or a run that ends before it starts. */
export function calendarOf(schedules: readonly Schedule[]): Calendar {
  const years = new Set<number>();
  const rest = new Set<LocalDate>();
  const work = new Set<LocalDate>();
  for (const schedule of schedules) {
    if (years.has(schedule.year)) throw new RangeError(`two schedules for ${schedule.year}`);
    years.add(schedule.year);
    for (const [first, last] of schedule.rest) {
      if (last < first) throw new RangeError(`rest days end before they start: ${schedule.year}-${first}`);
      const end = dayIn(schedule.year, last);
      for (let day = dayIn(schedule.year, first); day <= end; day = addDays(day, 1)) rest.add(day);
    }
    for (const day of schedule.work) work.add(dayIn(schedule.year, day));
  }
  return {
    version: `cn-${[...years].sort().join('-') || 'none'}`,
    isPublished: (year) => years.has(year),
    isWorkingDay: (day) => work.has(day) || !(rest.has(day) || isWeekend(day)),
  };
}

/** The schedules that were published when this was written. */
export const calendar = calendarOf(published);

/** No count of the law comes near; a loop is bounded by it. */
const MAX_COUNT = 1_000;

/**
 * The `count`-th working day after `day`, which itself is not counted (CC-201, ALL-82).
 * Throws RangeError unless `count` is a whole number from 1 to 1,000.
 */
export function addWorkingDays(day: LocalDate, count: number, by: Calendar = calendar): Counted {
  if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT) throw new RangeError(`cannot count ${count} days`);
  let landed = day;
  let provisional = false;
  for (let left = count; left > 0; ) {
    landed = addDays(landed, 1);
    provisional ||= !isKnown(landed, by);
    if (by.isWorkingDay(landed)) left -= 1;
  }
  return { day: landed, provisional };
}

/** `day` itself when it is worked, else the next day that is (CC-203). */
export function onWorkingDay(day: LocalDate, by: Calendar = calendar): Counted {
  if (by.isWorkingDay(day)) return { day, provisional: !isKnown(day, by) };
  const next = addWorkingDays(day, 1, by);
  return { day: next.day, provisional: next.provisional || !isKnown(day, by) };
}

const isKnown = (day: LocalDate, by: Calendar): boolean => by.isPublished(Number(day.slice(0, 4)));

function isWeekend(day: LocalDate): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

function dayIn(year: number, monthAndDay: string): LocalDate {
  const [month, day] = monthAndDay.split('-').map(Number);
  return localDateOf(year, month ?? 0, day ?? 0);
}
