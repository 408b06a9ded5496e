import { expect, test } from 'vitest';
import { MAX_REFERRALS } from '../../shared/domain/case-schema.ts';
import { accepted, enforcing, head, reportAt, reported, subject } from '../domain/enforcing.ts';
import { cited } from '../domain/given.ts';

test('a case is referred to the competent body or to discipline inspection (DZ-52), and goes on', () => {
  const { state } = accepted()
    .and(enforcing.refer(reportAt))
    .when(enforcing.refer(reportAt, { actor: head, to: 'discipline-inspection' }));
  expect(state).toMatchObject({
    status: 'accepted',
    referrals: [{ to: 'competent-body' }, { to: 'discipline-inspection' }],
  });
});

test('by whoever handles it, and once it was taken on', () => {
  expect(accepted().when(enforcing.refer(reportAt, { actor: subject })).refusal?.refused).toBe('role');
  expect(reported().when(enforcing.refer(reportAt)).refusal?.refused).toBe('state');
});

test.each([
  ['competent-body', 'DZ-51'],
  ['discipline-inspection', 'DZ-52'],
] as const)('so many times and no more: %s', (to, article) => {
  const all = Array.from({ length: MAX_REFERRALS }, () => enforcing.refer(reportAt));
  const full = accepted().and(...all);
  expect(cited(full.when(enforcing.refer(reportAt, { to })))).toEqual([article]);
});
