import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { plan } from '../../shared/domain/plan.ts';
import { agreementStory, approvePlan, at, decidePlan, draftPlan, people } from '../domain/examples.ts';
import { given } from '../domain/given.ts';

const file = { type: 'record-filing', at, actor: people.grantor, number: '川数备〔2026〕1号' } as const;
const filing = { number: file.number, at };

test('the provincial filing is recorded on an approved plan and on an agreement in effect', () => {
  expect(given(plan).and(draftPlan, decidePlan, approvePlan).when(file).state).toMatchObject({ filing });
  expect(
    given(agreement)
      .and(...agreementStory)
      .when(file).state,
  ).toMatchObject({ filing });
});

test('it is no condition of effect, and nothing is filed before there is something to file', () => {
  expect(given(agreement).and(...agreementStory).state).not.toHaveProperty('filing');
  expect(given(plan).and(draftPlan).when(file).refusal?.refused).toBe('state');
});
