import { mayRead, watches } from '../../shared/case-readers.ts';
import type { Case } from '../../shared/domain/case-schema.ts';
import type { Caller } from '../../shared/http/route.ts';
import { type LegalRole, overseers } from '../../shared/law/roles.ts';
import { wholeStep } from '../../shared/reading.ts';
import type { EventItem } from '../../shared/store/items.ts';
import type { Loaded } from '../../shared/store/unit.ts';

/** Who sees a case whole: those who handle it, and those who look over their shoulder. */
export const watchers: readonly LegalRole[] = overseers;
export const readers: readonly LegalRole[] = [...watchers, 'operator', 'source-unit', 'grantor', 'right-holder'];

/** Whoever reported learns what became of it, and nothing of the proceedings against the party. */
export const reportedBy = ({ organization }: Caller, state: Case): boolean =>
  state.status !== 'none' && state.reporter === organization;

/** A case as its party may read it: who reported, and what proved the standing, stays out. */
export const viewOf = ({ id, version, state }: Loaded<Case>) => ({ id, version, case: forParty(state) });

/** A case as this caller may read it; `undefined` when it is not theirs to see. */
export function viewFor(caller: Caller, loaded: Loaded<Case>) {
  const { id, version, state } = loaded;
  if (watches(caller) && state.status !== 'none') return { id, version, case: state };
  if (mayRead(caller, state)) return viewOf(loaded);
  return reportedBy(caller, state) ? { id, version, case: forReporter(state) } : undefined;
}

function forParty(state: Case): object {
  if (state.status === 'none') return state;
  const { reporter: _, standing: __, request: ___, ...told } = state;
  return told;
}

function forReporter(state: Case): object {
  if (state.status === 'none') return state;
  const { status, jurisdiction, facts, standing, request, measures } = state;
  return { status, jurisdiction, facts, standing, request, measures: measures.filter(({ forRequest }) => forRequest) };
}

/** Who reported is for those who handle the case, never for the party it is about. */
export function stepFor(caller: Caller, item: EventItem) {
  if (watches(caller)) return wholeStep(item);
  const { type } = item.data;
  if (type !== 'reported' && type !== 'request-withdrawn') return wholeStep(item);
  const { standing: _, reporter: __, request: ___, document: ____, ...event } = item.data;
  return { version: item.version, at: item.at, event };
}
