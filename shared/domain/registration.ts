import { openClock } from '../law/periods.ts';
import type { LegalRole, Text } from '../law/roles.ts';
import { type Machine, refuse, refuseAll, type Transitions } from './decision.ts';
import { amend, approve, refuseAmendment, revoke } from './registration-amendment.ts';
import { missingFile, missingGrounds } from './registration-file.ts';
import { evolve } from './registration-fold.ts';
import {
  type Registration,
  type RegistrationCommand,
  type RegistrationEvent,
  registrationEvent,
  registrationState,
} from './registration-schema.ts';
import {
  apply,
  assignCode,
  giveBack,
  lateDeposit,
  noOpenObjection,
  object,
  registrantRoles,
  sameHand,
  unexplained,
  unlikeSupplied,
} from './registration-steps.ts';
import { expire } from './registration-term.ts';
import { registrationStates } from './states.ts';

export type { Registration, RegistrationCommand, RegistrationEvent } from './registration-schema.ts';

const registrants = [...registrantRoles.resource, ...registrantRoles.product];
const agency = ['registration-agency'] as const satisfies LegalRole[];

const transitions: Transitions<Registration, RegistrationCommand, RegistrationEvent> = {
  'report-first-supply': {
    by: ['system'],
    article: 'REG-9',
    label: { zh: '登记首次供给', en: 'note the first supply' },
    starts: ['REG-9(1)'],
    none: ({ type: _, actor: __, ...supplied }) => [
      { type: 'fell-due', ...supplied, clock: openClock('REG-9(1)', supplied.at) },
    ],
  },
  apply: {
    by: registrants,
    article: 'REG-9',
    label: { zh: '申请首次登记', en: 'apply for registration' },
    starts: ['REG-10'],
    stops: ['REG-9(1)'],
    none: (command) => apply(command, false),
    due: (command, state) => unlikeSupplied(command, state) ?? apply(command, command.at >= state.clock.dueAt),
  },
  return: {
    by: agency,
    article: 'REG-10',
    label: { zh: '退回补正', en: 'return the application' },
    tells: registrants,
    stops: ['REG-10'],
    applied: giveBack,
  },
  resubmit: {
    by: registrants,
    article: 'REG-10',
    label: { zh: '补正后重新提交', en: 'submit again' },
    starts: ['REG-10'],
    returned: ({ at, actor, file }) =>
      refuseAll(lateDeposit(at, file)) ?? [
        { type: 'resubmitted', at, file, by: actor.person, clock: openClock('REG-10', at) },
      ],
  },
  accept: {
    by: agency,
    article: 'REG-10',
    label: { zh: '受理', en: 'accept the application' },
    tells: registrants,
    starts: ['REG-11', 'REG-9(4)'],
    stops: ['REG-10'],
    applied: ({ at }, { category, file, clock }) =>
      refuseAll(missingGrounds(missingFile(category, file))) ?? [
        { type: 'accepted', at, late: at >= clock.dueAt, clock: openClock('REG-11', at) },
      ],
    amending: ({ at }, { amendment, amendmentClock }) => [
      {
        type: 'amendment-accepted',
        at,
        late: at >= amendmentClock.dueAt,
        clock: openClock(amendment.kind === 'deregistration' ? 'REG-9(4)' : 'REG-11', at),
      },
    ],
  },
  refuse: {
    by: agency,
    article: 'REG-10',
    label: { zh: '不予受理或审核不通过', en: 'refuse with reasons' },
    tells: registrants,
    stops: ['REG-10', 'REG-11', 'REG-9(4)', 'REG-15'],
    applied: ({ at, reasons }) => [{ type: 'refused', at, reasons }],
    accepted: ({ at, reasons }) => [{ type: 'refused', at, reasons }],
    amending: refuseAmendment,
    'amendment-accepted': refuseAmendment,
  },
  withdraw: {
    by: registrants,
    article: 'REG-9',
    label: { zh: '撤回申请', en: 'withdraw the application' },
    tells: agency,
    stops: ['REG-10', 'REG-11', 'REG-12'],
    applied: ({ at }) => [{ type: 'withdrawn', at }],
    returned: ({ at }) => [{ type: 'withdrawn', at }],
    accepted: ({ at }) => [{ type: 'withdrawn', at }],
    reviewed: ({ at }) => [{ type: 'withdrawn', at }],
    'in-notice': ({ at }) => [{ type: 'withdrawn', at }],
  },
  review: {
    by: agency,
    article: 'REG-11',
    label: { zh: '形式审核通过', en: 'pass the formal review' },
    tells: registrants,
    stops: ['REG-11'],
    accepted: ({ at, actor, explanation }, state) =>
      sameHand(actor, state.appliedBy) ??
      unexplained(at, state.clock, explanation) ?? [
        { type: 'reviewed', at, by: actor.person, ...(explanation && { explanation }) },
      ],
  },
  'publish-notice': {
    by: agency,
    article: 'REG-12',
    label: { zh: '公示', en: 'publish the notice' },
    tells: registrants,
    starts: ['REG-12'],
    // From publication, not from the review: a late publication must not shorten the public's time to object.
    reviewed: ({ at }) => [{ type: 'notice-published', at, clock: openClock('REG-12', at) }],
  },
  object: {
    by: ['right-holder', 'competent-department', 'data-authority'],
    article: 'REG-12',
    label: { zh: '提出异议', en: 'object' },
    tells: agency,
    'in-notice': object,
  },
  'dismiss-objection': {
    by: agency,
    article: 'REG-12',
    label: { zh: '异议不成立', en: 'dismiss the objection' },
    'in-notice': ({ at, objection, reasons }, state) =>
      noOpenObjection(state, objection) ?? [{ type: 'objection-dismissed', at, objection, reasons }],
  },
  'uphold-objection': {
    by: agency,
    article: 'REG-12',
    label: { zh: '异议成立，终止登记', en: 'uphold the objection' },
    tells: registrants,
    stops: ['REG-12'],
    'in-notice': ({ at, objection, reasons }, state) =>
      noOpenObjection(state, objection) ?? [{ type: 'objection-upheld', at, objection, reasons }],
  },
  'assign-code': {
    by: agency,
    article: 'REG-13',
    label: { zh: '赋码', en: 'assign the code' },
    tells: registrants,
    starts: ['REG-15'],
    stops: ['REG-12'],
    'in-notice': assignCode,
  },
  'issue-query-code': {
    by: agency,
    article: 'REG-13',
    label: { zh: '登记国家查询码', en: 'enter the national query code' },
    tells: registrants,
    coded: ({ at, queryCode }, state) =>
      state.queryCode === undefined
        ? [{ type: 'query-code-issued', at, queryCode }]
        : refuse('REG-13', { zh: '查询码已登记', en: 'the query code is already entered' }, '/queryCode'),
  },
  amend: {
    by: [...registrants, 'right-holder'],
    article: 'REG-9',
    label: { zh: '申请变更、更正、续期或注销', en: 'apply for change, correction, renewal or deregistration' },
    tells: registrants,
    starts: ['REG-10'],
    coded: amend,
  },
  'approve-amendment': {
    by: agency,
    article: 'REG-9',
    label: { zh: '办结变更、更正、续期或注销', en: 'carry out the amendment' },
    tells: registrants,
    stops: ['REG-11', 'REG-9(4)', 'REG-15'],
    'amendment-accepted': approve,
  },
  deregister: {
    by: agency,
    article: 'REG-15',
    label: { zh: '逾期未续，注销登记', en: 'deregister after expiry' },
    tells: registrants,
    expired: ({ at, actor }) => [{ type: 'deregistered', at, by: actor.person, ground: 'expired' }],
  },
  revoke: {
    by: agency,
    article: 'REG-20',
    label: { zh: '撤销登记', en: 'revoke the registration' },
    tells: registrants,
    stops: ['REG-15', 'REG-10', 'REG-11', 'REG-9(4)'],
    coded: revoke,
    amending: revoke,
    'amendment-accepted': revoke,
    expired: revoke,
  },
  expire: {
    by: ['system'],
    article: 'REG-15',
    label: { zh: '有效期届满', en: 'let it expire' },
    tells: registrants,
    // With the registration ends whatever was asked of it.
    stops: ['REG-15', 'REG-10', 'REG-11', 'REG-9(4)'],
    coded: expire,
    amending: expire,
    'amendment-accepted': expire,
  },
};

/** Stands on every record and certificate. */
export const formalReviewOnly: Text = {
  zh: '本登记仅作形式审核，不确认权属。',
  en: 'Formal review only: this registration does not decide ownership.',
};

/**
 * Registration 登记: (due →) applied → returned / accepted → reviewed → in-notice → coded ⇄ amended → deregistered /
 * revoked / expired. Formal review only: it does not decide ownership. @see REG-9, REG-15, REG-20
 */
export const registration: Machine<Registration, RegistrationCommand, RegistrationEvent> = {
  aggregate: 'registration',
  label: { zh: '登记', en: 'registration' },
  states: registrationStates,
  state: registrationState,
  event: registrationEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties,
  clocks: (state) => {
    if (state.status === 'expired' || state.status === 'deregistered' || state.status === 'revoked') return [];
    if (!('clock' in state)) return [];
    return 'amendmentClock' in state ? [state.amendmentClock, state.clock] : [state.clock];
  },
  summary: (state) => {
    if (state.status === 'none') return { jurisdiction: '000000' };
    if (state.status === 'due') return { jurisdiction: state.jurisdiction, party: state.operator };
    return { jurisdiction: state.jurisdiction, title: state.title, party: state.registrants[0] ?? '' };
  },
};

/** The registrant's roles and the agency are theirs alone once the application names them. */
function parties(state: Registration): Partial<Record<LegalRole, string>> {
  if (state.status === 'none') return {};
  if (state.status === 'due') return { operator: state.operator };
  const lead = state.registrants[0] ?? '';
  const holders = Object.fromEntries(registrantRoles[state.category].map((role) => [role, lead]));
  return { ...holders, 'registration-agency': state.agency };
}
