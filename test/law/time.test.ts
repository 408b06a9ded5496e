import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  addYears,
  endOfDay,
  instant,
  isInstant,
  isLocalDate,
  localDate,
  localDateOf,
  millis,
  startOfDay,
} from '../../shared/law/time.ts';

const ms = fc.integer({ min: Date.UTC(1993, 0, 1), max: Date.UTC(2200, 0, 1) });
const day = ms.map((at) => localDate(instant(at)));

describe('instants', () => {
  test('order as text as they order in time', () => {
    fc.assert(fc.property(ms, ms, (a, b) => instant(a) < instant(b) === a < b));
  });

  test('survive a round trip', () => {
    fc.assert(fc.property(ms, (at) => millis(instant(at)) === at && isInstant(instant(at))));
  });

  test.each(['2026-02-30T00:00:00.000Z', '2026-01-01T25:00:00.000Z', '2026-01-01T00:00:00Z', '2026-01-01', ''])(
    '%j is none',
    (text) => {
      expect(isInstant(text)).toBe(false);
    },
  );

  test('a year of five digits throws', () => {
    expect(() => instant(Date.UTC(10_000, 0, 1))).toThrow(RangeError);
  });
});

describe('days in Shanghai', () => {
  test('a moment lies inside its day: not before its start, before its end', () => {
    fc.assert(
      fc.property(ms, (at) => {
        const on = localDate(instant(at));
        return startOfDay(on) <= instant(at) && instant(at) < endOfDay(on);
      }),
    );
  });

  test('a day ends where the next one starts, 24 hours later', () => {
    fc.assert(
      fc.property(
        day,
        (on) =>
          endOfDay(on) === startOfDay(addDays(on, 1)) && millis(endOfDay(on)) - millis(startOfDay(on)) === 86_400_000,
      ),
    );
    expect(startOfDay('2026-03-01')).toBe('2026-02-28T16:00:00.000Z');
  });

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20260101', ''])('%j is no day', (text) => {
    expect(isLocalDate(text)).toBe(false);
  });

  test('days add up and back', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: -5000, max: 5000 }),
        (on, count) => addDays(addDays(on, count), -count) === on,
      ),
    );
  });
});

describe('months and years (CC-202)', () => {
  test('end on the same day, or on the last of a shorter month', () => {
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(addMonths('2026-10-31', 1)).toBe('2026-11-30');
    expect(addMonths('2026-11-15', 2)).toBe('2027-01-15');
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28');
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29');
  });

  test('never leave the month they point at', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 240 }), (on, count) => {
        const [year = 0, month = 0] = on.split('-').map(Number);
        const target = year * 12 + month - 1 + count;
        const first = localDateOf(Math.floor(target / 12), (target % 12) + 1, 1);
        return addMonths(on, count).slice(0, 7) === first.slice(0, 7);
      }),
    );
  });

  test('a day that does not exist throws', () => {
    expect(() => localDateOf(2026, 2, 29)).toThrow(RangeError);
    expect(() => addYears('9999-01-01', 1)).toThrow(RangeError);
  });
});
