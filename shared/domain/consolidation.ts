import type { CaseEvent, Command, Handled } from './case-events.ts';
import { type Decision, refuse } from './decision.ts';
import { holding, KEPT_MEASURES, type Measure, type MeasureVerb, ordered } from './measure.ts';

/** Mildest first. */
const strictness: readonly MeasureVerb[] = ['restrict', 'suspend', 'close'];

/** The verb of one measure that stands for all of these: the strictest of them. */
export const strictestOf = (measures: readonly Measure[]): MeasureVerb | undefined =>
  strictness.findLast((verb) => measures.some((one) => one.verb === verb));

/**
 * Several measures of this case on one target become one that is as strict as all of them together, so that the gate's
 * list has room again. Measures of other cases stay: each case lifts its own. @see POLICY-4
 */
export function consolidate(
  { at, actor, measures, into }: Command<'consolidate'>,
  state: Handled,
): Decision<CaseEvent> {
  const merged = state.measures.filter((one) => measures.includes(one.measure));
  const [first] = merged;
  const mergeable = merged.every((one) => holding(one) && one.verb !== 'exclude' && !one.forRequest);
  if (!first || new Set(measures).size < 2 || merged.length !== new Set(measures).size || !mergeable) {
    const detail = {
      zh: '合并本案中两项以上仍在生效的措施',
      en: 'it takes two or more measures of this case that still hold',
    };
    return refuse('POLICY-4', detail, '/measures');
  }
  if (merged.some(({ target }) => target.kind !== first.target.kind || target.id !== first.target.id)) {
    return refuse('POLICY-4', { zh: '只能合并同一对象的措施', en: 'only measures on one subject' }, '/measures');
  }
  const same = into.target.kind === first.target.kind && into.target.id === first.target.id;
  if (!same || into.verb !== strictestOf(merged) || into.permanent) {
    const detail = { zh: '合并后的措施须与其中最严的一致', en: 'it is as strict as the strictest of them, no other' };
    return refuse('POLICY-4', detail, '/measures');
  }
  if (state.measures.length >= KEPT_MEASURES) {
    const detail = { zh: '本案合并次数过多，请先恢复或另行决定', en: 'too many in this case: reinstate some first' };
    return refuse('POLICY-4', detail);
  }
  const one = { ...ordered(into, actor, at), committedAt: at };
  return [{ type: 'consolidated', at, by: actor.person, measures: merged.map(({ measure }) => measure), into: one }];
}
