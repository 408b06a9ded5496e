import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { draftAgreement, factsOf, proposeAgreement } from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';

const propose = (fields: string[], personalBasis: boolean) =>
  given(agreement)
    .and(draftAgreement)
    .when({
      ...proposeAgreement,
      facts: { ...factsOf({ personalBasis, personalAssessment: true }), scope: scopeOf('weather', fields) },
    });

test('personal fields are supplied only on a recorded basis', () => {
  expect(cited(propose(['气温', '值班员'], false))).toEqual(['PIPL-23']);
  expect(propose(['气温', '值班员'], true).refusal).toBeUndefined();
});

test('a scope without personal fields asks for none', () => {
  expect(propose(['气温'], false).refusal).toBeUndefined();
});
