import { endOfDay, type Instant, startOfDay } from '../law/time.ts';
import type { Terms } from './agreement-schema.ts';

/** From `from` (included) until `until` (excluded) this version carries channels. */
export function validity({ term }: Pick<Terms, 'term'>): { readonly from: Instant; readonly until: Instant } {
  return { from: startOfDay(term.from), until: endOfDay(term.until) };
}
