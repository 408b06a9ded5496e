import { expect, test } from 'vitest';
import { bars } from '../../shared/domain/agreement-bars.ts';
import { declaredOf, factsFrom } from '../../shared/domain/agreement-facts.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { organization } from '../../shared/domain/organization.ts';
import { plan } from '../../shared/domain/plan.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import {
  appliedFor,
  approveDataset,
  approvePlan,
  at,
  checkedPlan,
  decideOperator,
  decidePlan,
  draftDataset,
  draftPlan,
  publishDataset,
  qualify,
  selectOperator,
  submitDataset,
} from './examples.ts';
import { documentOf, given } from './given.ts';
import { recordMandate, register, verify } from './organization-examples.ts';

const declared = {
  disputed: false,
  shared: 'no',
  personalBasis: false,
  personalAssessment: false,
  importantAssessment: false,
} as const;
const scope = scopeOf('weather', ['气温']);
const implementing = { ...register, organization: 'data-bureau', creditCode: '11511700MB00000080' };
const proposed = { datasets: ['weather'], exceptions: [] };

test('the streams of the story carry an agreement', () => {
  const facts = factsFrom({
    plan: given(plan).and(draftPlan, decidePlan, ...checkedPlan, approvePlan).state,
    qualification: given(qualification).and(...appliedFor, qualify, selectOperator, decideOperator).state,
    grantor: given(organization).and(implementing, verify, recordMandate).state,
    operator: given(organization).and(register, verify).state,
    at,
    scope,
    datasets: [
      {
        id: 'weather',
        state: given(dataset).and(draftDataset, submitDataset, approveDataset, publishDataset).state,
        declared,
      },
    ],
  });
  expect(bars(proposed, facts, at)).toEqual([]);
});

test('streams that do not exist, or not far enough, bar it, all at once', () => {
  const facts = factsFrom({
    plan: { status: 'none' },
    qualification: { status: 'none' },
    grantor: { status: 'none' },
    operator: { status: 'none' },
    at,
    scope,
    datasets: [{ id: 'weather', state: given(dataset).and(draftDataset, submitDataset).state, declared }],
  });
  expect(bars(proposed, facts, at).map((one) => one.article)).toEqual([
    'OPS-11',
    'DZ-30',
    'OPS-13',
    'OPS-3',
    'DZ-30',
    'OPS-3',
    'DSL-31',
    'OPS-9',
    'DZ-13',
  ]);
});

test('a declaration counts only with its document', () => {
  const said = { dataset: 'weather', disputed: false, shared: true };
  expect(declaredOf([], 'weather')).toEqual(declared);
  expect(declaredOf([said], 'roads')).toEqual(declared);
  expect(declaredOf([said], 'weather')).toEqual({ ...declared, shared: 'without-consent' });
  const shown = { ...said, consent: documentOf('consent'), personalBasis: documentOf('basis') };
  expect(declaredOf([shown], 'weather')).toEqual({ ...declared, shared: 'with-consent', personalBasis: true });
});
