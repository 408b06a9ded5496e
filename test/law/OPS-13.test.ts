import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import {
  agreementStory,
  appliedFor,
  decideOperator,
  draftAgreement,
  facts,
  proposeAgreement,
  qualify,
  selectOperator,
  takeEffect,
} from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';

const undecided = { ...facts, qualification: { ...facts.qualification, decided: false } };

test('the collective decision on the operator follows its selection', () => {
  const qualified = given(qualification).and(...appliedFor, qualify);
  expect(qualified.when(decideOperator).refusal?.refused).toBe('state');
  expect(qualified.and(selectOperator).when(decideOperator).state.status).toBe('decided');
});

test('without it an agreement is neither proposed for signature nor put into effect', () => {
  const drafted = given(agreement).and(draftAgreement);
  expect(cited(drafted.when({ ...proposeAgreement, facts: undecided }))).toEqual(['OPS-13']);
  const signed = given(agreement).and(...agreementStory.slice(0, -1));
  expect(cited(signed.when({ ...takeEffect, facts: undecided }))).toEqual(['OPS-13']);
  expect(signed.when(takeEffect).refusal).toBeUndefined();
});
