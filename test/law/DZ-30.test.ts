import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { qualification, securityConditions } from '../../shared/domain/qualification.ts';
import type { Instant } from '../../shared/law/time.ts';
import {
  applyForQualification,
  at,
  decideOperator,
  draftAgreement,
  facts,
  people,
  proposeAgreement,
  qualify,
  selectOperator,
} from '../domain/examples.ts';
import { cited, given, pointers, after as shift } from '../domain/given.ts';

/** 24:00 of the last day of validity in the examples, 2027-11-01 in Dazhou. */
const lapse: Instant = '2027-11-01T16:00:00.000Z';

describe('the security conditions', () => {
  test('what is not shown is listed at once, and supplied later', () => {
    const bare = given(qualification).and({ ...applyForQualification, evidence: {} });
    const refused = bare.when(qualify);
    expect(pointers(refused)).toEqual(Object.keys(securityConditions).map((one) => `/evidence/${one}`));
    expect(new Set(cited(refused))).toEqual(new Set(['DZ-30']));
    const { evidence } = applyForQualification;
    const supplied = bare.and({ type: 'supplement', at, actor: people.operator, evidence });
    expect(supplied.when(qualify).refusal).toBeUndefined();
  });

  test('a qualification is not found for days gone by', () => {
    const applied = given(qualification).and(applyForQualification);
    expect(applied.when({ ...qualify, validUntil: '2026-11-02' }).refusal).toBeUndefined();
    expect(cited(applied.when({ ...qualify, validUntil: '2026-11-01' }))).toEqual(['DZ-30']);
  });
});

describe('a qualification that lapsed', () => {
  const qualified = given(qualification).and(applyForQualification, qualify);

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
    const applied = given(qualification).and(applyForQualification);
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
