import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { draftAgreement, factsOf, proposeAgreement } from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';

test('important data enters an agreement only with its risk assessment', () => {
  const propose = (importantAssessment: boolean) =>
    given(agreement)
      .and(draftAgreement)
      .when({ ...proposeAgreement, facts: factsOf({ level: 'important', importantAssessment }) });
  expect(cited(propose(false))).toEqual(['NDR-31']);
  expect(propose(true).refusal).toBeUndefined();
});
