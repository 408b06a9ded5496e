import type { Case, CaseCommand, CaseEvent } from './case-schema.ts';
import { type Decision, type Refusal, refuse } from './decision.ts';
import { holding, type Measure } from './measure.ts';

type Command<K extends CaseCommand['type']> = Extract<CaseCommand, { type: K }>;
type Handled = Extract<Case, { authority: string }>;

/** At most this many pieces of rectification evidence on one case. */
export const MAX_RECTIFICATIONS = 20;

export function rectify({ at, evidence }: Command<'rectify'>, state: Handled): Decision<CaseEvent> {
  if (state.rectification.length + evidence.length <= MAX_RECTIFICATIONS) return [{ type: 'rectified', at, evidence }];
  const detail = { zh: `整改证据最多 ${MAX_RECTIFICATIONS} 件`, en: `at most ${MAX_RECTIFICATIONS} documents` };
  return refuse('POLICY-9', detail, '/evidence');
}

/** The first of two people: on evidence of rectification, or because an appeal overturned the decision. @see POLICY-3 */
export function propose(
  { at, actor, measures }: Command<'propose-reinstatement'>,
  state: Handled,
): Decision<CaseEvent> {
  if (state.rectification.length === 0 && state.status !== 'overturned') {
    return refuse('POLICY-3', { zh: '尚无整改证据', en: 'there is no evidence of rectification' });
  }
  return notHolding(state.measures, measures) ?? [{ type: 'reinstatement-proposed', at, by: actor.person, measures }];
}

/** The second, who is another; lifts what was proposed and nothing else. @see POLICY-3 */
export function approve({ at, actor }: Command<'approve-reinstatement'>, state: Handled): Decision<CaseEvent> {
  const { reinstatement } = state;
  if (!reinstatement) return refuse('POLICY-3', { zh: '尚无恢复建议', en: 'nobody has proposed it' });
  if (reinstatement.proposedBy === actor.person) {
    return refuse('POLICY-3', { zh: '恢复须由两个不同的人办理', en: 'reinstatement takes two different people' });
  }
  const { measures } = reinstatement;
  return notHolding(state.measures, measures) ?? [{ type: 'reinstated', at, by: actor.person, measures }];
}

function notHolding(all: readonly Measure[], asked: readonly string[]): Refusal | undefined {
  const lifted = asked.every((id) => all.some((one) => one.measure === id && holding(one)));
  if (asked.length > 0 && lifted) return undefined;
  const detail = { zh: '只能恢复本案中仍在生效的措施', en: 'only measures of this case that still hold' };
  return refuse('POLICY-3', detail, '/measures');
}
