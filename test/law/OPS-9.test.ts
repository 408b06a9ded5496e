import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { plan } from '../../shared/domain/plan.ts';
import { missingContents, planContent } from '../../shared/domain/plan-contents.ts';
import { decidePlan, draftAgreement, draftPlan, facts, planTexts, proposeAgreement } from '../domain/examples.ts';
import { cited, given, pointers } from '../domain/given.ts';

describe('the twelve contents of a plan', () => {
  test('are twelve, and an empty draft lacks them all at once', () => {
    expect(missingContents({})).toHaveLength(12);
    const refused = given(plan)
      .and({ ...draftPlan, contents: {} })
      .when(decidePlan);
    expect(cited(refused)).toEqual(Array.from({ length: 12 }, () => 'OPS-9'));
    expect(pointers(refused)).toEqual(planContent.options.map((content) => `/contents/${content}`));
  });

  test('a plan with eleven is not decided, one with twelve is', () => {
    for (const content of planContent.options) {
      const { [content]: _, ...eleven } = planTexts;
      const refused = given(plan)
        .and({ ...draftPlan, contents: eleven })
        .when(decidePlan);
      expect(pointers(refused)).toEqual([`/contents/${content}`]);
    }
    expect(given(plan).and(draftPlan).when(decidePlan).refusal).toBeUndefined();
  });

  test('blank is missing', () => {
    expect(missingContents({ ...planTexts, exit: ' \n' })).toEqual(['exit']);
  });
});

test('an agreement takes only datasets of its plan', () => {
  const other = { ...facts, plan: { ...facts.plan, datasets: ['traffic'] } };
  expect(
    cited(
      given(agreement)
        .and(draftAgreement)
        .when({ ...proposeAgreement, facts: other }),
    ),
  ).toEqual(['OPS-9']);
});
