import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { draftAgreement, factsOf, proposeAgreement } from '../domain/examples.ts';
import { cited, documentOf, given } from '../domain/given.ts';

test('data of others than government departments needs a recorded basis', () => {
  const exceptions = [{ article: 'OPS-25' as const, basis: documentOf('basis') }];
  for (const kind of ['public-service', 'voluntary'] as const) {
    const propose = { ...proposeAgreement, facts: factsOf({ kind }) };
    expect(cited(given(agreement).and(draftAgreement).when(propose))).toEqual(['OPS-25']);
    const based = given(agreement).and({ ...draftAgreement, exceptions });
    expect(based.when(propose).refusal).toBeUndefined();
  }
});
