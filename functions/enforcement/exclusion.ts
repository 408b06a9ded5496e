import { dataset } from '../../shared/domain/dataset.ts';
import type { Dataset, Excluding } from '../../shared/domain/dataset-schema.ts';
import { type Envelope, isRefusal, notFound, type Refusal } from '../../shared/domain/decision.ts';
import type { Measure, Order } from '../../shared/domain/measure.ts';
import { excludedFrom, excludedItem } from '../../shared/store/excluded.ts';
import { MAX_EXCLUDED, putExclusions } from '../../shared/store/exclusions.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Unit } from '../../shared/store/unit.ts';

/**
 * How a right holder's request is carried out on this dataset now: its rows are excluded where a field tells whose they
 * are and the list has room; else the dataset is closed. @see POLICY-31
 */
export function verbFor(state: Dataset): Extract<Order['verb'], 'exclude' | 'close'> {
  if (state.status !== 'published') return 'close';
  const { entry, exclusions } = state;
  const sameField = entry.subjectKey !== undefined && (exclusions?.field ?? entry.subjectKey) === entry.subjectKey;
  return sameField && (exclusions?.count ?? 0) < MAX_EXCLUDED ? 'exclude' : 'close';
}

interface Excluded {
  readonly unit: Unit;
  readonly store: Context;
  readonly caseId: string;
  readonly measure: Measure;
  readonly envelope: Envelope;
}

/** Stages that the rows of one subject stay behind from now on: the list's new hash in the dataset's gate, it tightens. */
export async function exclude(
  { unit, store, caseId, measure: { measure, target, verb }, envelope }: Excluded,
  subject: string,
): Promise<Refusal | undefined> {
  const before = await unit.load(dataset, target.id);
  if (before.state.status !== 'published') return notFound('missing', 'POLICY-31');
  const { entry } = before.state;
  const subjects = [...(await excludedFrom(store, target.id)).values(), subject];
  const exclusions = await listOf(store, entry.subjectKey ?? '', subjects);
  if (!exclusions) throw new Error('a list with a subject on it is not empty');
  const { at, actor } = envelope;
  const after = await unit.decide(dataset, before, { type: 'exclude', at, actor, case: caseId, measure, exclusions });
  if (isRefusal(after)) return after;
  unit.put(excludedItem(target.id, measure, subject));
  unit.gate({ aggregate: 'dataset', id: target.id }, { do: 'tighten', set: { exclusions: exclusions.list } });
  unit.enqueue('unconfirmed', measure, { case: caseId, target, verb });
  return undefined;
}

/** Stages that they are supplied again, unless another case keeps the same subject out. It loosens. @see POLICY-3 */
export async function readmit({
  unit,
  store,
  caseId,
  measure: { measure, target },
  envelope,
}: Excluded): Promise<Refusal | undefined> {
  const before = await unit.load(dataset, target.id);
  if (before.state.status !== 'published') return undefined; // Withdrawn: no row of it is supplied any more.
  const field = before.state.exclusions?.field ?? '';
  const others = [...(await excludedFrom(store, target.id))].filter(([name]) => name !== measure);
  const exclusions = await listOf(
    store,
    field,
    others.map(([, subject]) => subject),
  );
  const { at, actor } = envelope;
  const after = await unit.decide(dataset, before, { type: 'readmit', at, actor, case: caseId, measure, exclusions });
  if (isRefusal(after)) return after;
  unit.remove(excludedItem(target.id, measure));
  unit.gate({ aggregate: 'dataset', id: target.id }, { do: 'loosen', set: { exclusions: exclusions?.list } });
  return undefined;
}

/** Kept under its hash before the transaction names it; a list that nobody came to name harms nobody. */
async function listOf(store: Context, field: string, subjects: readonly string[]): Promise<Excluding | undefined> {
  const distinct = [...new Set(subjects)];
  if (distinct.length === 0) return undefined;
  return { list: await putExclusions(store, { field, subjects: distinct }), field, count: distinct.length };
}
