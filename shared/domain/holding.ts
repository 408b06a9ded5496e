import * as z from 'zod';
import type { Instant } from '../law/time.ts';
import { type Decision, refuse } from './decision.ts';
import { cannotHold, type Hold, type Holds, hold, measuresOf, withHold, withoutCase } from './hold.ts';
import { id, instant } from './values.ts';

/*
 * Measures on a stream whose own course goes on meanwhile: an agreement under a hold can still be amended, served
 * notice on, or expire. There `holds` is a field beside the status, not a status: combined states would multiply.
 */

export const heldEvent = z.strictObject({ type: z.literal('held'), at: instant, hold });
export const releasedEvent = z.strictObject({
  type: z.literal('released'),
  at: instant,
  case: id,
  measures: z.array(id).min(1),
});
export type HoldingEvent = z.infer<typeof heldEvent> | z.infer<typeof releasedEvent>;

export type HoldCommand = { type: 'hold'; hold: Hold };
/** Two people stand behind it in the case (POLICY-3); the target needs to know only which case. */
export type ReleaseCommand = { type: 'release'; case: string };

interface Holding {
  readonly holds: Holds;
}

/** Adds one measure's hold. Refuses a repeated measure (DZ-43) and a ninth (POLICY-4). */
export function place(
  { at, hold }: HoldCommand & { at: Instant },
  { holds }: Holding,
): Decision<z.infer<typeof heldEvent>> {
  return cannotHold(holds, hold) ?? [{ type: 'held', at, hold }];
}

/** Lifts what one case holds and nothing else. Refuses when it holds nothing. @see POLICY-3 */
export function lift(
  { at, case: caseId }: ReleaseCommand & { at: Instant },
  { holds }: Holding,
): Decision<z.infer<typeof releasedEvent>> {
  const measures = measuresOf(holds, caseId);
  if (measures.length === 0) {
    return refuse('POLICY-3', { zh: '该案件在此没有措施', en: 'this case holds nothing here' }, '/case');
  }
  return [{ type: 'released', at, case: caseId, measures }];
}

/** The holds after a `held` or `released` event. */
export function holdsAfter(current: Holds, event: HoldingEvent): Holds {
  return event.type === 'held' ? withHold(current, event.hold) : withoutCase(current, event.case);
}
