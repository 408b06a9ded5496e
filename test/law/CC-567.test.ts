import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { agreementStory, at, people } from '../domain/examples.ts';
import { documentOf, given } from '../domain/given.ts';

test('settlement follows the end of an agreement and keeps its terms and signatures', () => {
  const settle = { type: 'settle', at, actor: people.grantor, certificate: documentOf('certificate') } as const;
  const running = given(agreement).and(...agreementStory);
  expect(running.when(settle).refusal?.refused).toBe('state');
  const expired = running.and({ type: 'expire', at: '2031-10-31T16:00:00.000Z', actor: people.system });
  expect(expired.when(settle).state).toMatchObject({
    status: 'settled',
    terms: { version: 1 },
    signatures: [{ side: 'grantor' }, { side: 'operator' }],
  });
});
