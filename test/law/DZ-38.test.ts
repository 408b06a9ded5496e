import { expect, test } from 'vitest';
import { marketReport } from '../../shared/domain/market-report.ts';
import { actor, documentOf, given } from '../domain/given.ts';
import { at, authority, granting, seller } from '../domain/producing.ts';

const citizen = actor('tang', 'citizen', 'right-holder');
const report = {
  type: 'report',
  at,
  actor: citizen,
  jurisdiction: '511700',
  matter: 'dominance',
  about: 'rongshu',
  statement: documentOf('statement'),
  evidence: [documentOf('evidence')],
} as const;
const referral = {
  type: 'refer',
  at,
  actor: authority,
  document: documentOf('letter'),
  number: '达市数函〔2026〕3号',
} as const;
const answer = { type: 'answer', at, actor: authority, reply: documentOf('reply'), outcome: 'not-confirmed' } as const;
const received = given(marketReport).and({ ...report, evidence: [...report.evidence] });

test('right holders, operators and departments report; the granting body has no part in it', () => {
  for (const actor of [citizen, seller, { ...seller, roles: ['competent-department'] as const }]) {
    expect(given(marketReport).when({ ...report, evidence: [], actor }).refusal).toBeUndefined();
  }
  expect(given(marketReport).when({ ...report, evidence: [], actor: granting }).refusal?.refused).toBe('role');
});

test('it is referred to the market regulator with number and document, or answered; then it is over', () => {
  expect(received.and(referral).state).toMatchObject({
    status: 'referred',
    done: { refer: { number: referral.number } },
  });
  expect(received.and(referral, answer).state.status).toBe('answered');
  const over = received.and(answer);
  expect(over.when(referral).refusal?.refused).toBe('state');
});

test('only the authority handles it, only the reporter adds to it', () => {
  expect(received.when({ ...referral, actor: citizen }).refusal?.refused).toBe('role');
  const more = { type: 'supplement', at, actor: citizen, evidence: [documentOf('more')] } as const;
  expect(received.when({ ...more, evidence: [...more.evidence] }).refusal).toBeUndefined();
  const other = { ...citizen, organization: 'elsewhere' };
  expect(received.when({ ...more, evidence: [], actor: other }).refusal?.refused).toBe('foreign');
});

test('no clock runs, because no rule gives one, and it is no stream of the one it is about', () => {
  expect(marketReport.clocks(received.state)).toEqual([]);
  expect(Object.values(marketReport.parties(received.state))).not.toContain('rongshu');
  expect(marketReport.summary(received.state).party).toBe('citizen');
});
