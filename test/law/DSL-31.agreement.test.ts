import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { draftAgreement, facts, proposeAgreement } from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';

test('an operator outside the mainland gets no agreement', () => {
  const outside = { ...facts, operator: { ...facts.operator, mainland: false } };
  const drafted = given(agreement).and(draftAgreement);
  expect(cited(drafted.when({ ...proposeAgreement, facts: outside }))).toEqual(['DSL-31']);
  expect(drafted.when(proposeAgreement).refusal).toBeUndefined();
});
