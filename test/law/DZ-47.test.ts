import { expect, test } from 'vitest';
import { bars, dispute } from '../../shared/domain/dispute.ts';
import { actor, cited, given } from '../domain/given.ts';
import { at, jurisdiction, paper, people } from '../domain/supervising.ts';

const { unit, clerk, other, scholar, stranger, engineer } = people;
const file = {
  type: 'file',
  at,
  actor: unit,
  jurisdiction,
  kind: 'source',
  dataset: 'dataset-1',
  claimant: 'weather',
  respondent: 'centre',
  claim: paper,
  known: true,
} as const;
const filed = given(dispute).and(file);
const accepted = filed.and({ type: 'accept', at, actor: clerk });
const consulted = accepted.and({ type: 'consult', at, actor: clerk, committee: 'experts', question: paper });

test('a source dispute names its dataset; nobody disputes with itself, or about nothing', () => {
  expect(cited(given(dispute).when({ ...file, dataset: undefined }))).toEqual(['DZ-14']);
  expect(cited(given(dispute).when({ ...file, respondent: 'weather' }))).toEqual(['DZ-47']);
  expect(cited(given(dispute).when({ ...file, known: false }))).toEqual(['DZ-47']);
  expect(given(dispute).when({ ...file, kind: 'benefit', dataset: undefined }).refusal).toBeUndefined();
});

test('it keeps the dataset out of operation from when it is taken on until it ends, by whatever way', () => {
  const reasons = { reasons: paper, body: 'court' } as const;
  const referred = consulted.and({ type: 'refer', at, actor: clerk, ...reasons });
  expect([filed, accepted, consulted, referred].map(({ state }) => bars(state))).toEqual([false, true, true, true]);
  const ends = [
    referred.and({ type: 'conclude', at, actor: clerk, outcome: paper }),
    consulted.and({ type: 'settle', at, actor: clerk, settlement: paper }),
    accepted.and({ type: 'withdraw', at, actor: unit, reason: paper }),
    filed.and({ type: 'decline', at, actor: clerk, reason: paper }),
  ];
  expect(ends.map(({ state }) => bars(state))).toEqual([false, false, false, false]);
  expect(bars(given(dispute).and({ ...file, kind: 'use' }, { type: 'accept', at, actor: clerk }).state)).toBe(false);
});

test('the committee that was asked answers, as often as it has something to say; no other does', () => {
  const advise = { type: 'advise', at, actor: scholar, opinion: paper } as const;
  expect(accepted.when(advise).refusal).toMatchObject({ refused: 'state' });
  expect(consulted.and(advise, advise).state.status).toBe('advised');
  expect(consulted.when({ ...advise, actor: actor('x', 'elsewhere', 'expert') }).refusal).toMatchObject({
    refused: 'foreign',
  });
});

test('it is coordinated by the authority that took it on, and withdrawn by its claimant', () => {
  const settle = { type: 'settle', at, actor: other, settlement: paper } as const;
  expect(accepted.when(settle).refusal).toMatchObject({ refused: 'foreign' });
  expect(accepted.when({ type: 'withdraw', at, actor: stranger, reason: paper }).refusal).toMatchObject({
    refused: 'foreign',
  });
});

test('the other side answers once it was taken on; nobody else answers for it', () => {
  const respond = { type: 'respond', at, actor: engineer, statement: paper, evidence: [] as (typeof paper)[] } as const;
  expect(filed.when(respond).refusal).toMatchObject({ refused: 'state' });
  expect(accepted.when(respond).refusal).toBeUndefined();
  expect(consulted.and(respond).state).toMatchObject({ status: 'consulting', done: { respond: { office: 'centre' } } });
  for (const actor of [unit, stranger]) {
    expect(accepted.when({ ...respond, actor }).refusal).toMatchObject({ refused: 'foreign' });
  }
});
