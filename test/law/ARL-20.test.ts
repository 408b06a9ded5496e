import { describe, expect, test } from 'vitest';
import { type Case, violation } from '../../shared/domain/case.ts';
import { openClock } from '../../shared/law/periods.ts';
import { decideAt, enforcing, executed, laterAt } from '../domain/enforcing.ts';
import { cited, documentOf, after as shift } from '../domain/given.ts';

const told = () => executed().and(enforcing['tell-remedy'](laterAt));
const terms = [
  { kind: 'review', article: 'ARL-20' },
  { kind: 'suit', article: 'APL-46' },
] as const;

describe.each(terms)('$kind: its term runs from the delivery of the decision', ({ kind, article }) => {
  const { dueAt } = openClock(article, decideAt);

  test('until its last moment, not at its end', () => {
    expect(told().when(enforcing.appeal(shift(dueAt, -1), { kind })).state.status).toBe('appealed');
    expect(cited(told().when(enforcing.appeal(dueAt, { kind })))).toEqual([article]);
  });

  test('late all the same with the paper by which it was taken on', () => {
    const late = enforcing.appeal(dueAt, { kind, accepted: documentOf('taken-on') });
    expect(told().when(late).state.status).toBe('appealed');
  });

  test('a term that nobody told does not run out here', () => {
    expect(executed().when(enforcing.appeal(dueAt, { kind })).state.status).toBe('appealed');
  });
});

test('a suit after an upheld review has a term of its own, which the court watches', () => {
  const upheld = told().and(enforcing.appeal(laterAt), enforcing['record-outcome'](laterAt));
  const late = openClock('APL-46', decideAt).dueAt;
  expect(upheld.when(enforcing.appeal(late, { kind: 'suit' })).state.status).toBe('appealed');
});

test('both terms are among the open clocks of the case from the remedy notice on, beside whatever else it does', () => {
  const periodsOf = (state: Case) => violation.clocks(state).map(({ period }) => period);
  expect(periodsOf(executed().state)).toEqual([]);
  expect(periodsOf(told().state)).toEqual(['ARL-20', 'APL-46']);
  const appealed = told().and(enforcing.appeal(laterAt));
  expect(periodsOf(appealed.state)).toEqual(['ARL-20', 'APL-46']);
  const over = appealed.and(
    enforcing['record-outcome'](laterAt, { upheld: false }),
    enforcing['propose-reinstatement'](laterAt),
    enforcing['approve-reinstatement'](laterAt),
  );
  expect(periodsOf(over.state)).toEqual(['ARL-20', 'APL-46']);
  // A closed case keeps what was told, and nothing runs in it.
  expect(over.and(enforcing.close(laterAt)).state).toHaveProperty('remedy');
  expect(periodsOf(over.and(enforcing.close(laterAt)).state)).toEqual([]);
});
