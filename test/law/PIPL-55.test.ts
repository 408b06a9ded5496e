import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { draftAgreement, factsOf, proposeAgreement } from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';

test('personal fields are supplied only after an impact assessment', () => {
  const propose = (personalAssessment: boolean) =>
    given(agreement)
      .and(draftAgreement)
      .when({
        ...proposeAgreement,
        facts: { ...factsOf({ personalBasis: true, personalAssessment }), scope: scopeOf('weather', ['值班员']) },
      });
  expect(cited(propose(false))).toEqual(['PIPL-55']);
  expect(propose(true).refusal).toBeUndefined();
});
