import { instant, millis } from '../law/time.ts';
import type { Pricing } from './pricing.ts';
import { ceilingAt, priceAt } from './product-price.ts';
import type { Product } from './product-schema.ts';
import { type Figures, type Line, yearEnd } from './yearly.ts';

/**
 * The figures of one year of one agreement, from the folds of its products and of its account. The same streams give the
 * same figures: lines by the order in which the products were declared. A product never listed has none.
 */
export function figuresOf(
  year: number,
  account: Pricing,
  products: readonly { id: string; state: Product }[],
): Figures {
  const lines = products.flatMap(({ id, state }) => lineOf(year, id, state));
  const approved = account.status === 'approved' ? { approved: account.approval.cap } : {};
  return { lines, ...approved, revenue: lines.reduce((sum, { revenue }) => sum + revenue, 0) };
}

function lineOf(year: number, product: string, state: Product): readonly Line[] {
  if (!('sold' in state) || state.listedAt >= yearEnd(year)) return [];
  const sold = state.sold.find((one) => one.year === year);
  // Gone before the year began, and nothing was delivered in it: no product of that year.
  if (!sold && state.status === 'delisted' && state.delistedAt < yearEnd(year - 1)) return [];
  const { title, charge, unit, edition } = state;
  const last = instant(millis(yearEnd(year)) - 1);
  const ceiling = ceilingAt(state.ceilings, last)?.amount;
  const price = priceAt(state, last);
  const { deliveries, free, quantity, revenue } = sold ?? { deliveries: 0, free: 0, quantity: 0, revenue: 0 };
  return [
    {
      ...{ product, title, charge, unit, edition },
      ...(ceiling !== undefined && { ceiling }),
      ...(price !== undefined && { price }),
      ...{ deliveries, free, quantity, revenue },
    },
  ];
}
