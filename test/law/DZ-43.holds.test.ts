import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import type { Actor, Envelope } from '../../shared/domain/decision.ts';
import type { HoldCommand, ReleaseCommand } from '../../shared/domain/holding.ts';
import { organization } from '../../shared/domain/organization.ts';
import {
  agreementStory,
  approveDataset,
  at,
  draftDataset,
  hold,
  people,
  publishDataset,
  submitDataset,
} from '../domain/examples.ts';
import { cited, given, type Outcome } from '../domain/given.ts';
import { register, verify } from '../domain/organization-examples.ts';

type Measure = (HoldCommand | ReleaseCommand) & Envelope;
/** A live stream of each kind after some measures; what all share is all that counts here. */
const streams: Record<string, (past: Measure[], next: Measure) => Outcome<object, object>> = {
  agreement: (past, next) =>
    given(agreement)
      .and(...agreementStory, ...past)
      .when(next),
  dataset: (past, next) =>
    given(dataset)
      .and(draftDataset, submitDataset, approveDataset, publishDataset, ...past)
      .when(next),
  organization: (past, next) =>
    given(organization)
      .and(register, verify, ...past)
      .when(next),
};
const placing = (measure: string, caseId: string, actor: Actor = people.authority): Measure => ({
  type: 'hold',
  at,
  actor,
  hold: { ...hold, measure, case: caseId },
});
const releasing = (caseId: string, measures: string[], actor: Actor = people.authority): Measure => ({
  type: 'release',
  at,
  actor,
  case: caseId,
  measures,
});

for (const [kind, when] of Object.entries(streams)) {
  test(`a supervisor places a measure on: ${kind}, the operator does not`, () => {
    expect(when([], placing('m-1', 'case-1')).refusal).toBeUndefined();
    const refused = when([], placing('m-1', 'case-1', people.operator));
    expect([refused.refusal?.refused, cited(refused)]).toEqual(['role', ['DZ-43']]);
  });

  test(`the same measure does not hold twice: ${kind}`, () => {
    expect(cited(when([placing('m-1', 'case-1')], placing('m-1', 'case-1')))).toEqual(['DZ-43']);
  });

  test(`a release lifts measures of its own case on: ${kind} and none of another (POLICY-3)`, () => {
    const past = [placing('m-1', 'case-1'), placing('m-2', 'case-2'), placing('m-3', 'case-1')];
    const released = when(past, releasing('case-1', ['m-1', 'm-3']));
    expect(released.events).toEqual([{ type: 'released', at, case: 'case-1', measures: ['m-1', 'm-3'] }]);
    expect(released.state).toHaveProperty('holds.m-2');
    expect(released.state).not.toHaveProperty('holds.m-1');
    for (const measures of [['m-2'], ['m-1', 'm-2'], ['m-4'], []]) {
      expect(cited(when(past, releasing('case-1', measures)))).toEqual(['POLICY-3']);
    }
    expect(when(past, releasing('case-1', ['m-1'], people.operator)).refusal?.refused).toBe('role');
  });
}
