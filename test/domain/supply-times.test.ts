import { describe, expect, test } from 'vitest';
import { notPermitted } from '../../shared/domain/permitted.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { inTimes } from '../../shared/domain/supply-times.ts';
import { instant } from '../../shared/law/time.ts';

/** A moment in Asia/Shanghai. */
const at = (text: string) => instant(Date.parse(`${text}+08:00`));

describe('times', () => {
  test('hours include their first and their whole last minute', () => {
    const hours = { hours: { from: '09:00', to: '17:30' } };
    const inside = (time: string) => inTimes(hours, at(`2026-11-23T${time}`));
    expect([inside('08:59:59.999'), inside('09:00:00.000')]).toEqual([false, true]);
    expect([inside('17:30:59.999'), inside('17:31:00.000')]).toEqual([true, false]);
  });

  test('00:00 to 23:59 is the whole day', () => {
    const day = { hours: { from: '00:00', to: '23:59' } };
    expect(inTimes(day, at('2026-11-23T00:00:00.000'))).toBe(true);
    expect(inTimes(day, at('2026-11-23T23:59:59.999'))).toBe(true);
  });

  test('weekdays change at midnight in Shanghai, not in UTC', () => {
    // 2026-11-23 is a Monday.
    expect(inTimes({ weekdays: [1] }, at('2026-11-23T00:00:00.000'))).toBe(true);
    expect(inTimes({ weekdays: [1] }, at('2026-11-22T23:59:59.999'))).toBe(false);
    expect(inTimes({ weekdays: [7] }, at('2026-11-22T23:59:59.999'))).toBe(true);
  });

  test('days include the first and the last', () => {
    const days = { days: { from: '2026-11-01', to: '2026-11-30' } } as const;
    expect(inTimes(days, at('2026-10-31T23:59:59.999'))).toBe(false);
    expect(inTimes(days, at('2026-11-01T00:00:00.000'))).toBe(true);
    expect(inTimes(days, at('2026-11-30T23:59:59.999'))).toBe(true);
    expect(inTimes(days, at('2026-12-01T00:00:00.000'))).toBe(false);
  });
});

test('a purpose is refused unless it is the agreed one, and all reasons are told', () => {
  const scope = { ...scopeOf('a', ['x']), purpose: '信贷', times: { hours: { from: '09:00', to: '10:00' } } };
  const reasons = (purpose: string | undefined, time: string) =>
    notPermitted(scope, { now: at(`2026-11-23T${time}`), purpose }).map(({ article }) => article);
  expect(reasons('信贷', '09:30:00.000')).toEqual([]);
  expect(reasons(undefined, '09:30:00.000')).toEqual(['OPS-21']);
  expect(reasons('营销', '11:00:00.000')).toEqual(['OPS-21', 'OPS-21']);
  expect(notPermitted(scopeOf('a', ['x']), { now: at('2026-11-23T03:00:00.000') })).toEqual([]);
});
