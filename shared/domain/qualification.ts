import { calendar } from '../law/calendar.ts';
import type { OpenClock } from '../law/periods.ts';
import { endOfDay } from '../law/time.ts';
import { affiliateGrounds } from './affiliates.ts';
import { type Decision, type In, type Machine, notFound, refuse, refuseAll, type Transitions } from './decision.ts';
import { conflictOf, isQualified, lapsed, unmetConditions, validityGrounds } from './qualification-rules.ts';
import {
  MAX_INTERESTS,
  type Qualification,
  type QualificationCommand,
  type QualificationEvent,
  qualificationEvent,
  qualificationState,
} from './qualification-schema.ts';
import { qualificationStates } from './states.ts';

type Command<K extends QualificationCommand['type']> = Extract<QualificationCommand, { type: K }>;
type Qualified = In<Qualification, 'qualified' | 'selected' | 'decided'>;
type Open = In<Qualification, 'applied'> | Qualified;

const transitions: Transitions<Qualification, QualificationCommand, QualificationEvent> = {
  apply: {
    by: ['operator'],
    article: 'OPS-12',
    label: { zh: '申请授权运营资格', en: 'apply for qualification' },
    tells: ['grantor'],
    none: apply,
  },
  supplement: {
    by: ['operator'],
    article: 'DZ-30',
    label: { zh: '补充材料', en: 'hand in more evidence' },
    tells: ['grantor'],
    applied: ({ at, evidence }) => [{ type: 'supplemented', at, evidence }],
  },
  'declare-affiliates': {
    by: ['operator'],
    article: 'OPS-6',
    label: { zh: '申报关联方', en: 'declare its affiliates' },
    applied: declareAffiliates,
    qualified: declareAffiliates,
    selected: declareAffiliates,
    decided: declareAffiliates,
  },
  'declare-interest': {
    by: ['grantor'],
    article: 'POLICY-11',
    label: { zh: '申报利益冲突', en: 'declare a conflict of interest, or none' },
    applied: declareInterest,
    qualified: declareInterest,
    selected: declareInterest,
    decided: declareInterest,
  },
  qualify: {
    by: ['grantor'],
    article: 'DZ-30',
    label: { zh: '认定符合安全条件', en: 'find the security conditions met' },
    tells: ['operator'],
    starts: ['LOCAL-8'],
    applied: qualify,
  },
  select: {
    by: ['grantor'],
    article: 'OPS-12',
    label: { zh: '确定运营机构', en: 'select the operator' },
    tells: ['operator'],
    qualified: select,
  },
  decide: {
    by: ['grantor'],
    article: 'OPS-13',
    label: { zh: '记录集体决策', en: 'record the collective decision' },
    tells: ['operator'],
    selected: decide,
  },
  prolong: {
    by: ['grantor'],
    article: 'LOCAL-8',
    label: { zh: '复核并延长有效期', en: 'review it and prolong its validity' },
    tells: ['operator'],
    qualified: prolong,
    selected: prolong,
    decided: prolong,
  },
  end: {
    by: ['grantor', 'system'],
    article: 'DZ-30',
    label: { zh: '终止资格', en: 'end the qualification' },
    tells: ['operator', 'grantor'],
    stops: ['LOCAL-8'],
    applied: end,
    qualified: end,
    selected: end,
    decided: end,
  },
};

/** Operator qualification 运营机构资格: applied → qualified → selected → decided → ended. @see DZ-30, OPS-12, OPS-13 */
export const qualification: Machine<Qualification, QualificationCommand, QualificationEvent> = {
  aggregate: 'qualification',
  label: { zh: '运营机构资格', en: 'qualification' },
  states: qualificationStates,
  state: qualificationState,
  event: qualificationEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties: (state) => (state.status === 'none' ? {} : { operator: state.operator, grantor: state.grantor }),
  clocks: (state) => ('validUntil' in state ? [validityClock(state)] : []),
  summary: (state) =>
    state.status === 'none' ? { jurisdiction: '000000' } : { jurisdiction: state.jurisdiction, party: state.operator },
};

/** Its own validity, known to the day: waits for no working-day schedule. */
function validityClock({ qualifiedAt, validUntil }: Qualified): OpenClock {
  const { version } = calendar;
  return {
    period: 'LOCAL-8',
    startedAt: qualifiedAt,
    dueAt: endOfDay(validUntil),
    provisional: false,
    calendar: version,
  };
}

function apply({ type: _, actor, at, creditCode, ...asked }: Command<'apply'>): Decision<QualificationEvent> {
  if (asked.operator !== actor.organization) return notFound('foreign', 'OPS-12');
  return refuseAll(affiliateGrounds(asked.affiliates, creditCode)) ?? [{ type: 'applied', at, ...asked }];
}

function declareAffiliates(command: Command<'declare-affiliates'>): Decision<QualificationEvent> {
  const { at, affiliates, document, creditCode } = command;
  const refused = refuseAll(affiliateGrounds(affiliates, creditCode));
  return refused ?? [{ type: 'affiliates-declared', at, affiliates, document }];
}

/** Everybody declares for themselves; a conflict once declared is not taken back. */
function declareInterest(
  { at, actor, interest, document }: Command<'declare-interest'>,
  { interests }: Open,
): Decision<QualificationEvent> {
  const before = Object.hasOwn(interests, actor.person) ? interests[actor.person] : undefined;
  if (before && before.interest !== 'none' && interest === 'none') {
    const detail = { zh: '已申报的利益冲突不得撤回', en: 'a conflict once declared is not taken back' };
    return refuse('POLICY-11', detail, '/interest');
  }
  if (!before && Object.keys(interests).length >= MAX_INTERESTS) {
    return refuse('POLICY-9', { zh: `申报最多 ${MAX_INTERESTS} 人`, en: `at most ${MAX_INTERESTS} people declare` });
  }
  return [{ type: 'interest-declared', at, by: actor.person, interest, document }];
}

function qualify(
  { at, actor, validUntil }: Command<'qualify'>,
  state: In<Qualification, 'applied'>,
): Decision<QualificationEvent> {
  const grounds = [...unmetConditions(state.evidence), ...validityGrounds(validUntil, at)];
  const refused = conflictOf(actor, state.interests, false) ?? refuseAll(grounds);
  return refused ?? [{ type: 'qualified', at, by: actor.person, validUntil }];
}

function select(command: Command<'select'>, state: Qualified): Decision<QualificationEvent> {
  const { at, actor, way, record, planApproved, related } = command;
  if (!planApproved) {
    return refuse('OPS-11', { zh: '实施方案尚未批准', en: 'the plan is not approved yet' }, '/plan');
  }
  const refused = conflictOf(actor, state.interests, related) ?? lapsed(state, at);
  return refused ?? [{ type: 'selected', at, by: actor.person, way, record }];
}

function decide({ at, actor, minutes, related }: Command<'decide'>, state: Qualified): Decision<QualificationEvent> {
  const refused = conflictOf(actor, state.interests, related) ?? lapsed(state, at);
  return refused ?? [{ type: 'decided', at, by: actor.person, minutes }];
}

function prolong(
  { at, actor, validUntil, review }: Command<'prolong'>,
  state: Qualified,
): Decision<QualificationEvent> {
  const refused =
    conflictOf(actor, state.interests, false) ?? lapsed(state, at) ?? refuseAll(validityGrounds(validUntil, at));
  if (refused) return refused;
  if (validUntil <= state.validUntil) {
    return refuse('LOCAL-8', { zh: '须晚于现有效期', en: 'it ends no later than now' }, '/validUntil');
  }
  return [{ type: 'prolonged', at, by: actor.person, validUntil, review }];
}

/** The grantor may end it at any time; our schedule only what has lapsed by itself. */
function end(command: Command<'end'>, state: Open): Decision<QualificationEvent> {
  const { at, actor, reason } = command;
  const runs = state.status !== 'applied' && isQualified(state, at);
  if (!actor.roles.includes('grantor') && (runs || state.status === 'applied')) {
    return refuse('DZ-30', { zh: '资格仍在有效期内', en: 'the qualification has not lapsed' }, '/validUntil');
  }
  return [{ type: 'ended', at, ...(reason && { reason }) }];
}

function evolve(state: Qualification, event: QualificationEvent): Qualification {
  if (event.type === 'applied') {
    const { type: _, at: __, ...asked } = event;
    return { status: 'applied', ...asked, interests: {} };
  }
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'supplemented':
      return state.status === 'applied' ? { ...state, evidence: { ...state.evidence, ...event.evidence } } : state;
    case 'affiliates-declared':
      return { ...state, affiliates: event.affiliates };
    case 'interest-declared': {
      const { by, interest, document, at } = event;
      return { ...state, interests: { ...state.interests, [by]: { interest, document, at } } };
    }
    case 'prolonged':
      return 'validUntil' in state ? { ...state, validUntil: event.validUntil } : state;
    case 'qualified':
      return state.status === 'applied'
        ? { status: 'qualified', ...linksOf(state), validUntil: event.validUntil, qualifiedAt: event.at }
        : state;
    case 'selected':
      return state.status === 'qualified'
        ? { ...state, status: 'selected', way: event.way, record: event.record, selectedAt: event.at }
        : state;
    case 'decided':
      return state.status === 'selected'
        ? { ...state, status: 'decided', minutes: event.minutes, decidedAt: event.at }
        : state;
    case 'ended': {
      if (state.status === 'ended') return state;
      const { at, reason } = event;
      return { status: 'ended', ...linksOf(state), endedAt: at, ...(reason && { reason }) };
    }
  }
}

type Known = Exclude<Qualification, { status: 'none' }>;
const linksOf = ({ plan, grantor, operator, jurisdiction, affiliates, interests }: Known) => ({
  plan,
  grantor,
  operator,
  jurisdiction,
  affiliates,
  interests,
});
