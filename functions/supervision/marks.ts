import { dataset } from '../../shared/domain/dataset.ts';
import { marksOf, marksTighten } from '../../shared/domain/dataset-marks.ts';
import type { DatasetCommand } from '../../shared/domain/dataset-schema.ts';
import { isRefusal, type Refusal } from '../../shared/domain/decision.ts';
import type { Unit } from '../../shared/store/unit.ts';

type Marking = Extract<DatasetCommand, { type: 'list-level' | 'mark-dispute' | 'mark-assessment' }>;

/**
 * What a proceeding says of a dataset, on the dataset and its gate in the same transaction: channels that are open stop
 * with it or go on, and an agreement or a channel decided at this moment leans on that gate and decides again.
 */
export async function mark(unit: Unit, id: string, command: Marking): Promise<Refusal | undefined> {
  const before = await unit.load(dataset, id);
  const after = await unit.decide(dataset, before, command);
  if (isRefusal(after)) return after;
  if (before.state.status !== 'published' || after.state.status !== 'published') return undefined;
  const [then, now] = [marksOf(before.state), marksOf(after.state)];
  const set = { level: now.level, disputed: now.disputed, assessed: now.assessed };
  if (then.level === set.level && then.disputed === set.disputed && then.assessed === set.assessed) return undefined;
  unit.gate({ aggregate: 'dataset', id }, { do: marksTighten(then, now) ? 'tighten' : 'loosen', set });
  return undefined;
}

/** Our own act that follows from a person's, such as the end of a mark when a dispute is withdrawn. */
export const consequence = { person: 'system', organization: 'system', roles: ['system'] } as const;
