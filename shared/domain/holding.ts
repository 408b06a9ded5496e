import * as z from 'zod';
import type { Instant } from '../law/time.ts';
import type { Decision } from './decision.ts';
import { cannotHold, cannotLift, type Hold, type Holds, hold, withHold, withoutMeasures } from './hold.ts';
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
/** Two people stand behind it in the case (POLICY-3); the target only checks that they are the case's own. */
export type ReleaseCommand = { type: 'release'; case: string; measures: string[] };

interface Holding {
  readonly holds: Holds;
}

/** Adds one measure's hold. Refuses a repeated measure (DZ-43) and one too many (POLICY-4). */
export function place(
  { at, hold }: HoldCommand & { at: Instant },
  { holds }: Holding,
): Decision<z.infer<typeof heldEvent>> {
  return cannotHold(holds, hold) ?? [{ type: 'held', at, hold }];
}

/** Lifts these measures of one case and nothing else. Refuses what the case does not hold here. @see POLICY-3 */
export function lift(
  { at, case: caseId, measures }: ReleaseCommand & { at: Instant },
  { holds }: Holding,
): Decision<z.infer<typeof releasedEvent>> {
  return cannotLift(holds, caseId, measures) ?? [{ type: 'released', at, case: caseId, measures }];
}

/** The holds after a `held` or `released` event. */
export function holdsAfter(current: Holds, event: HoldingEvent): Holds {
  return event.type === 'held' ? withHold(current, event.hold) : withoutMeasures(current, event.measures);
}
