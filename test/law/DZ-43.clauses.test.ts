import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { draftAgreement, proposeAgreement, without } from '../domain/examples.ts';
import { cited, given, pointers } from '../domain/given.ts';

test('every agreement carries the three measures as clauses', () => {
  for (const measure of ['restrict', 'close', 'terminate']) {
    const drafted = given(agreement).and({ ...draftAgreement, contents: without('breach', measure) });
    const refused = drafted.when(proposeAgreement);
    expect([cited(refused), pointers(refused)]).toEqual([['DZ-43'], [`/contents/breach/${measure}`]]);
  }
  const liability = given(agreement).and({ ...draftAgreement, contents: without('breach', 'liability') });
  expect(cited(liability.when(proposeAgreement))).toEqual(['OPS-14']);
  expect(given(agreement).and(draftAgreement).when(proposeAgreement).refusal).toBeUndefined();
});
