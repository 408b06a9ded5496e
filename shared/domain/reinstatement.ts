import { supervisors } from '../law/roles.ts';
import type { CaseEvent, Command, Handled, Rows } from './case-events.ts';
import { handler, subjects } from './case-parties.ts';
import { type Decision, type Refusal, refuse } from './decision.ts';
import { holding, type Measure } from './measure.ts';

type Decided = Decision<CaseEvent>;

/** At most this many pieces of rectification evidence on one case. */
export const MAX_RECTIFICATIONS = 20;

/** Rectification 整改 and reinstatement 恢复: two people, only the case's own measures. @see POLICY-3 */
export const reinstating: Rows<'rectify' | 'propose-reinstatement' | 'approve-reinstatement'> = {
  rectify: {
    by: subjects,
    article: 'POLICY-3',
    label: { zh: '提交整改证据', en: 'hand in evidence of rectification' },
    tells: handler,
    confirmed: rectify,
    noticed: rectify,
    replied: rectify,
    decided: rectify,
    executing: rectify,
    executed: rectify,
    appealed: rectify,
    upheld: rectify,
    overturned: rectify,
  },
  'propose-reinstatement': {
    by: supervisors,
    article: 'POLICY-3',
    label: { zh: '建议恢复', en: 'propose reinstatement' },
    bound: propose,
    confirmed: propose,
    noticed: propose,
    replied: propose,
    decided: propose,
    executing: propose,
    executed: propose,
    appealed: propose,
    upheld: propose,
    overturned: propose,
  },
  'approve-reinstatement': {
    by: [...supervisors, 'head'],
    article: 'POLICY-3',
    label: { zh: '批准恢复', en: 'approve reinstatement' },
    tells: [...subjects, 'right-holder'],
    bound: approve,
    confirmed: approve,
    noticed: approve,
    replied: approve,
    decided: approve,
    executing: approve,
    executed: approve,
    appealed: approve,
    upheld: approve,
    overturned: approve,
  },
};

function rectify({ at, evidence }: Command<'rectify'>, state: Handled): Decided {
  if (state.rectification.length + evidence.length <= MAX_RECTIFICATIONS) return [{ type: 'rectified', at, evidence }];
  const detail = { zh: `整改证据最多 ${MAX_RECTIFICATIONS} 件`, en: `at most ${MAX_RECTIFICATIONS} documents` };
  return refuse('POLICY-9', detail, '/evidence');
}

/** The first of two people: on evidence of rectification, an order that stays execution, or an appeal that overturned. */
function propose({ at, actor, measures }: Command<'propose-reinstatement'>, state: Handled): Decided {
  return (
    notHolding(state.measures, measures) ??
    groundless(state, measures) ?? [{ type: 'reinstatement-proposed', at, by: actor.person, measures }]
  );
}

function groundless(state: Handled, asked: readonly string[]): Refusal | undefined {
  if (state.status === 'overturned' || (state.status === 'appealed' && state.appeal.stay)) return undefined;
  const bound = state.measures.filter(({ measure, forRequest }) => forRequest && asked.includes(measure));
  if (bound.length > 0 && !state.request?.withdrawn) {
    const detail = { zh: '权利主体尚未撤回请求', en: 'the right holder has not withdrawn its request' };
    return refuse('POLICY-31', detail, '/measures');
  }
  if (bound.length === asked.length || state.rectification.length > 0) return undefined;
  return refuse('POLICY-3', { zh: '尚无整改证据', en: 'there is no evidence of rectification' });
}

/** The second, who is another; lifts what was proposed and nothing else. */
function approve({ at, actor }: Command<'approve-reinstatement'>, state: Handled): Decided {
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
