import { expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { agreementStory, at, people, proposeTermination, serveNotice } from '../domain/examples.ts';
import { documentOf, given } from '../domain/given.ts';

const proof = documentOf('receipt');
const terminated = given(agreement).and(...agreementStory, proposeTermination, serveNotice, {
  type: 'record-delivery',
  at,
  actor: people.grantor,
  deliveredAt: at,
  proof,
});

test('everything is given back within thirty days of the end, and the clock stops with the last dataset', () => {
  expect(agreement.clocks(terminated.state)).toMatchObject([
    { period: 'POLICY-13', startedAt: at, dueAt: endOfDay('2026-12-02') },
  ]);
  const deleted = terminated.and({
    type: 'dispose',
    at,
    actor: people.operator,
    dataset: 'weather',
    how: 'deleted',
    on: '2026-11-02',
    certificate: documentOf('deletion'),
  });
  expect(agreement.clocks(deleted.state)).toEqual([]);
});
