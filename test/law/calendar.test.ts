import { describe, expect, test } from 'vitest';
import { addWorkingDays, calendar, calendarOf, onWorkingDay } from '../../shared/law/calendar.ts';
import type { LocalDate } from '../../shared/law/time.ts';

const worked: [LocalDate, number, LocalDate][] = [
  ['2026-09-24', 5, '2026-10-09'],
  ['2026-02-12', 5, '2026-02-26'],
  ['2026-09-30', 5, '2026-10-13'],
  ['2026-04-30', 10, '2026-05-18'],
  ['2025-03-01', 30, '2025-04-14'],
];

describe('working days', () => {
  test.each(worked)('%s + %i working days = %s', (from, count, day) => {
    expect(addWorkingDays(from, count)).toEqual({ day, provisional: false });
  });

  test('the day itself is not counted, worked or not (CC-201)', () => {
    expect(addWorkingDays('2026-03-02', 1).day).toBe('2026-03-03');
    expect(addWorkingDays('2026-03-01', 1).day).toBe('2026-03-02');
  });

  test('a weekend worked in exchange is a working day, a weekday of the festival is not', () => {
    expect(calendar.isWorkingDay('2026-02-14')).toBe(true);
    expect(calendar.isWorkingDay('2026-02-16')).toBe(false);
    expect(calendar.isWorkingDay('2026-03-07')).toBe(false);
    expect(calendar.isWorkingDay('2026-03-09')).toBe(true);
  });

  test('29 February of a leap year is counted', () => {
    expect(addWorkingDays('2024-02-28', 2)).toEqual({ day: '2024-03-01', provisional: false });
    expect(addWorkingDays('2024-02-28', 1).day).toBe('2024-02-29');
    expect(addWorkingDays('2026-02-27', 1).day).toBe('2026-02-28');
  });

  test.each([0, -1, 1.5, 1_001, Number.NaN])('a count of %s throws', (count) => {
    expect(() => addWorkingDays('2026-03-02', count)).toThrow(RangeError);
  });
});

describe('a year without a published schedule', () => {
  test('a count that reaches into it is provisional', () => {
    expect(addWorkingDays('2026-12-28', 5)).toEqual({ day: '2027-01-04', provisional: true });
  });

  test('the last count inside the published year is final, one more is not', () => {
    expect(addWorkingDays('2026-12-28', 3)).toEqual({ day: '2026-12-31', provisional: false });
    expect(addWorkingDays('2026-12-28', 4).provisional).toBe(true);
  });

  test('weekends rest there meanwhile', () => {
    expect(calendar.isPublished(2027)).toBe(false);
    expect(calendar.isWorkingDay('2027-01-02')).toBe(false);
    expect(calendar.isWorkingDay('2027-01-01')).toBe(true);
  });

  test('a rest day that only weekends tell is provisional even when it lands in a published year', () => {
    const only2026 = calendarOf([{ year: 2026, rest: [], work: [] }]);
    expect(onWorkingDay('2023-12-31')).toEqual({ day: '2024-01-02', provisional: true });
    expect(onWorkingDay('2025-12-31', only2026)).toEqual({ day: '2025-12-31', provisional: true });
  });

  test('a later schedule is loaded as a value and settles the date', () => {
    const loaded = calendarOf([
      { year: 2026, rest: [], work: [] },
      { year: 2027, rest: [['01-01', '01-03']], work: [] },
    ]);
    expect(addWorkingDays('2026-12-28', 5, loaded)).toEqual({ day: '2027-01-05', provisional: false });
    expect(loaded.version).not.toBe(calendar.version);
  });
});

describe('a schedule that cannot be', () => {
  const rest = (first: string, last: string) => () => calendarOf([{ year: 2026, rest: [[first, last]], work: [] }]);

  test('is refused when it is loaded', () => {
    const one = { year: 2026, rest: [], work: [] };
    expect(() => calendarOf([one, one])).toThrow('two schedules for 2026');
    expect(rest('02-03', '02-01')).toThrow('end before they start');
    expect(rest('02-29', '03-01')).toThrow('no such day: 2026-02-29');
    expect(() => calendarOf([{ year: 2026, rest: [], work: ['13-01'] }])).toThrow('no such day');
  });
});
