import type { LocalDate } from './time.ts';

/** A rung of the ladder of measures 处置阶梯; `terminate` is a proposal to the grantor (POLICY-2). */
export type Rung = 'restrict' | 'suspend' | 'close' | 'terminate';

interface Dated {
  readonly since: LocalDate;
  readonly until?: LocalDate;
  readonly rungs: readonly Rung[];
}

/** Mildest first. Dated like every rule: the city may put in another ladder from a day on. @see POLICY-30 */
const ladders: readonly Dated[] = [{ since: '2025-03-01', rungs: ['restrict', 'suspend', 'close', 'terminate'] }];

/** The ladder in force on a day; empty when none is. */
export const ladderOn = (day: LocalDate): readonly Rung[] =>
  ladders.findLast(({ since, until }) => since <= day && (until === undefined || day <= until))?.rungs ?? [];
