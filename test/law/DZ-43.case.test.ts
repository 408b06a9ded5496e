import { describe, expect, test } from 'vitest';
import { violation } from '../../shared/domain/case.ts';
import {
  accepted,
  colleague,
  decided,
  delivered,
  enforcing,
  executeAt,
  laterAt,
  replied,
  reportAt,
  reported,
  stop,
} from '../domain/enforcing.ts';
import { actor, cited, documentOf, given, pointers } from '../domain/given.ts';

const holder = actor('tang', 'citizen', 'right-holder');

describe('a right holder', () => {
  test('reports, with or without proof of standing', () => {
    expect(reported({ actor: holder }).state).not.toHaveProperty('standing');
    const standing = documentOf('standing');
    expect(reported({ actor: holder, standing }).state).toMatchObject({ standing: { proven: false } });
  });

  test('binds only with standing that was handed in and proven', () => {
    const proven = enforcing.accept(reportAt, { standingProven: true });
    expect(cited(reported({ actor: holder }).when(proven))).toEqual(['DZ-43']);
    expect(reported({ actor: holder, standing: documentOf('standing') }).when(proven).state).toMatchObject({
      standing: { proven: true },
    });
  });

  test('decides nothing itself', () => {
    expect(reported({ actor: holder }).when(enforcing.accept(reportAt, { actor: holder })).refusal?.refused).toBe(
      'role',
    );
  });
});

test.each(['data-authority', 'competent-department', 'security-organ'] as const)('%s acts within its duty', (role) => {
  const { state } = given(violation).when(
    enforcing['open-with-emergency'](reportAt, { actor: actor('wei', 'bureau', role) }),
  );
  expect(state).toMatchObject({ status: 'emergency', measures: [{ liftedBy: [role] }] });
});

test.each(['operator', 'grantor', 'administrator', 'auditor', 'registration-agency'] as const)(
  '%s does not',
  (role) => {
    const outcome = given(violation).when(
      enforcing['open-with-emergency'](reportAt, { actor: actor('wei', 'bureau', role) }),
    );
    expect(outcome.refusal?.refused).toBe('role');
  },
);

test('where an agreement is in play each measure names its clause, at once or decided', () => {
  const { clause: _, ...bare } = stop;
  const atOnce = (measures: (typeof stop)[], more = {}) =>
    given(violation).when(enforcing['open-with-emergency'](reportAt, { measures, ...more }));
  const refused = atOnce([stop, { ...bare, measure: 'stop-2' }]);
  expect([cited(refused), pointers(refused)]).toEqual([['DZ-43'], ['/measures/1/clause']]);
  const measures = [bare];
  expect(cited(accepted().when(enforcing['place-emergency'](reportAt, { measures })))).toEqual(['DZ-43']);
  expect(cited(replied().when(enforcing.decide(laterAt, { measures })))).toEqual(['DZ-43']);
  const without = { agreement: undefined };
  expect(atOnce([bare], without).state.status).toBe('emergency');
  expect(cited(atOnce([{ ...bare, target: { kind: 'agreement', id: 'agreement-1' } }], without))).toEqual(['DZ-43']);
});

test('a measure is carried out once, and only one that was decided', () => {
  const committed = delivered().and(enforcing['commit-measure'](executeAt));
  expect(cited(committed.when(enforcing['commit-measure'](executeAt)))).toEqual(['DZ-43']);
  expect(cited(delivered().when(enforcing['commit-measure'](executeAt, { measure: 'other' })))).toEqual(['DZ-43']);
  expect(decided().when(enforcing['tell-remedy'](executeAt, { actor: colleague })).refusal).toBeDefined();
});
