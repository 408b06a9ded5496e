import { describe, expect, test } from 'vitest';
import { pricing } from '../../shared/domain/pricing.ts';
import { priceReport, yearEnd } from '../../shared/domain/yearly.ts';
import { figuresOf } from '../../shared/domain/yearly-figures.ts';
import { endOfDay, localDate } from '../../shared/law/time.ts';
import { after, cited, documentOf, given } from '../domain/given.ts';
import { approvedAccount, at, granting, listed, producing, reviewed, seller } from '../domain/producing.ts';
import { figures, reporting } from '../domain/reporting.ts';

const say = reporting(granting);
const newYear = yearEnd(2026);
const due = endOfDay('2027-03-31');
const lastMoment = after(newYear, -1);

test('the duty begins with the end of the year, not one instant before', () => {
  expect(newYear).toBe(endOfDay('2026-12-31'));
  expect(cited(given(priceReport).when(say['fall-due'](after(newYear, -1))))).toEqual(['PRICE-5']);
  const state = given(priceReport).and(say['fall-due'](newYear)).state;
  expect(priceReport.clocks(state)).toMatchObject([{ period: 'PRICE-5', startedAt: newYear, dueAt: due }]);
});

test('noticed late it is due on the same day', () => {
  const state = given(priceReport).and(say['fall-due'](after(due, 86_400_000))).state;
  expect(priceReport.clocks(state)).toMatchObject([{ startedAt: newYear, dueAt: due }]);
});

test('handed in on 31 March it is in time, from 24:00 on it is late, and handed in all the same', () => {
  const prepared = given(priceReport).and(say['fall-due'](newYear), say.prepare(newYear));
  expect(prepared.when(say.publish(after(due, -1))).state).toMatchObject({ status: 'published', late: false });
  expect(prepared.when(say.publish(due)).state).toMatchObject({ status: 'published', late: true });
});

test('nothing is handed in that was not prepared, and its clock ends when it is', () => {
  const open = given(priceReport).and(say['fall-due'](newYear));
  expect(open.when(say.publish(newYear)).refusal?.refused).toBe('state');
  const published = open.and(say.prepare(newYear), say.publish(newYear));
  expect(priceReport.clocks(published.state)).toEqual([]);
});

test('a correction is a new edition with its reason, and leaves the day of handing in', () => {
  const published = given(priceReport).and(say['fall-due'](newYear), say.prepare(newYear), say.publish(newYear));
  const corrected = published.and(say.correct(due, { figures: { ...figures, revenue: 1 } }));
  expect(corrected.state).toMatchObject({ edition: 2, late: false, publishedAt: newYear, figures: { revenue: 1 } });
  expect(corrected.events.at(-1)).toMatchObject({ reason: documentOf('reason') });
});

test('it is the granting body’s: the operator prepares none', () => {
  const open = given(priceReport).and(say['fall-due'](newYear));
  expect(open.when(say.prepare(newYear, { actor: seller })).refusal?.refused).toBe('role');
});

describe('its figures', () => {
  const sold = listed().and(
    producing.deliver(at),
    producing.deliver(at, { use: 'public-good', unitPrice: 0, condition: documentOf('condition') }),
    producing.deliver(after(newYear, -1), { quantity: 1 }),
    producing.deliver(newYear, { quantity: 7 }),
  );
  const one = [{ id: 'product-1', state: sold.state }];

  test('are those of the year in Shanghai: the last instant of it counts, the first of the next does not', () => {
    const account = approvedAccount().state;
    expect(figuresOf(2026, account, one)).toMatchObject({ revenue: 29_700, approved: 100_000 });
    expect(figuresOf(2026, account, one).lines).toMatchObject([
      { deliveries: 3, free: 1, quantity: 5, revenue: 29_700, ceiling: 12_000, price: 9_900 },
    ]);
    expect(figuresOf(2027, account, one).lines).toMatchObject([{ deliveries: 1, free: 0, quantity: 7 }]);
  });

  test('leave out what was not on the market in that year', () => {
    const none = given(pricing).state;
    expect(figuresOf(2026, none, [{ id: 'p', state: reviewed().state }])).toEqual({ lines: [], revenue: 0 });
    const gone = [{ id: 'p', state: sold.and(producing.delist(newYear)).state }];
    expect(figuresOf(2025, none, gone).lines).toEqual([]);
    expect(figuresOf(2027, none, gone).lines).toHaveLength(1);
    expect(figuresOf(2028, none, gone).lines).toEqual([]);
  });

  test('name a product from the year in which it was listed: at the first instant of the next it is of the next', () => {
    const linesOf = (moment: typeof newYear) =>
      figuresOf(2026, given(pricing).state, [{ id: 'p', state: reviewed().and(producing.list(moment)).state }]).lines;
    expect([linesOf(lastMoment).length, linesOf(newYear).length]).toEqual([1, 0]);
  });

  test('show the price of the last day of the year, not one set for later', () => {
    const raised = listed().and(producing['set-ceiling'](at, { from: '2027-01-01', amount: 20_000 }));
    const [line] = figuresOf(2026, given(pricing).state, [{ id: 'p', state: raised.state }]).lines;
    expect([line?.ceiling, localDate(newYear)]).toEqual([12_000, '2027-01-01']);
  });
});
