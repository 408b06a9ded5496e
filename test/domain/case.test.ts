import { describe, expect, test } from 'vitest';
import { violation } from '../../shared/domain/case.ts';
import { hold } from '../../shared/domain/hold.ts';
import { holdOf, type Order } from '../../shared/domain/measure.ts';
import {
  accepted,
  colleague,
  decideAt,
  delivered,
  emergency,
  enforcing,
  executeAt,
  executed,
  laterAt,
  noticeAt,
  proposal,
  replied,
  reportAt,
  reported,
  restriction,
  stop,
  subject,
} from './enforcing.ts';
import { actor, cited, documentOf, given, pointers } from './given.ts';

describe('the ordinary course', () => {
  test('runs from the report to the closed case', () => {
    const { state, events } = executed().and(
      enforcing['tell-remedy'](laterAt),
      enforcing.rectify(laterAt),
      enforcing['propose-reinstatement'](laterAt),
      enforcing['approve-reinstatement'](laterAt),
      enforcing.close(laterAt),
    );
    expect(events.map((event) => event.type)).toEqual([
      'reported',
      'accepted',
      'noticed',
      'notice-delivered',
      'replied',
      'decided',
      'decision-delivered',
      'measure-committed',
      'measure-confirmed',
      'remedy-told',
      'rectified',
      'reinstatement-proposed',
      'reinstated',
      'closed',
    ]);
    expect(state).toMatchObject({ status: 'closed', outcome: 'settled' });
  });

  test('is executed when the last of several measures is carried out', () => {
    const one = delivered(stop, restriction, proposal).and(enforcing['commit-measure'](executeAt));
    expect(one.state.status).toBe('executing');
    const two = one.and(
      enforcing['confirm-measure'](laterAt),
      enforcing['commit-measure'](laterAt, { measure: 'proposal-1' }),
      enforcing['answer-proposal'](laterAt, { accepted: false }),
      enforcing['commit-measure'](executeAt, { measure: 'restrict-1' }),
    );
    expect(two.state.status).toBe('executing');
    expect(two.and(enforcing['confirm-measure'](laterAt, { measure: 'restrict-1' })).state.status).toBe('executed');
  });

  test('a decision may leave the emergency measure as it is', () => {
    const stream = emergency().and(
      enforcing['confirm-measure'](noticeAt),
      enforcing['confirm-emergency'](reportAt),
      enforcing.notify(noticeAt),
      enforcing['record-delivery'](noticeAt),
      enforcing.reply(noticeAt),
      enforcing.decide(decideAt, { measures: [] }),
      enforcing['record-delivery'](decideAt),
    );
    expect(stream.state.status).toBe('executed');
  });

  test('an appeal does not stop execution; an order of the reviewing body does, until another ends it', () => {
    const executing = delivered(stop, restriction).and(enforcing['commit-measure'](executeAt));
    const next = enforcing['commit-measure'](laterAt, { measure: 'restrict-1' });
    const appealed = executing.and(enforcing.appeal(laterAt));
    expect(appealed.when(next).events).toHaveLength(1);
    const stayed = appealed.and(enforcing['record-stay'](laterAt));
    expect(cited(stayed.when(next))).toEqual(['POLICY-5']);
    expect(cited(stayed.when(enforcing['record-stay'](laterAt)))).toEqual(['POLICY-5']);
    expect(appealed.when(enforcing['record-stay'](laterAt, { actor: subject })).refusal?.refused).toBe('role');
    const resumed = stayed.and(enforcing['record-stay'](laterAt, { stay: false }));
    expect(resumed.when(next).events).toHaveLength(1);
    // Under a stay what holds already may be lifted, by two people, without evidence of rectification.
    expect(stayed.when(enforcing['propose-reinstatement'](laterAt)).events).toHaveLength(1);
    expect(cited(resumed.when(enforcing['propose-reinstatement'](laterAt)))).toEqual(['POLICY-3']);
  });

  test('review first, suit after it', () => {
    const upheld = executed().and(enforcing.appeal(laterAt), enforcing['record-outcome'](laterAt));
    expect(upheld.state.status).toBe('upheld');
    const { state } = upheld.and(
      enforcing.appeal(laterAt, { kind: 'suit' }),
      enforcing['record-outcome'](laterAt, { upheld: false }),
    );
    expect(state.status).toBe('overturned');
  });
});

describe('whose it is', () => {
  test('another authority opens its own case', () => {
    const elsewhere = actor('gu', 'health', 'competent-department');
    expect(accepted().when(enforcing.notify(noticeAt, { actor: elsewhere })).refusal?.refused).toBe('foreign');
  });

  test('only the organization that it is about replies', () => {
    const stranger = actor('zhou', 'other', 'operator');
    const stream = accepted().and(enforcing.notify(noticeAt));
    expect(stream.when(enforcing.reply(noticeAt, { actor: stranger })).refusal?.refused).toBe('foreign');
  });

  test('an emergency is the actor’s own authority’s, save for the system', () => {
    const outcome = given(violation).when(enforcing['open-with-emergency'](reportAt, { authority: 'health' }));
    expect(outcome.refusal?.refused).toBe('foreign');
    const placed = given(violation).when(
      enforcing['open-with-emergency'](reportAt, { actor: actor('system', 'platform', 'system') }),
    );
    expect(placed.state).toMatchObject({ authority: 'bureau', measures: [{ liftedBy: ['data-authority'] }] });
  });
});

describe('what is ordered', () => {
  const deciding = (...measures: readonly Order[]) => replied().when(enforcing.decide(decideAt, { measures }));

  test('all that is wrong with it is told at once', () => {
    const { scope: _, ...bare } = restriction;
    const outcome = deciding(stop, stop, bare, { ...stop, measure: 'x', permanent: true, target: proposal.target });
    expect(pointers(outcome)).toEqual(['/measures/1/measure', '/measures/2/scope', '/measures/3/permanent']);
  });

  test('at most eight measures in one case', () => {
    const many = Array.from({ length: 9 }, (_, n) => ({ ...stop, measure: `m-${n}` }));
    expect(deciding(...many.slice(1)).refusal).toBeUndefined();
    expect(cited(deciding(...many))).toEqual(['POLICY-4']);
  });

  test('nothing ordered and nothing held is dismissed instead', () => {
    expect(cited(deciding())).toEqual(['DZ-43']);
  });

  test('each measure has the grip that target and gate take', () => {
    const { state } = delivered(stop, restriction, proposal);
    const grips = state.status === 'decided' ? state.measures.map((one) => holdOf('case-1', one, decideAt)) : [];
    expect(grips.map((grip) => grip && hold.parse(grip).verb)).toEqual(['close', 'restrict', undefined]);
  });
});

describe('facts', () => {
  test('are added until the notice, not after', () => {
    expect(accepted().when(enforcing['add-facts'](reportAt)).events).toHaveLength(1);
    expect(accepted().and(enforcing.notify(noticeAt)).when(enforcing['add-facts'](noticeAt)).refusal?.refused).toBe(
      'state',
    );
  });

  test('are bounded', () => {
    const fact = { ...documentOf('fact'), mediaType: 'image/png', bytes: 1 };
    const facts = Array.from({ length: 49 }, () => fact);
    expect(reported().when(enforcing['add-facts'](reportAt, { facts })).events).toHaveLength(1);
    expect(cited(reported().when(enforcing['add-facts'](reportAt, { facts: [...facts, fact] })))).toEqual(['POLICY-9']);
  });
});

describe('closing', () => {
  test('waits until nothing of the case holds', () => {
    expect(cited(executed().and(enforcing['tell-remedy'](laterAt)).when(enforcing.close(laterAt)))).toEqual([
      'POLICY-3',
    ]);
  });

  test('follows an accepted termination: nothing is left to reinstate', () => {
    const stream = delivered(stop, proposal).and(
      enforcing['commit-measure'](executeAt),
      enforcing['confirm-measure'](laterAt),
      enforcing['commit-measure'](laterAt, { measure: 'proposal-1' }),
      enforcing['answer-proposal'](laterAt),
      enforcing['tell-remedy'](laterAt),
    );
    expect(stream.when(enforcing.close(laterAt)).state.status).toBe('closed');
  });

  test('a channel closed for good is not reinstated and does not hold up the end', () => {
    const stream = delivered({ ...stop, permanent: true }).and(
      enforcing['commit-measure'](executeAt),
      enforcing['confirm-measure'](laterAt),
      enforcing.rectify(laterAt, { actor: subject }),
      enforcing['tell-remedy'](laterAt),
    );
    expect(cited(stream.when(enforcing['propose-reinstatement'](laterAt, { actor: colleague })))).toEqual(['POLICY-3']);
    expect(stream.when(enforcing.close(laterAt)).state.status).toBe('closed');
  });

  test('an upheld decision is carried out first', () => {
    const stream = delivered(stop, restriction).and(
      enforcing['commit-measure'](executeAt),
      enforcing.appeal(laterAt),
      enforcing['record-outcome'](laterAt),
      enforcing['tell-remedy'](laterAt),
    );
    expect(cited(stream.when(enforcing.close(laterAt)))).toEqual(['POLICY-5']);
  });
});
