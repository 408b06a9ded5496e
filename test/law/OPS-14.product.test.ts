import { expect, test } from 'vitest';
import { product } from '../../shared/domain/product.ts';
import { endOfDay, startOfDay } from '../../shared/law/time.ts';
import { after, cited, documentOf, given } from '../domain/given.ts';
import { agreementUntil, at, listed, offer, producing, reviewed, upstreamOf } from '../domain/producing.ts';

const free = { use: 'public-good', unitPrice: 0, condition: documentOf('condition') } as const;
const declaring = (more: Parameters<typeof producing.declare>[1]) => given(product).when(producing.declare(at, more));

test('a product is valid as long as its agreement at most', () => {
  expect(declaring({ until: '2031-10-31' }).refusal).toBeUndefined();
  expect(cited(declaring({ until: '2031-11-01' }))).toEqual(['OPS-14']);
  expect(cited(declaring({ from: '2027-01-02', until: '2027-01-01' }))).toEqual(['OPS-14']);
});

test('its own days bound every delivery, to the instant', () => {
  const delivering = (moment: typeof at) => listed().when(producing.deliver(moment, free));
  const end = endOfDay('2027-11-30');
  expect(delivering(after(end, -1)).refusal).toBeUndefined();
  expect(cited(delivering(end))).toEqual(['OPS-14']);
});

test('a first day to come may be declared and reviewed; it is listed from that day on', () => {
  const from = '2026-12-05';
  const later = reviewed({ from });
  expect(cited(later.when(producing.list(after(startOfDay(from), -1))))).toEqual(['OPS-14']);
  expect(later.when(producing.list(startOfDay(from))).refusal).toBeUndefined();
});

test('an agreement that was shortened, that ran out, or that has ended takes its products along', () => {
  const delivering = (basis: Parameters<typeof upstreamOf>[0]) =>
    listed().when(producing.deliver(at, { facts: offer(upstreamOf(basis)) }));
  expect(delivering({ basis: { until: endOfDay('2027-11-30') } }).refusal).toBeUndefined();
  expect(cited(delivering({ basis: { until: endOfDay('2027-11-29') } }))).toEqual(['OPS-14']);
  expect(cited(delivering({ basis: { ended: { at, article: 'CC-565' } } }))).toEqual(['CC-565']);
  const long = listed({ until: '2031-10-31' });
  expect(long.when(producing.deliver(after(agreementUntil, -1), free)).refusal).toBeUndefined();
  expect(cited(long.when(producing.deliver(agreementUntil, free)))).toContain('OPS-14');
});
