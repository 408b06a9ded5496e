import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { MAX_HOLDS } from '../../shared/domain/hold.ts';
import { agreementStory, at, hold, people } from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';

test('one subject carries a bounded number of measures', () => {
  const place = (index: number) =>
    ({ type: 'hold', at, actor: people.authority, hold: { ...hold, measure: `m-${index}` } }) as const;
  const fill = Array.from({ length: MAX_HOLDS - 1 }, (_, index) => place(index));
  const nearly = given(agreement).and(...agreementStory, ...fill);
  const full = nearly.and(place(MAX_HOLDS));
  expect(cited(full.when(place(MAX_HOLDS + 1)))).toEqual(['POLICY-4']);
});
