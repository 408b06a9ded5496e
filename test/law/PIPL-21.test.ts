import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { agreementStory, draftAgreement, people } from '../domain/examples.ts';
import { cited, documentOf, given } from '../domain/given.ts';

test('personal data is returned or deleted by law before anything is settled', () => {
  const declarations = [{ dataset: 'weather', disputed: false, shared: false, personalBasis: documentOf('basis') }];
  const [, ...rest] = agreementStory;
  const over = '2031-10-31T16:00:00.000Z' as const;
  const expired = given(agreement).and({ ...draftAgreement, declarations }, ...rest, {
    type: 'expire',
    at: over,
    actor: people.system,
  });
  const settle = { type: 'settle', at: over, actor: people.grantor, certificate: documentOf('certificate') } as const;
  expect(cited(expired.when(settle))).toEqual(['PIPL-21']);
});
