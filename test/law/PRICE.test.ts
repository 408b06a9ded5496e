import { describe, expect, test } from 'vitest';
import { pricing } from '../../shared/domain/pricing.ts';
import { endOfDay, startOfDay } from '../../shared/law/time.ts';
import { after, cited, given } from '../domain/given.ts';
import { approvedAccount, at, charging, granting, listed, producing, reviewed } from '../domain/producing.ts';

const facts = { approved: true, trialUntil: '2027-11-01T16:00:00.000Z' } as const;

describe('the ceiling', () => {
  const unpriced = reviewed({ charge: 'industry' });

  test('is set inside an approved revenue only', () => {
    const without = { facts: { ...facts, approved: false } };
    expect(cited(unpriced.when(producing['set-ceiling'](at, without)))).toEqual(['PRICE']);
    expect(unpriced.when(producing['set-ceiling'](at)).refusal).toBeUndefined();
  });

  test('bounds the price and every delivery: at it yes, one 分 above no', () => {
    const priced = listed().and(producing['set-price'](at, { amount: 12_000 }));
    expect(cited(listed().when(producing['set-price'](at, { amount: 12_001 })))).toEqual(['PRICE']);
    expect(priced.when(producing.deliver(at, { unitPrice: 12_000 })).refusal).toBeUndefined();
    expect(cited(priced.when(producing.deliver(at, { unitPrice: 12_001 })))).toEqual(['PRICE']);
  });

  test('counts from its day: the version before holds until that midnight', () => {
    const lower = listed().and(producing['set-ceiling'](at, { from: '2026-12-10', amount: 5_000 }));
    const midnight = startOfDay('2026-12-10');
    expect(lower.when(producing.deliver(after(midnight, -1))).refusal).toBeUndefined();
    expect(cited(lower.when(producing.deliver(midnight)))).toEqual(['PRICE']);
    expect(lower.when(producing.deliver(midnight, { unitPrice: 5_000 })).refusal).toBeUndefined();
  });

  test('is never backdated, nor set for a day that nobody plans for', () => {
    const from = (day: '2026-11-30' | '2206-12-01') => listed().when(producing['set-ceiling'](at, { from: day }));
    expect(cited(from('2026-11-30'))).toEqual(['PRICE']);
    expect(cited(from('2206-12-01'))).toEqual(['PRICE']);
  });
});

test('money is whole 分, everywhere', () => {
  expect(cited(listed().when(producing['set-ceiling'](at, { amount: 99.5 })))).toEqual(['PRICE']);
  expect(cited(listed().when(producing['set-price'](at, { amount: 0.1 })))).toEqual(['PRICE']);
  expect(cited(listed().when(producing.deliver(at, { unitPrice: 9_900.5 })))).toEqual(['PRICE']);
  expect(cited(listed().when(producing.deliver(at, { unitPrice: -1 })))).toEqual(['PRICE']);
  expect(cited(given(pricing).when(charging['propose-revenue'](at, { cap: 0.5 })))).toEqual(['PRICE']);
  expect(cited(approvedAccount().when(charging.charge(at, { amount: 0.5 })))).toEqual(['PRICE']);
});

test('a product for industry is listed with a price in force', () => {
  const later = reviewed().and(producing['set-ceiling'](at, { from: '2026-12-01', amount: 100 }));
  // The ceiling fell below the price: no price is in force.
  expect(cited(later.when(producing.list(at)))).toEqual(['PRICE']);
  expect(reviewed().when(producing.list(at)).refusal).toBeUndefined();
});

describe('the approved revenue', () => {
  test('is approved by another person than proposed it (POLICY-7), and declined with reasons', () => {
    const proposed = given(pricing).and(charging['propose-revenue'](at));
    const self = { ...granting, roles: ['data-authority'] as const };
    expect(cited(proposed.when(charging['approve-revenue'](at, { actor: self })))).toEqual(['POLICY-7']);
    expect(proposed.when(charging['approve-revenue'](at)).state).toMatchObject({ status: 'approved' });
    const declined = proposed.and(charging['decline-revenue'](at));
    expect(cited(declined.when(charging['approve-revenue'](at)))).toEqual(['PRICE']);
  });

  test('nothing is charged before it', () => {
    const open = given(pricing).and(charging.enrol(at));
    expect(cited(open.when(charging.charge(at)))).toEqual(['PRICE']);
  });

  test('bounds the sum of one year: the last 分 yes, one more no', () => {
    const nearly = approvedAccount().and(charging.charge(at, { amount: 99_999 }));
    expect(nearly.when(charging.charge(at, { amount: 1 })).refusal).toBeUndefined();
    expect(cited(nearly.when(charging.charge(at, { amount: 2 })))).toEqual(['PRICE']);
  });

  test('begins anew with the year in Shanghai, not with that of UTC', () => {
    const full = approvedAccount().and(charging.charge(at, { amount: 100_000 }));
    const newYear = endOfDay('2026-12-31');
    expect(cited(full.when(charging.charge(after(newYear, -1), { amount: 1 })))).toEqual(['PRICE']);
    expect(full.when(charging.charge(newYear, { amount: 100_000 })).state).toMatchObject({
      years: [
        { year: 2026, revenue: 100_000 },
        { year: 2027, revenue: 100_000 },
      ],
    });
  });
});
