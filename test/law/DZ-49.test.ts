import { expect, test } from 'vitest';
import { inspection } from '../../shared/domain/inspection.ts';
import { cited, given } from '../domain/given.ts';
import { at, jurisdiction, paper, people } from '../domain/supervising.ts';

const { clerk, other, operator } = people;
const plan = {
  type: 'plan',
  at,
  actor: clerk,
  jurisdiction,
  subject: 'alpha',
  authority: 'bureau',
  plan: paper,
  unannounced: false,
} as const;
const begin = { type: 'begin', at, actor: clerk, credentials: paper } as const;
const announce = { type: 'announce', at, actor: clerk, notice: paper, on: '2026-11-09' } as const;
const planned = given(inspection).and(plan);
const surprise = given(inspection).and({ ...plan, unannounced: true });

test('an inspection is announced first, unless it was planned not to be; then it never is', () => {
  expect(cited(planned.when(begin))).toEqual(['DZ-49']);
  expect(planned.and(announce, begin).state.status).toBe('on-site');
  expect(surprise.and(begin).state.status).toBe('on-site');
  expect(cited(surprise.when(announce))).toEqual(['DZ-49']);
});

test('the findings come from the authority that went there, and whom they are about may answer', () => {
  const onSite = planned.and(announce, begin, { type: 'record', at, actor: clerk, record: paper });
  const find = { type: 'find', at, actor: clerk, findings: paper, count: 2 } as const;
  expect(onSite.when({ ...find, actor: other }).refusal).toMatchObject({ refused: 'foreign' });
  expect(onSite.when({ type: 'close', at, actor: clerk, reason: paper }).refusal).toMatchObject({ refused: 'state' });
  const found = onSite.and(find, { type: 'answer', at, actor: operator, answer: paper });
  expect(found.and({ type: 'close', at, actor: clerk, reason: paper }).state.status).toBe('closed');
});
