import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { plan } from '../../shared/domain/plan.ts';
import { precondition } from '../../shared/domain/plan-preconditions.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import { securityConditions } from '../../shared/domain/qualification-schema.ts';
import type { Instant } from '../../shared/law/time.ts';
import {
  appliedFor,
  applyForQualification,
  approvePlan,
  at,
  checkedPlan,
  checkPlan,
  decideOperator,
  decidePlan,
  declareInterest,
  draftAgreement,
  draftPlan,
  facts,
  people,
  proposeAgreement,
  qualify,
  selectOperator,
} from '../domain/examples.ts';
import { cited, given, pointers, after as shift } from '../domain/given.ts';

/** 24:00 of the last day of validity in the examples, 2027-11-01 in Dazhou. */
const lapse: Instant = '2027-11-01T16:00:00.000Z';

describe('the preconditions', () => {
  const decided = given(plan).and(draftPlan, decidePlan);

  test('are six; what was not checked is listed at once and keeps the plan from approval', () => {
    const refused = decided.when(approvePlan);
    expect(cited(refused)).toEqual(Array.from({ length: 6 }, () => 'DZ-30'));
    expect(pointers(refused)).toEqual(precondition.options.map((one) => `/checks/${one}`));
    expect(decided.and(...checkedPlan).when(approvePlan).state.status).toBe('approved');
  });

  test('any one that is missing or was found unsafe is enough; a later finding takes its place', () => {
    for (const one of precondition.options) {
      const others = checkedPlan.filter(({ precondition }) => precondition !== one);
      expect(pointers(decided.and(...others).when(approvePlan))).toEqual([`/checks/${one}`]);
      const unsafe = decided.and(...others, checkPlan(one, 'unsafe'));
      expect(pointers(unsafe.when(approvePlan))).toEqual([`/checks/${one}`]);
      expect(unsafe.and(checkPlan(one)).when(approvePlan).refusal).toBeUndefined();
    }
  });

  test('findings are about the text they were made on: an edit drops them, a return does not', () => {
    const checked = given(plan).and(draftPlan, ...checkedPlan);
    const edit = { type: 'edit', at, actor: people.grantor, text: draftPlan.text } as const;
    const edited = checked.and({ ...edit, datasets: [], contents: draftPlan.contents }, decidePlan);
    expect(cited(edited.when(approvePlan))).toHaveLength(6);
    const returned = { type: 'return', at, actor: people.government, reason: draftPlan.text } as const;
    expect(checked.and(decidePlan, returned, decidePlan).when(approvePlan).refusal).toBeUndefined();
  });
});

describe('the security conditions', () => {
  test('what is not shown is listed at once, and supplied later', () => {
    const bare = given(qualification).and({ ...applyForQualification, evidence: {} }, declareInterest);
    const refused = bare.when(qualify);
    expect(pointers(refused)).toEqual(Object.keys(securityConditions).map((one) => `/evidence/${one}`));
    expect(new Set(cited(refused))).toEqual(new Set(['DZ-30']));
    const { evidence } = applyForQualification;
    const supplied = bare.and({ type: 'supplement', at, actor: people.operator, evidence });
    expect(supplied.when(qualify).refusal).toBeUndefined();
  });

  test('a qualification is not found for days gone by', () => {
    const applied = given(qualification).and(...appliedFor);
    expect(applied.when({ ...qualify, validUntil: '2026-11-02' }).refusal).toBeUndefined();
    expect(cited(applied.when({ ...qualify, validUntil: '2026-11-01' }))).toEqual(['DZ-30']);
  });
});

describe('a qualification that lapsed', () => {
  const qualified = given(qualification).and(...appliedFor, qualify);

  test('carries no selection and no decision', () => {
    expect(qualified.when({ ...selectOperator, at: shift(lapse, -1) }).refusal).toBeUndefined();
    expect(cited(qualified.when({ ...selectOperator, at: lapse }))).toEqual(['DZ-30']);
    const selected = qualified.and(selectOperator);
    expect(selected.when({ ...decideOperator, at: shift(lapse, -1) }).refusal).toBeUndefined();
    expect(cited(selected.when({ ...decideOperator, at: lapse }))).toEqual(['DZ-30']);
  });

  test('is ended by the schedule, which ends no other', () => {
    const end = { type: 'end', actor: people.system } as const;
    expect(cited(qualified.when({ ...end, at: shift(lapse, -1) }))).toEqual(['DZ-30']);
    expect(qualified.when({ ...end, at: lapse }).state.status).toBe('ended');
    const applied = given(qualification).and(...appliedFor);
    expect(cited(applied.when({ ...end, at: lapse }))).toEqual(['DZ-30']);
  });

  test('carries no agreement, and neither does an operator nobody verified', () => {
    const drafted = given(agreement).and(draftAgreement);
    expect(drafted.when({ ...proposeAgreement, at: shift(lapse, -1) }).refusal).toBeUndefined();
    expect(cited(drafted.when({ ...proposeAgreement, at: lapse }))).toEqual(['DZ-30']);
    const unverified = { ...facts, operator: { ...facts.operator, verified: false } };
    expect(cited(drafted.when({ ...proposeAgreement, facts: unverified }))).toEqual(['DZ-30']);
  });
});
