import { supervisors } from '../law/roles.ts';
import type { CaseEvent, Command, Rows } from './case-events.ts';
import { dismissed, handler } from './case-parties.ts';
import { type Case, MAX_FACTS } from './case-schema.ts';
import { type Decision, type In, type Refusal, refuse } from './decision.ts';
import { holding, type Measure } from './measure.ts';

type Decided = Decision<CaseEvent>;

/** Whoever may report 报告: the three kinds of actor of DZ-43, those beside the agreement, and the platform's alarms. */
export const opening: Rows<'report' | 'add-facts' | 'accept' | 'dismiss'> = {
  report: {
    by: [...supervisors, 'right-holder', 'grantor', 'source-unit', 'operating-agency', 'auditor', 'system'],
    article: 'DZ-43',
    label: { zh: '报告违规', en: 'report a breach' },
    tells: handler,
    none: report,
  },
  'add-facts': {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '补充证据', en: 'add evidence' },
    // Not after the notice: the party must have seen what it replies to.
    reported: addFacts,
    accepted: addFacts,
    bound: addFacts,
    confirmed: addFacts,
  },
  accept: {
    by: supervisors,
    article: 'DZ-43',
    label: { zh: '立案', en: 'take on the case' },
    tells: ['reporter'],
    reported: accept,
  },
  dismiss: {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '不予处置并结案', en: 'dismiss the case' },
    tells: dismissed,
    stops: ['LOCAL-6'],
    reported: dismiss,
    accepted: dismiss,
    bound: dismiss,
    confirmed: dismiss,
    noticed: dismiss,
    replied: dismiss,
  },
};

/** Only a right holder asks for its own rows, and with the proof of it. @see POLICY-31 */
function report({ type: _, actor, ...said }: Command<'report'>): Decided {
  const { request, standing } = said;
  if (request && !actor.roles.includes('right-holder')) {
    const detail = { zh: '只有权利主体可就本人数据提出请求', en: 'only a right holder asks about data of its own' };
    return refuse('POLICY-31', detail, '/request');
  }
  if (request && !standing) {
    const detail = { zh: '请求须附权利证明', en: 'a request comes with proof of standing' };
    return refuse('POLICY-31', detail, '/standing');
  }
  return [{ type: 'reported', ...said, reporter: actor.organization }];
}

function addFacts({ at, facts }: Command<'add-facts'>, state: { facts: readonly object[] }): Decided {
  if (state.facts.length + facts.length <= MAX_FACTS) return [{ type: 'facts-added', at, facts }];
  return refuse('POLICY-9', { zh: `证据最多 ${MAX_FACTS} 件`, en: `at most ${MAX_FACTS} facts` }, '/facts');
}

/** A right holder's request binds only with proven standing, and standing is proven only by what was handed in. */
function accept({ at, actor, standingProven }: Command<'accept'>, state: In<Case, 'reported'>): Decided {
  if (standingProven && !state.standing) {
    const detail = { zh: '报告人未提交权利证明', en: 'the reporter handed in no proof of standing' };
    return refuse('DZ-43', detail, '/standingProven');
  }
  return [{ type: 'accepted', at, authority: actor.organization, standingProven }];
}

function dismiss({ at, actor, reasons }: Command<'dismiss'>, state: { measures: readonly Measure[] }): Decided {
  return stillHolding(state.measures) ?? [{ type: 'dismissed', at, authority: actor.organization, reasons }];
}

/** Why a case cannot end yet: a closed case can lift nothing any more. */
export function stillHolding(measures: readonly Measure[]): Refusal | undefined {
  if (!measures.some(holding)) return undefined;
  const detail = { zh: '本案措施尚在生效，须先恢复', en: 'a measure of this case still holds: reinstate first' };
  return refuse('POLICY-3', detail);
}
