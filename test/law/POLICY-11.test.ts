import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import {
  applyForQualification,
  decideOperator,
  declareInterest,
  draftAgreement,
  facts,
  people,
  proposeAgreement,
  qualify,
  selectOperator,
} from '../domain/examples.ts';
import { cited, given, pointers } from '../domain/given.ts';

const applied = given(qualification).and(applyForQualification);
const colleague = { actor: people.grantorHead };

describe('whoever qualifies, selects or decides', () => {
  test('declares first, each for themselves', () => {
    expect(cited(applied.when(qualify))).toEqual(['POLICY-11']);
    expect(cited(applied.and({ ...declareInterest, ...colleague }).when(qualify))).toEqual(['POLICY-11']);
    expect(applied.and(declareInterest).when(qualify).refusal).toBeUndefined();
  });

  test('takes no part with a conflict of their own, also one found later; a colleague without one does', () => {
    const own = { ...declareInterest, interest: 'own' } as const;
    const selected = applied.and(declareInterest, qualify, selectOperator);
    expect(cited(applied.and(own).when(qualify))).toEqual(['POLICY-11']);
    expect(cited(applied.and(declareInterest, qualify, own).when(selectOperator))).toEqual(['POLICY-11']);
    expect(cited(selected.and(own).when(decideOperator))).toEqual(['POLICY-11']);
    const other = selected.and(own, { ...declareInterest, ...colleague });
    expect(other.when({ ...decideOperator, ...colleague }).state.status).toBe('decided');
  });

  test('takes no part when the whole body has a conflict, by anybody’s word or by the operator’s affiliates', () => {
    const body = { ...declareInterest, ...colleague, interest: 'organization' } as const;
    expect(pointers(applied.and(declareInterest, body).when(qualify))).toEqual(['/operator']);
    const qualified = applied.and(declareInterest, qualify);
    expect(cited(qualified.when({ ...selectOperator, related: true }))).toEqual(['POLICY-11']);
    expect(cited(qualified.and(selectOperator).when({ ...decideOperator, related: true }))).toEqual(['POLICY-11']);
  });

  test('does not take a declared conflict back', () => {
    const declared = applied.and({ ...declareInterest, interest: 'own' });
    expect(cited(declared.when(declareInterest))).toEqual(['POLICY-11']);
    expect(declared.when({ ...declareInterest, interest: 'organization' }).refusal).toBeUndefined();
  });
});

test('no agreement with an affiliate of the implementing body', () => {
  const operator = { ...facts.operator, affiliates: [facts.grantor.creditCode] };
  const drafted = given(agreement).and(draftAgreement);
  expect(cited(drafted.when({ ...proposeAgreement, facts: { ...facts, operator } }))).toEqual(['POLICY-11']);
});
