import type { Agreement, Terms } from '../../shared/domain/agreement-schema.ts';
import { validity } from '../../shared/domain/agreement-term.ts';
import { within } from '../../shared/domain/scope.ts';
import type { ArticleId } from '../../shared/law/articles/titles.ts';
import type { Instant } from '../../shared/law/time.ts';
import { getScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';

const gateOf = ({ aggregate, id }: Loaded<Agreement>) => ({ aggregate, id });

/** Takes effect: from now on channels may rest on it, within its days and its scope. */
export function openGate(unit: Unit, after: Loaded<Agreement>): undefined {
  if (after.state.status !== 'in-effect') throw new Error('took effect, and yet not');
  const { terms } = after.state;
  unit.gate(gateOf(after), { do: 'open', value: { ...validity(terms), scope: terms.scope, holds: {} } });
}

/**
 * An amendment that both signed writes scope and last moment into the gate. Only one that allows no less than before
 * counts as loosening; narrower or mixed counts as tightening. A mixed one may be one step because it is one item:
 * whoever reads the gate, even in a torn batch, sees all of the old version or all of the new one.
 */
export async function amendGate(
  store: Context,
  unit: Unit,
  before: Loaded<Agreement>,
  after: Loaded<Agreement>,
): Promise<undefined> {
  if (before.state.status !== 'in-effect' || after.state.status !== 'in-effect') return;
  const [then, now] = [before.state.terms, after.state.terms];
  if (then.version === now.version) return;
  const { until } = validity(now);
  const wider = until >= validity(then).until && (await allowsAll(store, then, now));
  unit.gate(gateOf(after), { do: wider ? 'loosen' : 'tighten', set: { until, scope: now.scope } });
}

/** Ends for good: the next request on any channel below is refused under this article. */
export function endGate(unit: Unit, after: Loaded<Agreement>, at: Instant, article: ArticleId): undefined {
  unit.gate(gateOf(after), { do: 'end', ended: { at, article } });
}

async function allowsAll(store: Context, then: Terms, now: Terms): Promise<boolean> {
  if (then.scope === now.scope) return true;
  const [inner, outer] = await Promise.all([getScope(store, then.scope), getScope(store, now.scope)]);
  // A scope that is gone cannot be compared: then it counts as tightening.
  return inner !== undefined && outer !== undefined && within(inner, outer);
}
