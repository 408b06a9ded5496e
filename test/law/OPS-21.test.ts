import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import { draftAgreement, facts, proposeAgreement } from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';

const proposing = (scope: Scope) =>
  given(agreement)
    .and(draftAgreement)
    .when({ ...proposeAgreement, facts: { ...facts, scope } });

test('the scope stays inside the datasets listed and inside their entries', () => {
  expect(proposing(scopeOf('weather', ['气温'])).refusal).toBeUndefined();
  expect(cited(proposing(scopeOf('weather', ['气温', '没有的字段'])))).toEqual(['OPS-21']);
  const wider: Scope = { v: 1, datasets: { weather: ['气温'], traffic: ['车速'] } };
  expect(cited(proposing(wider))).toEqual(['OPS-21']);
});

test('a dataset of which the scope names no field is refused', () => {
  expect(cited(proposing({ v: 1, datasets: {} }))).toEqual(['OPS-21']);
});
