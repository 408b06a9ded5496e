import { endOfDay, type Instant, startOfDay } from '../law/time.ts';
import type { Terms } from './agreement-schema.ts';

/** From `from` (included) until `until` (excluded) this version carries channels. */
export function validity({ term }: Pick<Terms, 'term'>): { readonly from: Instant; readonly until: Instant } {
  return { from: startOfDay(term.from), until: endOfDay(term.until) };
}

/** What this version says at the gate of rules that can be switched or met by its declarations. @see LOCAL-1, NDR-31 */
export function allowances({ exceptions, declarations }: Pick<Terms, 'exceptions' | 'declarations'>) {
  const declared = declarations.filter((one) => one.importantAssessment !== undefined).map(({ dataset }) => dataset);
  return {
    ...(exceptions.some(({ article }) => article === 'LOCAL-1') && { excepts: true as const }),
    ...(declared.length > 0 && { declared }),
  };
}
