import type { Agreement, Terms } from '../../shared/domain/agreement-schema.ts';
import { allowances, validity } from '../../shared/domain/agreement-term.ts';
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
  const value = { ...validity(terms), ...allowances(terms), scope: terms.scope, holds: {} };
  unit.gate(gateOf(after), { do: 'open', value });
}

/**
 * An amendment that both signed writes scope, last moment and allowances into the gate. Only one that allows no less than before
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
  const [had, has] = [allowances(then), allowances(now)];
  const kept = (!had.excepts || has.excepts) && (had.declared ?? []).every((one) => has.declared?.includes(one));
  const wider = kept && until >= validity(then).until && (await allowsAll(store, then, now));
  const set = { until, scope: now.scope, excepts: has.excepts, declared: has.declared };
  unit.gate(gateOf(after), { do: wider ? 'loosen' : 'tighten', set });
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
