import * as z from 'zod/mini';
import { violation } from './domain/case.ts';
import type { Target } from './domain/measure.ts';
import { triesOf, waiting } from './store/queues.ts';
import type { Context } from './store/store.ts';
import { loadHead } from './store/unit.ts';

/** A committed measure that waits to be read back (POLICY-8), as the queue keeps it under the measure's id. */
export const awaited = z.strictObject({
  case: z.string(),
  target: z.custom<Target>(),
  verb: z.enum(['restrict', 'suspend', 'close', 'exclude']),
});
export type Awaited = z.infer<typeof awaited> & { readonly measure: string };

/** Why a measure could not be confirmed: its gate could not be read, or does not refuse, or the case says no. */
export type Unconfirmed = 'gate-unreadable' | 'not-refusing' | 'case-refuses';

/** Measures of a jurisdiction that are committed and not confirmed, from the queue itself, consistently. */
export async function unconfirmedOf(store: Context, jurisdiction: string) {
  const queued = await waiting(store, 'unconfirmed', awaited);
  const found = await Promise.all(
    queued.map(async ({ id: measure, value: { case: id, target, verb } }) => {
      const [{ state }, noted] = await Promise.all([
        loadHead(store, violation, id),
        triesOf(store, 'unconfirmed', measure),
      ]);
      if (state.status === 'none' || state.jurisdiction !== jurisdiction) return [];
      const since = state.measures.find((one) => one.measure === measure)?.committedAt;
      const { tries = 0, at: lastTriedAt, why } = noted ?? {};
      return [{ case: id, measure, target, verb, since, tries, lastTriedAt, why }];
    }),
  );
  return found.flat();
}
