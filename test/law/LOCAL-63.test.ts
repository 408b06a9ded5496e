import { expect, test } from 'vitest';
import { creditRecord, holdersOf } from '../../shared/domain/credit-record.ts';
import type { Instant } from '../../shared/law/time.ts';
import { clerk, confirm, confirmed, dismiss, noticed, object, publish, published, reply } from '../domain/crediting.ts';
import { after, cited } from '../domain/given.ts';
import { at, paper } from '../domain/supervising.ts';

const system = { person: 'system', organization: 'platform', roles: ['system'] } as const;
const loses = { type: 'lose-ground', at, actor: system } as const;
const withdraw = { type: 'withdraw', at, actor: clerk, reasons: paper } as const;
/** Three working days after Monday 2 November 2026: until the end of the 5th. */
const due: Instant = '2026-11-05T16:00:00.000Z';

test('a record whose decision was overturned is marked, and the authority has three working days to withdraw it', () => {
  const marked = published().and(loses);
  expect(marked.state).toMatchObject({ status: 'published', done: { 'lose-ground': { at } } });
  expect(creditRecord.clocks(marked.state)).toMatchObject([{ period: 'LOCAL-63', startedAt: at, dueAt: due }]);
  for (const moment of [after(due, -1), due]) {
    // Late is late and on record; the record falls all the same, and whoever got it is known.
    const { state } = marked.and({ ...withdraw, at: moment });
    expect([state.status, creditRecord.clocks(state), holdersOf(state)]).toEqual(['withdrawn', [], ['market']]);
  }
});

test('it is marked once, by the platform alone, wherever it stands; one that fell is not', () => {
  for (const story of [noticed(), confirmed(), published(), published().and(object)]) {
    expect(creditRecord.clocks(story.and(loses).state).map(({ period }) => period)).toContain('LOCAL-63');
  }
  expect(cited(published().and(loses).when(loses))).toEqual(['POLICY-60']);
  expect(published().when({ ...loses, actor: clerk }).refusal).toMatchObject({ refused: 'role' });
  expect(published().and(withdraw).when(loses).refusal).toMatchObject({ refused: 'state' });
});

test('without its ground it is neither confirmed nor sent, and no objection to it is dismissed', () => {
  expect(cited(noticed().and(reply, loses).when(confirm))).toEqual(['POLICY-60']);
  expect(
    cited(
      confirmed()
        .and(loses)
        .when({ ...publish, standing: 'overturned' }),
    ),
  ).toEqual(['POLICY-60']);
  const objected = published().and(loses, object);
  expect(cited(objected.when(dismiss))).toEqual(['POLICY-60']);
  expect(objected.and({ ...dismiss, type: 'uphold' }).state.status).toBe('withdrawn');
});
