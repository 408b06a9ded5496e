import { openClock } from '../law/periods.ts';
import type { LegalRole } from '../law/roles.ts';
import { type Decision, type In, refuse, refuseAll, type Told, type Transitions } from './decision.ts';
import { amend, approve, deregisterUnasked, refuseAmendment, revoke, takeBack } from './registration-amendment.ts';
import { escalateFiling, fallDue, importLegacy } from './registration-due.ts';
import { missingGrounds, tooLate } from './registration-file.ts';
import type { Registration, RegistrationCommand, RegistrationEvent } from './registration-schema.ts';
import {
  apply,
  assignCode,
  consent,
  explainOverrun,
  giveBack,
  noOpenObjection,
  object,
  refuseApplication,
  registrantRoles,
  sameHand,
  unexplained,
  unlikeSupplied,
} from './registration-steps.ts';
import { expire } from './registration-term.ts';

const registrants = [...registrantRoles.resource, ...registrantRoles.product];
const agency = ['registration-agency'] as const satisfies LegalRole[];
/** Each of the joint registrants learns of it, not the delegated one alone. */
const registered = [...registrants, 'joint-registrant'] as const satisfies Told[];

/** Every command of registration: four kinds of application, and revocation, which is another act. @see REG-9 … REG-20 */
export const transitions: Transitions<Registration, RegistrationCommand, RegistrationEvent> = {
  'report-first-supply': {
    by: ['system'],
    article: 'REG-9',
    label: { zh: '登记首次供给', en: 'note the first supply' },
    tells: registrants,
    starts: ['REG-9(1)'],
    none: fallDue,
  },
  'escalate-filing': {
    by: ['system'],
    article: 'REG-9',
    label: { zh: '逾期未申请登记，升级督办', en: 'escalate a late filing' },
    // Nobody is named as its agency yet: those who follow it up are told by office.
    tells: [...registrants, ...agency, 'data-authority'],
    due: escalateFiling,
  },
  'import-legacy': {
    by: ['data-authority', 'registration-agency'],
    article: 'REG-9',
    label: { zh: '导入逾期未登记的存量运营', en: 'import a legacy operation as overdue' },
    tells: registrants,
    starts: ['REG-9(legacy)'],
    none: importLegacy,
  },
  apply: {
    by: registrants,
    article: 'REG-9',
    label: { zh: '申请首次登记', en: 'apply for registration' },
    starts: ['REG-10'],
    stops: ['REG-9(1)', 'REG-9(legacy)'],
    tells: [...agency, 'joint-registrant'],
    none: (command) => apply(command, false),
    due: answer,
    overdue: answer,
  },
  return: {
    by: agency,
    article: 'REG-10',
    label: { zh: '退回补正', en: 'return the application' },
    tells: registered,
    // What a first supply made due is owed until it is handed in again.
    starts: ['REG-9(1)', 'REG-9(legacy)'],
    stops: ['REG-10'],
    applied: giveBack,
  },
  resubmit: {
    by: registrants,
    article: 'REG-10',
    label: { zh: '补正后重新提交', en: 'submit again' },
    tells: [...agency, 'joint-registrant'],
    starts: ['REG-10'],
    stops: ['REG-9(1)', 'REG-9(legacy)'],
    returned: ({ at, actor, file }) =>
      refuseAll(tooLate(at, file)) ?? [
        { type: 'resubmitted', at, file, by: actor.person, clock: openClock('REG-10', at) },
      ],
  },
  consent: {
    by: registrants,
    whose: 'joint-registrant',
    article: 'REG-3',
    label: { zh: '作为共同登记主体确认', en: 'confirm as a joint registrant' },
    tells: [...registrants, ...agency],
    applied: consent,
    returned: consent,
  },
  accept: {
    by: agency,
    article: 'REG-10',
    label: { zh: '受理', en: 'accept the application' },
    tells: registered,
    starts: ['REG-11', 'REG-9(4)'],
    stops: ['REG-10'],
    applied: ({ at }, state) =>
      refuseAll(missingGrounds(state)) ?? [
        { type: 'accepted', at, late: at >= state.clock.dueAt, clock: openClock('REG-11', at) },
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
    tells: registered,
    stops: ['REG-10', 'REG-11', 'REG-9(4)', 'REG-15'],
    applied: refuseApplication,
    accepted: refuseApplication,
    amending: refuseAmendment,
    'amendment-accepted': refuseAmendment,
  },
  'explain-overrun': {
    by: agency,
    article: 'REG-11',
    label: { zh: '说明超期原因', en: 'explain the overrun' },
    tells: registered,
    accepted: explainOverrun,
    'amendment-accepted': explainOverrun,
  },
  withdraw: {
    by: registrants,
    article: 'REG-9',
    label: { zh: '撤回申请', en: 'withdraw the application' },
    tells: [...agency, 'joint-registrant', 'objector'],
    // What a first supply made due is owed again.
    starts: ['REG-9(1)', 'REG-9(legacy)'],
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
    tells: registered,
    stops: ['REG-11'],
    accepted: ({ at, actor, explanation }, state) =>
      sameHand(actor, state.appliedBy) ??
      unexplained(at, state.clock, explanation ?? state.overrun?.explanation) ?? [
        { type: 'reviewed', at, by: actor.person, ...(explanation && { explanation }) },
      ],
  },
  'publish-notice': {
    by: agency,
    article: 'REG-12',
    label: { zh: '公示', en: 'publish the notice' },
    tells: registered,
    starts: ['REG-12'],
    // From publication, not from the review: a late publication must not shorten the public's time to object.
    reviewed: ({ at }) => [{ type: 'notice-published', at, clock: openClock('REG-12', at) }],
  },
  object: {
    by: ['right-holder', 'competent-department', 'data-authority'],
    article: 'REG-12',
    label: { zh: '提出异议', en: 'object' },
    tells: [...registered, ...agency],
    'in-notice': object,
  },
  'dismiss-objection': {
    by: agency,
    article: 'REG-12',
    label: { zh: '异议不成立', en: 'dismiss the objection' },
    tells: [...registered, 'objector'],
    'in-notice': ({ at, objection, reasons }, state) =>
      noOpenObjection(state, objection) ?? [{ type: 'objection-dismissed', at, objection, reasons }],
  },
  'uphold-objection': {
    by: agency,
    article: 'REG-12',
    label: { zh: '异议成立，终止登记', en: 'uphold the objection' },
    tells: [...registered, 'objector'],
    stops: ['REG-12'],
    'in-notice': ({ at, objection, reasons }, state) =>
      noOpenObjection(state, objection) ?? [{ type: 'objection-upheld', at, objection, reasons }],
  },
  'assign-code': {
    by: agency,
    article: 'REG-13',
    label: { zh: '赋码', en: 'assign the code' },
    tells: registered,
    starts: ['REG-15'],
    stops: ['REG-12'],
    'in-notice': assignCode,
  },
  'issue-query-code': {
    by: agency,
    article: 'REG-13',
    label: { zh: '登记国家查询码', en: 'enter the national query code' },
    tells: registered,
    coded: ({ at, queryCode }, state) =>
      state.queryCode === undefined
        ? [{ type: 'query-code-issued', at, queryCode }]
        : refuse('REG-13', { zh: '查询码已登记', en: 'the query code is already entered' }, '/queryCode'),
  },
  amend: {
    by: [...registrants, 'right-holder'],
    article: 'REG-9',
    label: { zh: '申请变更、更正、续期或注销', en: 'apply for change, correction, renewal or deregistration' },
    tells: [...registered, ...agency],
    starts: ['REG-10'],
    coded: amend,
  },
  'withdraw-amendment': {
    by: [...registrants, 'right-holder'],
    article: 'REG-9',
    label: { zh: '撤回变更、更正、续期或注销申请', en: 'withdraw the amendment' },
    tells: [...registered, ...agency],
    // A validity that ended while a renewal was under way ends with it.
    stops: ['REG-10', 'REG-11', 'REG-9(4)', 'REG-15'],
    amending: takeBack,
    'amendment-accepted': takeBack,
  },
  'approve-amendment': {
    by: agency,
    article: 'REG-9',
    label: { zh: '办结变更、更正、续期或注销', en: 'carry out the amendment' },
    tells: registered,
    stops: ['REG-11', 'REG-9(4)', 'REG-15'],
    'amendment-accepted': approve,
  },
  deregister: {
    by: agency,
    article: 'REG-15',
    label: {
      zh: '逾期未续、主体终止或协议终止，注销登记',
      en: 'deregister after expiry, or when registrant or agreement is no more',
    },
    tells: registered,
    stops: ['REG-15', 'REG-10', 'REG-11', 'REG-9(4)'],
    coded: deregisterUnasked,
    amending: deregisterUnasked,
    'amendment-accepted': deregisterUnasked,
    expired: ({ at, actor }) => [{ type: 'deregistered', at, by: actor.person, ground: 'expired' }],
  },
  revoke: {
    by: agency,
    article: 'REG-20',
    label: { zh: '撤销登记', en: 'revoke the registration' },
    tells: registered,
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
    tells: [...registered, ...agency],
    // With the registration ends whatever was asked of it.
    stops: ['REG-15', 'REG-10', 'REG-11', 'REG-9(4)'],
    coded: expire,
    amending: expire,
    'amendment-accepted': expire,
  },
};

/** An application that answers a first supply; late is recorded, not refused. @see REG-9 */
function answer(
  command: Extract<RegistrationCommand, { type: 'apply' }>,
  state: In<Registration, 'due' | 'overdue'>,
): Decision<RegistrationEvent> {
  return unlikeSupplied(command, state) ?? apply(command, command.at >= state.clock.dueAt);
}
