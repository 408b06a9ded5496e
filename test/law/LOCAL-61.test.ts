import { expect, test } from 'vitest';
import { creditRecord } from '../../shared/domain/credit-record.ts';
import { askRepair, dismiss, object, published } from '../domain/crediting.ts';

/** Ten working days after Monday 2 November 2026. */
const due = { period: 'LOCAL-61', dueAt: '2026-11-16T16:00:00.000Z' };

test('ten working days to answer an objection or an application for repair, from its receipt', () => {
  for (const asked of [object, askRepair]) {
    const { state } = published().and(asked);
    expect(creditRecord.clocks(state)).toMatchObject([due]);
    // An answer that comes late still ends the clock: it was late, not lost.
    const type = asked.type === 'object' ? 'dismiss' : 'refuse-repair';
    const answered = published().and(asked, { ...dismiss, type, at: '2026-12-01T01:00:00.000Z' });
    expect(creditRecord.clocks(answered.state)).toEqual([]);
  }
});
