import type { Instant } from '../law/time.ts';
import { registration } from './registration.ts';
import { type Content, changed, type Difference, difference } from './registration-difference.ts';
import type { Registration, RegistrationEvent } from './registration-schema.ts';

/** One edition of a record: what made it, and which fields differ from the one before. The first differs from nothing. */
export interface Edition {
  readonly edition: number;
  readonly kind: 'first' | 'change' | 'correction';
  readonly at: Instant;
  readonly differences: readonly Difference[];
}

/** Every edition of a registration, from its events. @see REG-9 */
export function editionsOf(events: readonly RegistrationEvent[]): readonly Edition[] {
  const editions: Edition[] = [];
  let state: Registration = registration.initial;
  for (const event of events) {
    const next = registration.evolve(state, event);
    if (event.type === 'coded' && 'edition' in next) editions.push(editionOf('first', next.edition, event.at, []));
    if ((event.type === 'changed' || event.type === 'corrected') && 'edition' in state && 'edition' in next) {
      const kind = event.type === 'changed' ? 'change' : 'correction';
      editions.push(editionOf(kind, next.edition, event.at, difference(state, next)));
    }
    state = next;
  }
  return editions;
}

const editionOf = (
  kind: Edition['kind'],
  edition: number,
  at: Instant,
  differences: readonly Difference[],
): Edition => ({
  edition,
  kind,
  at,
  differences,
});

/** What a change or correction under way would make different: side by side, for whoever decides it. */
export function pendingDifference(state: Registration): readonly Difference[] {
  if (state.status !== 'amending' && state.status !== 'amendment-accepted') return [];
  const { amendment } = state;
  if (amendment.kind !== 'change' && amendment.kind !== 'correction') return [];
  const before: Content = state;
  return difference(before, changed(before, amendment.changes));
}
