import { describe, expect, test } from 'vitest';
import { colleague, enforcing, executed, head, laterAt, supervisor } from '../domain/enforcing.ts';
import { actor, cited } from '../domain/given.ts';

const rectified = () => executed().and(enforcing.rectify(laterAt));
const proposed = () => rectified().and(enforcing['propose-reinstatement'](laterAt));

describe('reinstatement', () => {
  test('needs evidence of rectification', () => {
    expect(cited(executed().when(enforcing['propose-reinstatement'](laterAt)))).toEqual(['POLICY-3']);
    expect(rectified().when(enforcing['propose-reinstatement'](laterAt)).events).toHaveLength(1);
  });

  test('or an appeal that overturned the decision', () => {
    const overturned = executed().and(
      enforcing.appeal(laterAt),
      enforcing['record-outcome'](laterAt, { upheld: false }),
    );
    expect(overturned.when(enforcing['propose-reinstatement'](laterAt)).events).toHaveLength(1);
  });

  test('is refused with one person, also in another role', () => {
    for (const alone of [supervisor, actor(supervisor.person, 'bureau', 'head')]) {
      expect(cited(proposed().when(enforcing['approve-reinstatement'](laterAt, { actor: alone })))).toEqual([
        'POLICY-3',
      ]);
    }
  });

  test.each([colleague, head])('is done with two', (second) => {
    const { state } = proposed().when(enforcing['approve-reinstatement'](laterAt, { actor: second }));
    expect(state).toMatchObject({ measures: [{ measure: 'stop-1', liftedAt: laterAt }] });
    expect(state).not.toHaveProperty('reinstatement');
  });

  test('is not approved before it is proposed, and not twice', () => {
    expect(cited(rectified().when(enforcing['approve-reinstatement'](laterAt)))).toEqual(['POLICY-3']);
    const done = proposed().and(enforcing['approve-reinstatement'](laterAt));
    expect(cited(done.when(enforcing['approve-reinstatement'](laterAt)))).toEqual(['POLICY-3']);
    expect(cited(done.when(enforcing['propose-reinstatement'](laterAt)))).toEqual(['POLICY-3']);
  });

  test('lifts only what this case holds', () => {
    const foreign = enforcing['propose-reinstatement'](laterAt, { measures: ['stop-1', 'stop-of-another-case'] });
    expect(cited(rectified().when(foreign))).toEqual(['POLICY-3']);
  });

  test('is nothing that the party itself may do', () => {
    const party = actor('lin', 'rongshu', 'operator');
    expect(rectified().when(enforcing['propose-reinstatement'](laterAt, { actor: party })).refusal?.refused).toBe(
      'role',
    );
  });
});
