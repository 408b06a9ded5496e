import { expect, test } from 'vitest';
import { violation } from '../../shared/domain/case.ts';
import { MAX_REFERRALS } from '../../shared/domain/case-schema.ts';
import { measure } from '../../shared/domain/measure.ts';
import { accepted, enforcing, executed, head, laterAt, reportAt, subject, supervisor } from '../domain/enforcing.ts';
import { cited } from '../domain/given.ts';

const lead = (more?: object) => enforcing.refer(reportAt, { to: 'discipline-inspection', ...more });

test('a lead about an official goes to discipline inspection with its document, by authority or head', () => {
  for (const actor of [supervisor, head]) {
    expect(accepted().and(lead({ actor })).state).toMatchObject({ referrals: [{ to: 'discipline-inspection' }] });
  }
  expect(accepted().when(lead({ actor: subject })).refusal?.refused).toBe('role');
});

test('nothing is decided by it: the case, its measures and its clocks are as before', () => {
  const before = executed();
  const { referrals, ...after } = { referrals: [], ...before.and(enforcing.refer(laterAt)).state };
  expect(referrals).toHaveLength(1);
  expect(after).toEqual(before.state);
  expect(violation.clocks(before.and(enforcing.refer(laterAt)).state)).toEqual(violation.clocks(before.state));
});

test('the last referral that a case has room for is taken, the next is refused', () => {
  const almost = accepted().and(...Array.from({ length: MAX_REFERRALS - 1 }, () => lead()));
  expect(almost.and(lead()).state).toMatchObject({ referrals: { length: MAX_REFERRALS } });
  expect(cited(almost.and(lead()).when(lead()))).toEqual(['DZ-52']);
});

test('there is no penalty of ours: no measure fines or warns anybody', () => {
  expect(measure.shape.verb.options.toSorted()).toEqual(
    ['close', 'exclude', 'other', 'restrict', 'suspend', 'terminate'].toSorted(),
  );
});
