import { describe, expect, test } from 'vitest';
import { isApproved, plan } from '../../shared/domain/plan.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import {
  appliedFor,
  applyForQualification,
  approvePlan,
  at,
  checkedPlan,
  decideOperator,
  decidePlan,
  draftPlan,
  people,
  planTexts,
  qualify,
  selectOperator,
} from './examples.ts';
import { documentOf, given } from './given.ts';

describe('a plan', () => {
  const decided = given(plan).and(draftPlan, decidePlan);

  test('is drafted, decided, approved and published', () => {
    expect(isApproved(decided.state)).toBe(false);
    const approved = decided.and(...checkedPlan, approvePlan);
    expect(isApproved(approved.state)).toBe(true);
    const published = approved.and({ type: 'publish', at, actor: people.grantor });
    expect(published.state).toMatchObject({ status: 'published', datasets: ['weather'], number: approvePlan.number });
    expect(isApproved(published.state)).toBe(true);
  });

  test('goes back from the government to be edited and decided again', () => {
    const returned = decided.and({ type: 'return', at, actor: people.government, reason: documentOf('why') });
    expect(returned.state.status).toBe('drafted');
    const text = documentOf('plan-text-2');
    const edit = { type: 'edit' as const, at, actor: people.grantor, datasets: [], text, contents: planTexts };
    expect(returned.and(edit, decidePlan).state).toMatchObject({ status: 'decided', text, datasets: [] });
  });

  test('is its own implementing body’s', () => {
    const other = { ...people.grantor, organization: 'health-bureau' };
    expect(given(plan).when({ ...draftPlan, actor: other }).refusal?.refused).toBe('foreign');
    expect(decided.when({ ...approvePlan, actor: people.grantor }).refusal?.refused).toBe('role');
  });
});

describe('a qualification', () => {
  const applied = given(qualification).and(...appliedFor);

  test('is applied for, found, selected and decided', () => {
    const decided = applied.and(qualify, selectOperator, decideOperator);
    expect(decided.state).toMatchObject({ status: 'decided', way: 'open-tender', validUntil: '2027-11-01' });
  });

  test('is asked for by the operator itself', () => {
    const other = { ...people.operator, organization: 'another-company' };
    expect(given(qualification).when({ ...applyForQualification, actor: other }).refusal?.refused).toBe('foreign');
  });

  test('ends by the grantor with its reason', () => {
    const ended = applied.and({ type: 'end', at, actor: people.grantor, reason: documentOf('withdrawn') });
    expect(ended.state).toMatchObject({ status: 'ended', operator: 'shuju-company', reason: documentOf('withdrawn') });
  });
});
