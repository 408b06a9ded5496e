import { describe, expect, test } from 'vitest';
import { ladderOn } from '../../shared/law/ladder.ts';
import { confirmed, decideAt, enforcing, noticeAt, proposal, replied, restriction, stop } from '../domain/enforcing.ts';
import { cited, pointers } from '../domain/given.ts';

const { reasons: _, skips: __, ...bare } = stop;
const { reasons } = stop;
const deciding = (...measures: (typeof bare)[]) => replied().when(enforcing.decide(decideAt, { measures }));

describe('the ladder', () => {
  test('is dated: from the first day of the regulation on, not a day earlier', () => {
    expect(ladderOn('2025-02-28')).toEqual([]);
    expect(ladderOn('2025-03-01')).toEqual(['restrict', 'suspend', 'close', 'terminate']);
  });

  test('each measure of a decision gives its reasons', () => {
    const refused = deciding({ ...bare, verb: 'other' });
    expect([cited(refused), pointers(refused)]).toEqual([['POLICY-30'], ['/measures/0/reasons']]);
    expect(deciding({ ...bare, verb: 'other', reasons } as typeof stop).events).toHaveLength(1);
  });

  test('the first rung skips nothing; a higher one says why the milder would not do', () => {
    expect(deciding({ ...restriction, skips: undefined } as typeof stop).events).toHaveLength(1);
    const skipping = deciding({ ...bare, reasons } as typeof stop);
    expect([cited(skipping), pointers(skipping)]).toEqual([['POLICY-30'], ['/measures/0/skips']]);
    expect(deciding(stop).events).toHaveLength(1);
  });

  test('a rung ordered with it, or carried out before in this case, is not skipped', () => {
    const next = { ...bare, reasons } as typeof stop;
    const suspension = { ...stop, measure: 'suspend-1', verb: 'suspend' as const };
    expect(deciding(suspension, next).events).toHaveLength(1);
    expect(deciding(restriction, next).refusal?.refused).toBe('rule');
    const suspended = confirmed(suspension).and(
      enforcing.notify(noticeAt),
      enforcing['record-delivery'](noticeAt),
      enforcing.reply(noticeAt),
    );
    expect(suspended.when(enforcing.decide(decideAt, { measures: [next] })).events).toHaveLength(1);
    const terminating = { ...proposal, skips: undefined };
    expect(cited(suspended.when(enforcing.decide(decideAt, { measures: [terminating] })))).toEqual(['POLICY-30']);
    expect(suspended.when(enforcing.decide(decideAt, { measures: [next, terminating] })).events).toHaveLength(1);
  });

  test('an emergency climbs no ladder: it is for the moment', () => {
    expect(confirmed(bare as typeof stop).state.status).toBe('confirmed');
  });
});
