import { describe, expect, test } from 'vitest';
import { violation } from '../../shared/domain/case.ts';
import { holding } from '../../shared/domain/measure.ts';
import { openClock } from '../../shared/law/periods.ts';
import {
  accepted,
  colleague,
  emergency,
  enforcing,
  head,
  noticeAt,
  proposal,
  reportAt,
  reported,
  stop,
  supervisor,
} from '../domain/enforcing.ts';
import { actor, cited, given, pointers, after as shift } from '../domain/given.ts';

const { dueAt } = openClock('POLICY-6', reportAt);
const escalated = () => emergency().and(enforcing.escalate(dueAt));
const holds = (state: Parameters<typeof violation.evolve>[0]) =>
  state.status !== 'none' && state.measures.some(holding);

describe('close first', () => {
  test('the measure is committed with the case, and the clock to confirm runs', () => {
    const { state } = emergency();
    expect(state).toMatchObject({
      status: 'emergency',
      measures: [{ measure: 'stop-1', committedAt: reportAt }],
      clock: { period: 'POLICY-6', dueAt },
    });
    expect(holds(state)).toBe(true);
  });

  test('a security organ names the number of its document, for each measure; without it it may report', () => {
    const organ = { actor: actor('wei', 'bureau', 'security-organ') };
    const { number: _, ...unnumbered } = stop;
    const acting = (measures: (typeof stop)[], who: object = organ) =>
      given(violation).when(enforcing['open-with-emergency'](reportAt, { ...who, measures }));
    const refused = acting([stop, { ...unnumbered, measure: 'stop-2' }]);
    expect([cited(refused), pointers(refused)]).toEqual([['POLICY-6'], ['/measures/1/number']]);
    expect(acting([stop]).state.status).toBe('emergency');
    expect(acting([unnumbered], {}).state.status).toBe('emergency');
    const inCase = { ...organ, measures: [unnumbered] };
    expect(cited(accepted().when(enforcing['place-emergency'](reportAt, inCase)))).toEqual(['POLICY-6']);
    expect(given(violation).when(enforcing.report(reportAt, organ)).state.status).toBe('reported');
  });

  test('also in a case that already exists', () => {
    expect(reported().when(enforcing['place-emergency'](reportAt)).state.status).toBe('emergency');
    expect(accepted().when(enforcing['place-emergency'](reportAt)).state.status).toBe('emergency');
  });

  test('it stops for the moment: it ends nothing, and it is not empty', () => {
    for (const measures of [
      [proposal],
      [{ ...stop, verb: 'other' as const }],
      [{ ...stop, permanent: true as const }],
      [],
    ]) {
      const outcome = given(violation).when(enforcing['open-with-emergency'](reportAt, { measures }));
      expect(cited(outcome)).toEqual(['POLICY-6']);
    }
  });
});

describe('a second person confirms', () => {
  test('inside the limit', () => {
    expect(emergency().when(enforcing['confirm-emergency'](shift(dueAt, -1))).state.status).toBe('confirmed');
    expect(cited(emergency().when(enforcing['confirm-emergency'](dueAt)))).toEqual(['POLICY-6']);
  });

  test('not the one who placed it', () => {
    const outcome = emergency().when(enforcing['confirm-emergency'](reportAt, { actor: supervisor }));
    expect(cited(outcome)).toEqual(['POLICY-6']);
  });

  test('and the notice follows', () => {
    const confirmed = emergency().and(enforcing['confirm-emergency'](reportAt));
    expect(confirmed.when(enforcing.notify(noticeAt)).state.status).toBe('noticed');
    expect(emergency().when(enforcing.notify(noticeAt)).refusal?.refused).toBe('state');
  });
});

describe('told at once', () => {
  test('in writing, once, before and after the confirmation', () => {
    const told = emergency().and(enforcing['tell-emergency'](reportAt));
    expect(told.state).toMatchObject({ status: 'emergency', told: { at: reportAt } });
    expect(cited(told.when(enforcing['tell-emergency'](reportAt)))).toEqual(['POLICY-6']);
    const confirmed = emergency().and(enforcing['confirm-emergency'](reportAt));
    expect(confirmed.when(enforcing['tell-emergency'](reportAt)).events).toHaveLength(1);
    expect(escalated().when(enforcing['tell-emergency'](dueAt)).events).toHaveLength(1);
  });

  test('and in the inbox by the very step that places it', () => {
    expect(violation.transitions['open-with-emergency'].tells).toContain('operator');
    expect(violation.transitions['place-emergency'].tells).toContain('operator');
  });
});

describe('late, it goes to the head', () => {
  test('by the schedule when the time is over, not a moment earlier', () => {
    expect(cited(emergency().when(enforcing.escalate(shift(dueAt, -1))))).toEqual(['POLICY-6']);
    expect(escalated().state.status).toBe('escalated');
  });

  test('at once by a second person who will not confirm, never by the first', () => {
    expect(emergency().when(enforcing.escalate(reportAt, { actor: colleague })).state.status).toBe('escalated');
    expect(cited(emergency().when(enforcing.escalate(reportAt, { actor: supervisor })))).toEqual(['POLICY-6']);
  });

  test('closed meanwhile', () => {
    expect(holds(escalated().state)).toBe(true);
  });

  test('the head confirms, or lifts; the measure ends only then', () => {
    expect(escalated().when(enforcing['settle-escalation'](dueAt)).state.status).toBe('confirmed');
    const lifted = escalated().when(enforcing['settle-escalation'](dueAt, { confirmed: false })).state;
    expect(lifted.status).toBe('accepted');
    expect(holds(lifted)).toBe(false);
  });

  test('nobody else settles it, and not the head who placed it', () => {
    const supervising = enforcing['settle-escalation'](dueAt, { actor: colleague });
    expect(escalated().when(supervising).refusal?.refused).toBe('role');
    const both = actor(head.person, 'bureau', 'data-authority', 'head');
    const own = given(violation).and(
      enforcing['open-with-emergency'](reportAt, { actor: both }),
      enforcing.escalate(dueAt),
    );
    expect(cited(own.when(enforcing['settle-escalation'](dueAt, { actor: both })))).toEqual(['POLICY-6']);
  });

  test('only people reopen: the system confirms, lifts and dismisses nothing', () => {
    const system = actor('system', 'bureau', 'system');
    for (const command of [
      enforcing['settle-escalation'](dueAt, { actor: system }),
      enforcing.dismiss(dueAt, { actor: system }),
      enforcing['approve-reinstatement'](dueAt, { actor: system }),
    ]) {
      expect(escalated().when(command).refusal?.refused).toBe('role');
    }
  });
});
