import { describe, expect, test } from 'vitest';
import { creditRecord } from '../../shared/domain/credit-record.ts';
import { rectification } from '../../shared/domain/rectification.ts';
import { dutiesIn, outcomeOf, scored } from '../../shared/domain/scorecard.ts';
import { scoringOn } from '../../shared/law/scoring.ts';
import { endOfDay, type Instant } from '../../shared/law/time.ts';
import { dismiss, object, published, replyEnd } from '../domain/crediting.ts';
import { type Given, given, after as shift } from '../domain/given.ts';
import { at, jurisdiction, paper, people } from '../domain/supervising.ts';

const { clerk, unit } = people;
const due = endOfDay('2026-12-31');
const ordered = given(rectification).and({
  type: 'order',
  at,
  actor: clerk,
  jurisdiction,
  unit: 'weather',
  authority: 'bureau',
  origin: { kind: 'inspection', id: 'i1' },
  order: paper,
  until: '2026-12-31',
});
const accepted = (when: Instant) =>
  ordered.and(
    { type: 'prove', at, actor: unit, evidence: [paper] },
    { type: 'accept', at: when, actor: clerk, report: paper },
  );
const happened = <E extends { at: Instant }>({ events }: Pick<Given<never, never, E>, 'events'>) =>
  events.map((event) => ({ at: event.at, event }));
const dutyOf = (story: typeof ordered) => {
  const [duty] = dutiesIn(rectification, happened(story), 'weather');
  if (!duty) throw new Error('no duty');
  return duty;
};

describe('a duty', () => {
  test('is kept until the moment it is due, and late from that moment, in the year in which that happened', () => {
    expect(outcomeOf(dutyOf(accepted(shift(due, -1))), due)).toEqual({ kept: true, year: 2026 });
    expect(outcomeOf(dutyOf(accepted(due)), due)).toEqual({ kept: false, year: 2027 });
  });

  test('that still runs is neither before it is due, and late after', () => {
    expect(outcomeOf(dutyOf(ordered), shift(due, -1))).toBeUndefined();
    expect(outcomeOf(dutyOf(ordered), due)).toMatchObject({ kept: false });
  });

  test('belongs to whoever must keep the clock; the time of a right is nobody’s', () => {
    expect(dutiesIn(rectification, happened(ordered), 'bureau')).toEqual([]);
    const answered = published().and(object, { ...dismiss, at: replyEnd });
    const events = happened(answered);
    expect(dutiesIn(creditRecord, events, 'alpha')).toEqual([]);
    expect(dutiesIn(creditRecord, events, 'bureau')).toMatchObject([
      { clock: { period: 'LOCAL-61' }, endedAt: replyEnd },
    ]);
  });
});

describe('a score', () => {
  const scoring = scoringOn('2026-12-31')?.value;
  if (!scoring) throw new Error('no scoring in force');
  const none = {
    ...{ kept: 0, late: 0, findings: 0, rectifications: 0, lateRectifications: 0 },
    ...{ cases: 0, measures: 0, alarms: 0, reports: 0, marketReports: 0, confirmedReports: 0 },
    ...{ used: 0, held: 0, deliveries: 0 },
  };
  const of = (counts: Partial<typeof none>) => {
    const { parts, total } = scored({ ...none, ...counts }, scoring);
    return { total, ...Object.fromEntries(parts.map(({ part, score }) => [part, score])) };
  };

  test('counts only the parts with data', () => {
    expect(of({})).toEqual({ total: 100, violations: 100 });
    expect(of({ kept: 1, late: 1 })).toEqual({ timeliness: 50, violations: 100, total: 71.4 });
  });

  test('takes points off, never below nothing', () => {
    expect(of({ findings: 3, lateRectifications: 1, cases: 1, measures: 2 })).toMatchObject({
      quality: 65,
      violations: 60,
    });
    expect(of({ cases: 5 })).toMatchObject({ violations: 0, total: 0 });
  });

  test('takes off for what was confirmed, and nothing for what was only said', () => {
    const said = { alarms: 3, reports: 2, marketReports: 2 };
    expect(of(said)).toMatchObject({ violations: 100 });
    expect(of({ ...said, confirmedReports: 1 })).toMatchObject({ violations: 90 });
    const { parts } = scored({ ...none, ...said, confirmedReports: 1, deliveries: 7 }, scoring);
    const numbers = '100 − 20 × 0 − 10 × 0 − 10 × 1 − 0 × 6';
    expect(parts[2]).toMatchObject({ numbers, formula: { zh: expect.stringContaining('告警 3、未决违规举报 2') } });
    expect(parts[3]).toMatchObject({ formula: { zh: expect.stringContaining('供给 7 次') } });
  });

  test('is the weighted mean, and says its numbers', () => {
    const all = { kept: 3, late: 1, findings: 2, rectifications: 1, cases: 1, measures: 1, used: 1, held: 2 };
    // (75·40 + 90·20 + 70·30 + 50·10) ÷ 100
    expect(of(all)).toEqual({ timeliness: 75, quality: 90, violations: 70, use: 50, total: 74 });
    expect(scored({ ...none, ...all }, scoring).parts[0]?.numbers).toBe('100 × 3 ÷ (3 + 1)');
  });

  test('has no weights before the regulation', () => {
    expect(scoringOn('2025-02-28')).toBeUndefined();
    expect(scoringOn('2025-03-01')?.value.weights).toEqual({ timeliness: 40, quality: 20, violations: 30, use: 10 });
  });
});
