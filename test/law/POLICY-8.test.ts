import { expect, test } from 'vitest';
import { CONFIRM_MS } from '../../shared/domain/gate.ts';
import { delivered, emergency, enforcing, executeAt, proposal, reportAt, stop } from '../domain/enforcing.ts';
import { cited, after as shift } from '../domain/given.ts';

const committed = () => delivered().and(enforcing['commit-measure'](executeAt));
const bound = shift(executeAt, CONFIRM_MS);

test('confirmed when the freshness bound has passed, not a moment earlier', () => {
  const early = enforcing['confirm-measure'](shift(bound, -1), { refusingSince: executeAt });
  expect(cited(committed().when(early))).toEqual(['POLICY-8']);
  const { state } = committed().when(enforcing['confirm-measure'](bound, { refusingSince: executeAt }));
  expect(state).toMatchObject({
    status: 'executed',
    measures: [{ committedAt: executeAt, confirmed: { refusingSince: executeAt, at: bound } }],
  });
});

test('with the gates read back as refusing, after the commit and before now', () => {
  for (const refusingSince of [shift(executeAt, -1), shift(bound, 1)]) {
    expect(cited(committed().when(enforcing['confirm-measure'](bound, { refusingSince })))).toEqual(['POLICY-8']);
  }
  expect(committed().when(enforcing['confirm-measure'](bound, { refusingSince: bound })).events).toHaveLength(1);
});

test('what is not committed, already confirmed or not at a gate is not confirmed', () => {
  expect(cited(delivered().when(enforcing['confirm-measure'](bound)))).toEqual(['POLICY-8']);
  const twice = delivered(stop, { ...stop, measure: 'stop-2' }).and(
    enforcing['commit-measure'](executeAt),
    enforcing['confirm-measure'](bound),
  );
  expect(cited(twice.when(enforcing['confirm-measure'](bound)))).toEqual(['POLICY-8']);
  const proposed = delivered(proposal).and(enforcing['commit-measure'](executeAt, { measure: 'proposal-1' }));
  expect(cited(proposed.when(enforcing['confirm-measure'](bound, { measure: 'proposal-1' })))).toEqual(['POLICY-8']);
});

test('an emergency measure is confirmed whatever the people do meanwhile', () => {
  const at = shift(reportAt, CONFIRM_MS);
  expect(emergency().when(enforcing['confirm-measure'](at)).state).toMatchObject({
    status: 'emergency',
    measures: [{ confirmed: { at } }],
  });
});
