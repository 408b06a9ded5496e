import { dataset } from '../../shared/domain/dataset.ts';
import { marksOf } from '../../shared/domain/dataset-marks.ts';
import type { DatasetCommand } from '../../shared/domain/dataset-schema.ts';
import { isRefusal, type Refusal } from '../../shared/domain/decision.ts';
import { isStricter } from '../../shared/law/levels.ts';
import type { Unit } from '../../shared/store/unit.ts';

type Marking = Extract<DatasetCommand, { type: 'list-level' | 'mark-dispute' | 'mark-assessment' }>;

/**
 * What a proceeding says of a dataset, on the dataset and its gate in the same transaction: an agreement that is proposed
 * at this moment leans on that gate, so that one of the two decides again.
 */
export async function mark(unit: Unit, id: string, command: Marking): Promise<Refusal | undefined> {
  const before = await unit.load(dataset, id);
  const after = await unit.decide(dataset, before, command);
  if (isRefusal(after)) return after;
  if (before.state.status !== 'published' || after.state.status !== 'published') return undefined;
  const [then, now] = [marksOf(before.state), marksOf(after.state)];
  if (then.level === now.level && then.disputed === now.disputed) return undefined;
  const stricter = isStricter(now.level ?? 'general', then.level ?? 'general');
  const tightens = stricter || (now.disputed !== undefined && then.disputed === undefined);
  const set = { level: now.level, disputed: now.disputed };
  unit.gate({ aggregate: 'dataset', id }, { do: tightens ? 'tighten' : 'loosen', set });
  return undefined;
}

/** Our own act that follows from a person's, such as the end of a mark when a dispute is withdrawn. */
export const consequence = { person: 'system', organization: 'system', roles: ['system'] } as const;
