import type { DraftEntry } from '../../../shared/domain/dataset-entry.ts';
import type { Ground } from '../../../shared/domain/decision.ts';
import type { SensitiveItem } from '../../../shared/domain/sensitivity.ts';
import { finding } from './parts.ts';

export interface Guarded {
  readonly entry: DraftEntry;
  readonly lost?: 'unconditional' | 'conditional';
  readonly findings: readonly Ground[];
}

/** So many suspected names are told one by one. */
const TOLD = 20;

/** An entry marked open whose fields suggest data of persons loses the attribute until a person confirms. @see DZ-24 */
export function guard(entry: DraftEntry, suspected: readonly SensitiveItem[]): Guarded {
  const lost = entry.opening?.attribute;
  if (suspected.length === 0 || lost === undefined || lost === 'none') return { entry, findings: [] };
  const { opening: _, ...closed } = entry;
  const findings = suspected.slice(0, TOLD).map(({ name, reason }) => {
    const detail = { zh: `${reason.zh}，须经人工确认方可开放`, en: `${reason.en}; a person must confirm` };
    return finding('DZ-24', 'opening', detail, name);
  });
  return { entry: closed, lost, findings };
}
