import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { calendar } from '../../shared/law/calendar.ts';
import { addDays, type LocalDate, localDateOf } from '../../shared/law/time.ts';

const folder = new URL('../../../shared/data/calendar/', import.meta.url);
const schedule = z.object({ days: z.array(z.object({ date: z.string(), isOffDay: z.boolean() })) });

// Needs the published schedules beside the checkout; skipped where they are absent.
describe.skipIf(!existsSync(folder))('our tables against the published schedules', () => {
  test.each([2024, 2025, 2026])('every day of %i', (year) => {
    const off = exceptions(year);
    for (let day = localDateOf(year, 1, 1); day < localDateOf(year + 1, 1, 1); day = addDays(day, 1)) {
      expect([day, calendar.isWorkingDay(day)]).toEqual([day, !(off.get(day) ?? isWeekend(day))]);
    }
    expect(calendar.isPublished(year)).toBe(true);
  });

  test('2027 was not published and is not claimed', () => {
    expect(exceptions(2027).size).toBe(0);
    expect(calendar.isPublished(2027)).toBe(false);
  });
});

function exceptions(year: number): Map<string, boolean> {
  const text = readFileSync(new URL(`holiday-cn-${year}.json`, folder), 'utf8');
  return new Map(schedule.parse(JSON.parse(text)).days.map(({ date, isOffDay }) => [date, isOffDay]));
}

const isWeekend = (day: LocalDate): boolean => [0, 6].includes(new Date(day).getUTCDay());
