import { openClock } from '../law/periods.ts';
import { supervisors } from '../law/roles.ts';
import type { CaseEvent, Command, Handled, Rows, WithDecision } from './case-events.ts';
import { stillHolding } from './case-opening.ts';
import { handler, subjects } from './case-parties.ts';
import { type Case, MAX_REFERRALS } from './case-schema.ts';
import { type Decision, type In, refuse } from './decision.ts';
import { carriedOut } from './measure.ts';

type Decided = Decision<CaseEvent>;

/** Remedies 复议与诉讼, referral 移送 and the end 结案. @see POLICY-5 */
export const remedies: Rows<'tell-remedy' | 'appeal' | 'record-stay' | 'record-outcome' | 'refer' | 'close'> = {
  'tell-remedy': {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '告知救济途径', en: 'tell the remedies' },
    tells: subjects,
    starts: ['ARL-20', 'APL-46'],
    decided: tellRemedy,
    executing: tellRemedy,
    executed: tellRemedy,
    appealed: tellRemedy,
    upheld: tellRemedy,
    overturned: tellRemedy,
  },
  appeal: {
    by: subjects,
    article: 'POLICY-5',
    label: { zh: '申请复议或提起诉讼', en: 'appeal' },
    tells: handler,
    // From delivery on: a stay is worth most before anything is carried out.
    decided: appeal,
    executing: appeal,
    executed: appeal,
    upheld: appeal,
  },
  'record-stay': {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '登记停止执行或恢复执行的决定', en: 'record an order that stays execution, or ends the stay' },
    tells: subjects,
    appealed: recordStay,
  },
  'record-outcome': {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '登记复议或诉讼结果', en: 'record the outcome' },
    tells: subjects,
    appealed: ({ at, upheld, outcome }) => [{ type: upheld ? 'appeal-upheld' : 'appeal-overturned', at, outcome }],
  },
  refer: {
    by: [...supervisors, 'head'],
    article: 'DZ-51',
    label: { zh: '移送有权机关', en: 'refer it to the body that has the power' },
    accepted: refer,
    bound: refer,
    escalated: refer,
    confirmed: refer,
    noticed: refer,
    replied: refer,
    decided: refer,
    executing: refer,
    executed: refer,
    appealed: refer,
    upheld: refer,
    overturned: refer,
  },
  close: {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '结案', en: 'close the case' },
    tells: [...subjects, 'reporter'],
    stops: ['ARL-20', 'APL-46'],
    executed: close,
    upheld: close,
    overturned: close,
  },
};

const undelivered = refuse('POLICY-5', { zh: '决定尚未送达', en: 'the decision has not been delivered' });

/** 复议 and 诉讼 terms run from the delivery of the decision. */
function tellRemedy({ at, document }: Command<'tell-remedy'>, state: WithDecision): Decided {
  if (!state.delivery) return undelivered;
  if (state.remedy) return refuse('POLICY-5', { zh: '救济途径已告知', en: 'the remedies are already told' });
  const from = state.delivery.at;
  return [{ type: 'remedy-told', at, document, review: openClock('ARL-20', from), suit: openClock('APL-46', from) }];
}

/**
 * Inside its term, or with the paper by which the body took it on all the same; a term that nobody told does not run
 * out here. A suit that follows a review has a term of its own, which that court watches. Nothing is stayed by it.
 */
function appeal({ at, kind, document, accepted }: Command<'appeal'>, state: WithDecision): Decided {
  if (!state.delivery) return undelivered;
  const term = kind === 'review' ? state.remedy?.review : state.status === 'upheld' ? undefined : state.remedy?.suit;
  if (term && at >= term.dueAt && !accepted) {
    const detail = {
      zh: `期限已于 ${term.dueAt} 届满；已受理的请附受理文书`,
      en: `the term ended at ${term.dueAt}; if it was taken on all the same, attach the paper`,
    };
    return refuse(kind === 'review' ? 'ARL-20' : 'APL-46', detail);
  }
  return [{ type: 'appealed', at, kind, document, stay: false }];
}

/** Only an order of the reviewing body or the court stays execution, and only such an order lets it go on. */
function recordStay({ at, actor, stay, order }: Command<'record-stay'>, state: In<Case, 'appealed'>): Decided {
  if (state.appeal.stay !== stay) return [{ type: 'stay-recorded', at, by: actor.person, stay, order }];
  const detail = stay
    ? { zh: '已经停止执行', en: 'execution is stayed already' }
    : { zh: '执行并未停止', en: 'execution is not stayed' };
  return refuse('POLICY-5', detail, '/stay');
}

/** No penalties of ours: what other laws punish goes to whom they name. @see DZ-51 @see DZ-52 */
function refer({ at, actor, to, document }: Command<'refer'>, { referrals = [] }: Handled): Decided {
  if (referrals.length < MAX_REFERRALS) return [{ type: 'referred', at, by: actor.person, to, document }];
  const detail = { zh: `移送最多 ${MAX_REFERRALS} 次`, en: `at most ${MAX_REFERRALS} referrals` };
  return refuse(to === 'discipline-inspection' ? 'DZ-52' : 'DZ-51', detail);
}

/** A closed case can lift nothing any more: it is closed when nothing of it holds, or the agreement is ended anyway. */
function close(
  { at }: Command<'close'>,
  state: In<Case, 'executed'> | In<Case, 'upheld'> | In<Case, 'overturned'>,
): Decided {
  if (state.status !== 'overturned' && !state.measures.every(carriedOut)) {
    return refuse('POLICY-5', { zh: '尚有措施未执行完毕', en: 'a measure is not carried out yet' });
  }
  if (!state.remedy) return refuse('POLICY-5', { zh: '尚未告知救济途径', en: 'the remedies have not been told' });
  const terminated = state.status !== 'overturned' && state.measures.some((one) => one.answer?.accepted);
  return (terminated ? undefined : stillHolding(state.measures)) ?? [{ type: 'closed', at }];
}
