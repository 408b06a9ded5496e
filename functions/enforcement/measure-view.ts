import type { Case } from '../../shared/domain/case-schema.ts';
import type { Measure } from '../../shared/domain/measure.ts';
import type { Instant } from '../../shared/law/time.ts';
import { progressOf } from '../../shared/measure-words.ts';
import { triesOf } from '../../shared/store/queues.ts';
import type { Context } from '../../shared/store/store.ts';
import { preview } from './preview.ts';

/**
 * A measure as people read it: committed, then confirmed. One that waits says since when, how often it was tried and
 * why it could not be confirmed. What lies below is counted now, "as of".
 */
export async function measureView(
  store: Context,
  { id, state }: { readonly id: string; readonly state: Case },
  one: Measure,
  jurisdiction: string,
  asOf: Instant,
) {
  const progress = progressOf(one);
  const waiting = progress === 'committed' && one.verb !== 'terminate' && one.verb !== 'other';
  const [below, noted] = await Promise.all([
    preview(store, one.target, jurisdiction, asOf),
    waiting ? triesOf(store, 'unconfirmed', one.measure) : undefined,
  ]);
  const agreement = state.status === 'none' ? undefined : state.agreement;
  const { tries = 0, at, why } = noted ?? {};
  return {
    ...one,
    case: id,
    progress,
    ...(waiting && {
      unconfirmed: { since: one.committedAt, tries, ...(at && { lastTriedAt: at }), ...(why && { why }) },
    }),
    below,
    asOf,
    proof: `/cases/${id}/measures/${one.measure}/proof`,
    // Where compensation (AAJ-16) and the end of the agreement are recorded.
    ...(agreement && { agreement: `/agreements/${agreement}` }),
  };
}
export type MeasureView = Awaited<ReturnType<typeof measureView>>;
