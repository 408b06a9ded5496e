import { describe, expect, test } from 'vitest';
import { decideAt, delivered, enforcing, executeAt, laterAt, proposal, replied, stop } from '../domain/enforcing.ts';
import { actor, cited, pointers } from '../domain/given.ts';

const proposed = () => delivered(proposal).and(enforcing['commit-measure'](executeAt, { measure: 'proposal-1' }));

describe('a supervisor proposes to terminate', () => {
  const deciding = (order: typeof stop) => replied().when(enforcing.decide(decideAt, { measures: [order] }));

  test('an agreement, to its grantor', () => {
    expect(deciding(proposal).state.status).toBe('decided');
  });

  test('nothing else, and to nobody unnamed', () => {
    const { addressee: _, ...unaddressed } = proposal;
    expect(cited(deciding({ ...proposal, target: stop.target }))).toEqual(['POLICY-2']);
    expect(cited(deciding(unaddressed))).toEqual(['POLICY-2']);
    expect(pointers(deciding({ ...stop, addressee: 'city-office' }))).toEqual(['/measures/0/addressee']);
  });
});

describe('the grantor answers', () => {
  test('yes or no, and the case goes on either way', () => {
    expect(proposed().when(enforcing['answer-proposal'](laterAt)).state.status).toBe('executed');
    expect(proposed().when(enforcing['answer-proposal'](laterAt, { accepted: false })).state.status).toBe('executed');
  });

  test('nobody else answers for it', () => {
    const other = actor('zhao', 'county-office', 'grantor');
    const outcome = proposed().when(enforcing['answer-proposal'](laterAt, { actor: other }));
    expect(outcome.refusal?.refused).toBe('foreign');
    expect(cited(outcome)).toEqual(['POLICY-2']);
  });

  test('once, and only what was proposed', () => {
    const stream = delivered(proposal, stop).and(
      enforcing['commit-measure'](executeAt, { measure: 'proposal-1' }),
      enforcing['answer-proposal'](laterAt),
    );
    expect(cited(stream.when(enforcing['answer-proposal'](laterAt)))).toEqual(['POLICY-2']);
    expect(cited(stream.when(enforcing['answer-proposal'](laterAt, { measure: 'stop-1' })))).toEqual(['DZ-43']);
  });
});
