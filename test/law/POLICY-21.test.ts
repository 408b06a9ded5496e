import { describe, expect, test } from 'vitest';
import { violation } from '../../shared/domain/case.ts';
import { clockBreach } from '../../shared/domain/clock-change.ts';
import { toldBy } from '../../shared/domain/decision.ts';
import { owedAt } from '../../shared/domain/reminding.ts';
import { openClock } from '../../shared/law/periods.ts';
import { type Instant, instant, millis } from '../../shared/law/time.ts';
import { noticeView } from '../../shared/notice-view.ts';
import { enforcing, reportAt, reported } from '../domain/enforcing.ts';

const start: Instant = '2026-09-24T02:00:00.000Z';
const clock = openClock('DZ-20', start);
const soon = instant(millis(clock.dueAt) - 3 * 86_400_000);

describe('POLICY-21: reminders', () => {
  test('three days before the end, not a moment earlier', () => {
    expect(owedAt(clock, soon, instant(millis(soon) - 1))).toBeUndefined();
    expect(owedAt(clock, soon, soon)).toEqual({ reminder: { reason: 'soon', at: soon }, missed: 0 });
  });

  test('name rule, start, exact last moment and calendar', () => {
    const notice = {
      ...({ id: 'n1', reason: 'soon', stream: { kind: 'registration', id: 'r1' }, at: soon } as const),
      of: { zh: '登记', en: 'registration' },
      clocks: [clock],
    };
    expect(noticeView(notice, soon).clocks[0]).toMatchObject({
      rule: 'DZ-20',
      startedAt: start,
      until: { zh: '2026年10月9日 24:00（北京时间）', en: '2026-10-09 24:00 Shanghai time' },
      calendar: 'cn-2024-2025-2026',
    });
  });
});

describe('POLICY-21: a clock runs on', () => {
  const later = { ...clock, dueAt: instant(millis(clock.dueAt) + 86_400_000) };
  const fixed = openClock('DZ-28', start);
  const moved = { ...fixed, dueAt: instant(millis(fixed.dueAt) + 1) };

  test('it ends only where its row stops it', () => {
    expect(clockBreach({}, [fixed], [])).toContain('DZ-28 ends');
    expect(clockBreach({ stops: ['DZ-28'] }, [fixed], [])).toBeUndefined();
  });

  test('it begins only where its row starts it', () => {
    expect(clockBreach({}, [], [fixed])).toContain('DZ-28 begins');
    expect(clockBreach({ starts: ['DZ-28'] }, [], [fixed])).toBeUndefined();
  });

  test('nothing suspends it: its end moves only where its own rule knows an extension or a restart', () => {
    expect(clockBreach({}, [fixed], [moved])).toContain('DZ-28 is moved');
    expect(clockBreach({}, [clock], [later])).toBeUndefined();
    const restarted = openClock('REG-10', '2026-11-01T02:00:00.000Z');
    expect(clockBreach({}, [openClock('REG-10', start)], [restarted])).toBeUndefined();
  });
});

describe('POLICY-21: whom a row tells', () => {
  const told = (status: string) => toldBy(violation.transitions.dismiss, status);

  test('a dismissal tells whoever reported, and the subject only once it has heard of the case', () => {
    expect([told('reported'), told('accepted')]).toEqual([['reporter'], ['reporter']]);
    for (const status of ['bound', 'confirmed', 'noticed', 'replied']) {
      expect(told(status)).toEqual(['reporter', 'operator', 'source-unit']);
    }
    expect(told('executed')).toEqual([]);
    const { state } = reported().and(enforcing.dismiss(reportAt));
    expect(violation.hearers?.(state)).toEqual({ reporter: ['bureau'] });
  });

  test('an alarm of the platform has no reporter to tell', () => {
    expect(violation.hearers?.(reported({ alarm: 'alarm-1' }).state)).toEqual({});
  });
});
