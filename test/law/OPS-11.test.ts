import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { plan } from '../../shared/domain/plan.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import {
  appliedFor,
  approvePlan,
  checkedPlan,
  decidePlan,
  draftAgreement,
  draftPlan,
  facts,
  people,
  proposeAgreement,
  qualify,
  selectOperator,
} from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';

test('the government approves a plan only after its collective decision', () => {
  const drafted = given(plan).and(draftPlan);
  expect(drafted.when(approvePlan).refusal?.refused).toBe('state');
  expect(drafted.and(decidePlan, ...checkedPlan).when(approvePlan).refusal).toBeUndefined();
});

test('nobody but the government approves', () => {
  const decided = given(plan).and(draftPlan, decidePlan);
  const refused = decided.when({ ...approvePlan, actor: people.authority });
  expect([refused.refusal?.refused, cited(refused)]).toEqual(['role', ['OPS-11']]);
});

test('no operator is selected and no agreement proposed on a plan that is not approved', () => {
  const qualified = given(qualification).and(...appliedFor, qualify);
  expect(cited(qualified.when({ ...selectOperator, planApproved: false }))).toEqual(['OPS-11']);
  expect(qualified.when(selectOperator).refusal).toBeUndefined();
  const unapproved = { ...facts, plan: { ...facts.plan, approved: false } };
  const drafted = given(agreement).and(draftAgreement);
  expect(cited(drafted.when({ ...proposeAgreement, facts: unapproved }))).toEqual(['OPS-11']);
});
