import { describe, expect, test } from 'vitest';
import { articles } from '../../shared/law/articles.ts';
import { calendarOf } from '../../shared/law/calendar.ts';
import {
  type ClockId,
  extendSharing,
  isPeriodId,
  openClock,
  type PeriodId,
  periodAt,
  periods,
  recomputed,
  renewalOpensAt,
} from '../../shared/law/periods.ts';
import { endOfDay, type Instant, type LocalDate, startOfDay, workingDays } from '../../shared/law/time.ts';
import { unnumbered } from '../../shared/law/unnumbered.ts';

const noon = (day: LocalDate): Instant => `${day}T04:00:00.000Z` as Instant;
const due = (id: ClockId, day: LocalDate): Instant => openClock(id, noon(day)).dueAt;

describe('values', () => {
  const ids = Object.keys(periods).filter(isPeriodId);

  test.each(ids)('%s stands on an article and names who must act', (id) => {
    expect(articles).toHaveProperty([id.replace(/\(.*$/, '')]);
    expect(periods[id].who.length).toBeGreaterThan(0);
    for (const text of [periods[id].what, periods[id].from]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.en).not.toBe('');
    }
  });

  test.each(ids.filter((id) => !Object.hasOwn(unnumbered, id)))('%s is in force in 2026', (id) => {
    expect(periodAt(id, '2026-11-23')).toBeDefined();
  });

  test('a value starts and ends with its rule (DZ-53)', () => {
    expect(periodAt('DZ-20', '2025-02-28')).toBeUndefined();
    expect(periodAt('DZ-20', '2025-03-01')).toEqual(workingDays(5));
    expect(periodAt('DZ-20', '2030-02-28')).toEqual(workingDays(5));
    expect(periodAt('DZ-20', '2030-03-01')).toBeUndefined();
  });

  test('Order 809 has no value: it is never guessed', () => {
    expect(periodAt('SH809', '2026-01-01')).toBeUndefined();
  });

  test('a clock whose rule is not in force does not start', () => {
    expect(() => openClock('DZ-20', noon('2025-02-28'))).toThrow('no value in force on 2025-02-28');
  });
});

describe('due moments', () => {
  const cases: [ClockId, LocalDate, LocalDate][] = [
    ['DZ-20', '2026-09-24', '2026-10-09'],
    ['DZ-27', '2026-02-12', '2026-02-26'],
    ['DZ-28', '2026-04-30', '2026-05-18'],
    ['REG-10', '2026-03-06', '2026-03-11'],
    ['REG-12', '2026-09-30', '2026-10-20'],
    ['LOCAL-6', '2026-09-30', '2026-10-13'],
    ['DZ-16', '2026-03-02', '2026-04-01'],
    ['ARL-20', '2026-03-02', '2026-05-06'],
    ['APL-46', '2026-03-31', '2026-09-30'],
    ['LOCAL-3', '2025-12-31', '2026-03-31'],
    ['PRICE-5', '2026-03-31', '2027-03-31'],
  ];
  test.each(cases)('%s from %s runs to the end of %s', (id, from, last) => {
    expect(due(id, from)).toBe(endOfDay(last));
  });

  test('calendar days: a last day on a rest day moves to the next working day (CC-203)', () => {
    expect(due('DZ-16', '2026-03-19')).toBe(endOfDay('2026-04-20'));
    expect(due('DZ-16', '2026-04-09')).toBe(endOfDay('2026-05-09'));
  });

  test('the day is the one in Shanghai: a minute before and after midnight', () => {
    expect(openClock('REG-10', '2026-03-05T15:59:59.999Z').dueAt).toBe(endOfDay('2026-03-10'));
    expect(openClock('REG-10', '2026-03-05T16:00:00.000Z').dueAt).toBe(endOfDay('2026-03-11'));
  });

  test('hours run on through nights and rest days (POLICY-6)', () => {
    const clock = openClock('POLICY-6', '2026-02-16T01:02:03.004Z');
    expect(clock).toMatchObject({ dueAt: '2026-02-17T01:02:03.004Z', provisional: false });
  });

  test('a validity ends with the day before its anniversary (REG-15)', () => {
    expect(due('REG-15', '2026-03-10')).toBe(startOfDay('2029-03-10'));
    expect(due('OPS-14', '2028-02-29')).toBe(startOfDay('2033-02-28'));
  });

  test('the window to renew is the last 60 days, counted with the last', () => {
    expect(renewalOpensAt(openClock('REG-15', noon('2026-03-10')))).toBe(startOfDay('2029-01-09'));
  });
});

describe('extension and recomputation', () => {
  test('five working days more from the last day of the first five', () => {
    const first = openClock('DZ-20', noon('2026-09-24'));
    const extended = extendSharing(first);
    expect(extended).toMatchObject({ period: 'DZ-20(extension)', startedAt: first.startedAt });
    expect(extended.dueAt).toBe(endOfDay('2026-10-15'));
  });

  test('a provisional due date settles when the schedule is loaded', () => {
    const loaded = calendarOf([
      { year: 2026, rest: [], work: [] },
      { year: 2027, rest: [['01-01', '01-03']], work: [] },
    ]);
    const guessed = openClock('DZ-27', noon('2026-12-28'));
    expect(guessed).toMatchObject({ provisional: true, dueAt: endOfDay('2027-01-04') });
    expect(recomputed(guessed, loaded)).toEqual({
      ...guessed,
      provisional: false,
      dueAt: endOfDay('2027-01-05'),
      calendar: loaded.version,
    });
  });

  test('an extension is recomputed from its receipt', () => {
    const extended = extendSharing(openClock('DZ-20', noon('2026-12-21')));
    expect(extended).toMatchObject({ provisional: true, dueAt: endOfDay('2027-01-04') });
    const loaded = calendarOf([
      { year: 2026, rest: [], work: [] },
      { year: 2027, rest: [['01-01', '01-03']], work: [] },
    ]);
    expect(recomputed(extended, loaded)).toMatchObject({ provisional: false, dueAt: endOfDay('2027-01-05') });
  });

  test('calendar days are provisional only when the day they land on is', () => {
    expect(openClock('DZ-16', noon('2026-12-01')).provisional).toBe(false);
    expect(openClock('DZ-16', noon('2026-12-02')).provisional).toBe(true);
  });
});

test('ids are told from other text', () => {
  expect(isPeriodId('REG-9(1)' satisfies PeriodId)).toBe(true);
  expect(isPeriodId('REG-9')).toBe(false);
  expect(isPeriodId('toString')).toBe(false);
});
