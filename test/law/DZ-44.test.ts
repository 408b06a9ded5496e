import { describe, expect, test } from 'vitest';
import { assessment, isCurrent } from '../../shared/domain/assessment.ts';
import { preparedness } from '../../shared/domain/preparedness.ts';
import { rectification } from '../../shared/domain/rectification.ts';
import { endOfDay, startOfDay } from '../../shared/law/time.ts';
import { after, cited, given } from '../domain/given.ts';
import { at, jurisdiction, paper, people } from '../domain/supervising.ts';

const { clerk, other, unit, officer, operator, stranger } = people;
const order = {
  type: 'order',
  at,
  actor: clerk,
  jurisdiction,
  unit: 'weather',
  authority: 'bureau',
  origin: { kind: 'inspection', id: 'inspection-1' },
  order: paper,
  until: '2026-11-20',
} as const;
const ordered = given(rectification).and(order);
const due = endOfDay('2026-11-20');
const [late, later] = [after(due, 1), after(due, 2)];

describe('rectification', () => {
  test('is due at the end of the day that the order sets, and on no day that has passed', () => {
    expect(rectification.clocks(ordered.state)).toMatchObject([{ period: 'POLICY-40', startedAt: at, dueAt: due }]);
    expect(cited(given(rectification).when({ ...order, until: '2026-11-01' }))).toEqual(['DZ-44']);
    // The order's own day has not passed before its end.
    expect(given(rectification).when({ ...order, until: '2026-11-02' }).refusal).toBeUndefined();
  });

  test('goes from plan and evidence to acceptance, which stops the clock, also when it is late', () => {
    const proven = ordered.and(
      { type: 'plan', at, actor: officer, plan: paper },
      { type: 'prove', at: late, actor: unit, evidence: [paper] },
    );
    expect(rectification.clocks(proven.state)).toMatchObject([{ dueAt: due }]);
    const accepted = proven.and({ type: 'accept', at: later, actor: clerk, report: paper });
    expect(accepted.state.status).toBe('accepted');
    expect(rectification.clocks(accepted.state)).toEqual([]);
  });

  test('sent back, it is ordered again and its day stays; a later day needs a reason on record', () => {
    const back = ordered.and(
      { type: 'prove', at, actor: unit, evidence: [paper] },
      { type: 'return', at, actor: clerk, reason: paper },
    );
    expect([back.state.status, rectification.clocks(back.state)[0]?.dueAt]).toEqual(['ordered', due]);
    const extended = back.and({ type: 'extend', at, actor: clerk, reason: paper, until: '2026-12-20' });
    expect(rectification.clocks(extended.state)).toMatchObject([{ dueAt: endOfDay('2026-12-20') }]);
  });

  test('is the ordering authority’s and the ordered unit’s alone', () => {
    const proven = ordered.and({ type: 'prove', at, actor: unit, evidence: [paper] });
    expect(proven.when({ type: 'accept', at, actor: other, report: paper }).refusal).toMatchObject({
      refused: 'foreign',
    });
    expect(ordered.when({ type: 'plan', at, actor: operator, plan: paper }).refusal).toMatchObject({
      refused: 'foreign',
    });
    expect(ordered.when({ type: 'accept', at, actor: clerk, report: paper }).refusal).toMatchObject({
      refused: 'state',
    });
  });
});

describe('risk assessment', () => {
  const record = {
    type: 'record',
    at,
    actor: unit,
    jurisdiction,
    unit: 'weather',
    about: { kind: 'dataset', id: 'dataset-1' },
    report: paper,
    assessor: 'third-party',
    risk: 'low',
    until: '2027-11-01',
  } as const;
  const recorded = given(assessment).and(record);

  test('counts to 24:00 of its last day, and its clock says so', () => {
    const end = endOfDay('2027-11-01');
    expect(assessment.clocks(recorded.state)).toMatchObject([{ period: 'POLICY-41', dueAt: end }]);
    expect([isCurrent('2027-11-01', after(end, -1)), isCurrent('2027-11-01', end)]).toEqual([true, false]);
    expect(isCurrent(undefined, at)).toBe(false);
  });

  test('high risk is treated before it is recorded', () => {
    expect(cited(given(assessment).when({ ...record, risk: 'high' }))).toEqual(['NDR-31']);
    expect(
      cited(recorded.when({ type: 'renew', at, actor: unit, report: paper, risk: 'high', until: '2028-01-01' })),
    ).toEqual(['NDR-31']);
  });

  test('is renewed by its unit only, and no longer counts when withdrawn', () => {
    const renew = { type: 'renew', at, actor: unit, report: paper, risk: 'medium', until: '2028-01-01' } as const;
    expect(assessment.clocks(recorded.and(renew).state)).toMatchObject([{ dueAt: endOfDay('2028-01-01') }]);
    expect(recorded.when({ ...renew, actor: stranger }).refusal).toMatchObject({ refused: 'foreign' });
    const withdrawn = recorded.and({ type: 'withdraw', at, actor: unit, reason: paper });
    expect(assessment.clocks(withdrawn.state)).toEqual([]);
  });
});

test('a plan and each drill say by when the next drill is due', () => {
  const adopted = given(preparedness).and({
    type: 'adopt',
    at,
    actor: officer,
    jurisdiction,
    unit: 'weather',
    plan: paper,
    next: '2027-05-01',
  });
  expect(preparedness.clocks(adopted.state)).toMatchObject([{ period: 'POLICY-42', dueAt: endOfDay('2027-05-01') }]);
  const drill = {
    type: 'drill',
    at,
    actor: unit,
    kind: 'recovery',
    on: '2026-11-01',
    report: paper,
    next: '2027-11-01',
  } as const;
  const drilled = adopted.and(drill);
  const held = { ...drill, at: startOfDay('2026-11-20'), on: '2026-11-20' } as const;
  expect(adopted.when(held).state.status).toBe('drilled');
  expect(cited(adopted.when({ ...held, at: after(held.at, -1) }))).toEqual(['DZ-44']);
  expect(preparedness.clocks(drilled.state)).toMatchObject([{ dueAt: endOfDay('2027-11-01') }]);
  expect(adopted.when({ ...drill, actor: operator }).refusal).toMatchObject({ refused: 'foreign' });
});
