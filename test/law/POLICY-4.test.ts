import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { MAX_HOLDS } from '../../shared/domain/hold.ts';
import { delivered, enforcing, executeAt, laterAt, proposal, restriction, stop } from '../domain/enforcing.ts';
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

describe('a person makes one measure of several', () => {
  const carriedOut = () =>
    delivered(stop, restriction, proposal).and(
      enforcing['commit-measure'](executeAt),
      enforcing['commit-measure'](executeAt, { measure: 'restrict-1' }),
      enforcing['commit-measure'](executeAt, { measure: 'proposal-1' }),
    );

  test('as strict as the strictest; the others are merged into it and count no more', () => {
    const { state } = carriedOut().when(enforcing.consolidate(laterAt));
    expect(state).toMatchObject({
      measures: [
        { measure: 'stop-1', liftedAt: laterAt, mergedInto: 'one-1' },
        { measure: 'restrict-1', mergedInto: 'one-1' },
        { measure: 'proposal-1' },
        { measure: 'one-1', verb: 'close', committedAt: laterAt },
      ],
    });
    expect(
      cited(carriedOut().when(enforcing.consolidate(laterAt, { into: { ...restriction, measure: 'x' } }))),
    ).toEqual(['POLICY-4']);
  });

  test('two or more of this case that still hold, on one subject', () => {
    for (const measures of [['stop-1'], ['stop-1', 'stop-1'], ['stop-1', 'proposal-1'], ['stop-1', 'another-case']]) {
      expect(cited(carriedOut().when(enforcing.consolidate(laterAt, { measures })))).toEqual(['POLICY-4']);
    }
    const elsewhere = { ...stop, measure: 'stop-2', target: { kind: 'channel', id: 'channel-2' } as const };
    const two = delivered(stop, elsewhere).and(
      enforcing['commit-measure'](executeAt),
      enforcing['commit-measure'](executeAt, { measure: 'stop-2' }),
    );
    expect(cited(two.when(enforcing.consolidate(laterAt, { measures: ['stop-1', 'stop-2'] })))).toEqual(['POLICY-4']);
  });

  test('what was merged is not lifted again, the one is', () => {
    const merged = carriedOut().and(enforcing.consolidate(laterAt), enforcing.rectify(laterAt));
    const lifting = (measure: string) =>
      merged.when(enforcing['propose-reinstatement'](laterAt, { measures: [measure] }));
    expect(cited(lifting('stop-1'))).toEqual(['POLICY-3']);
    expect(lifting('one-1').events).toHaveLength(1);
  });
});
