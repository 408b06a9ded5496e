import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { draftAgreement, factsOf, proposeAgreement } from '../domain/examples.ts';
import { cited, given, pointers } from '../domain/given.ts';

test('data obtained by sharing enters an agreement only with its provider’s consent', () => {
  const drafted = given(agreement).and(draftAgreement);
  const refused = drafted.when({ ...proposeAgreement, facts: factsOf({ shared: 'without-consent' }) });
  expect([cited(refused), pointers(refused)]).toEqual([['OPS-5'], ['/contents/resources/datasets/0']]);
  const consented = drafted.when({ ...proposeAgreement, facts: factsOf({ shared: 'with-consent' }) });
  expect(consented.refusal).toBeUndefined();
});
