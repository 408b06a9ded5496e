import { supervisors } from '../law/roles.ts';
import { clocksOf } from './agreement-clocks.ts';
import { amend, draft, propose, renew, takeEffect, versionOf } from './agreement-drafting.ts';
import {
  dispose,
  expire,
  noProposal,
  proposeTermination,
  recordDelivery,
  serveNotice,
  settle,
} from './agreement-ending.ts';
import { evolve } from './agreement-fold.ts';
import {
  type Agreement,
  type AgreementCommand,
  type AgreementEvent,
  agreementEvent,
  agreementState,
} from './agreement-schema.ts';
import { lapse, noAmendment, sign, signAmendment } from './agreement-signing.ts';
import type { Machine, Transitions } from './decision.ts';
import { lift, place } from './holding.ts';
import { agreementFact } from './regulatory.ts';
import { agreementStates } from './states.ts';

const transitions: Transitions<Agreement, AgreementCommand, AgreementEvent> = {
  draft: {
    by: ['grantor'],
    article: 'OPS-14',
    label: { zh: '起草授权运营协议', en: 'draft an agreement' },
    none: draft,
  },
  edit: {
    by: ['grantor'],
    article: 'OPS-14',
    label: { zh: '修改协议草案', en: 'edit the draft' },
    drafted: (command) => [{ type: 'edited', at: command.at, by: command.actor.person, draft: versionOf(command) }],
  },
  propose: {
    by: ['grantor'],
    article: 'OPS-14',
    label: { zh: '提交签署', en: 'propose it for signature' },
    tells: ['operator'],
    drafted: propose,
  },
  sign: {
    by: ['grantor', 'operator'],
    article: 'ESL-3',
    label: { zh: '签署协议', en: 'sign' },
    tells: ['grantor', 'operator'],
    starts: ['POLICY-12', 'LOCAL-5'],
    stops: ['POLICY-12'],
    proposed: sign,
    'partly-signed': sign,
    'in-effect': signAmendment,
  },
  'lapse-signing': {
    by: ['grantor', 'operator', 'system'],
    article: 'POLICY-12',
    label: { zh: '部分签署失效', en: 'let a single signature lapse' },
    tells: ['grantor', 'operator'],
    stops: ['POLICY-12'],
    'partly-signed': (command, { clock }) => lapse(command, clock),
    'in-effect': (command, { amendment }) => lapse(command, amendment?.clock),
  },
  withdraw: {
    by: ['grantor'],
    article: 'OPS-14',
    label: { zh: '撤回待签文本', en: 'withdraw the text to be signed' },
    tells: ['operator'],
    stops: ['POLICY-12'],
    proposed: ({ at, actor }) => [{ type: 'withdrawn', at, by: actor.person }],
    'partly-signed': ({ at, actor }) => [{ type: 'withdrawn', at, by: actor.person }],
    'in-effect': ({ at, actor }, { amendment }) =>
      amendment ? [{ type: 'amendment-withdrawn', at, by: actor.person }] : noAmendment(),
  },
  'take-effect': {
    by: ['grantor', 'system'],
    article: 'OPS-13',
    label: { zh: '协议生效', en: 'put it into effect' },
    tells: ['grantor', 'operator'],
    starts: ['OPS-14', 'LOCAL-5'],
    signed: takeEffect,
  },
  'propose-amendment': {
    by: ['grantor', 'operator'],
    article: 'OPS-14',
    label: { zh: '提出协议变更', en: 'propose an amendment' },
    tells: ['grantor', 'operator'],
    'in-effect': amend,
  },
  'propose-renewal': {
    by: ['grantor', 'operator'],
    article: 'LOCAL-9',
    label: { zh: '提出续约', en: 'propose a renewal' },
    tells: ['grantor', 'operator'],
    'in-effect': renew,
  },
  evaluate: {
    by: ['grantor'],
    article: 'OPS-14',
    label: { zh: '记录绩效评价', en: 'record a performance evaluation' },
    tells: ['operator'],
    'in-effect': ({ at, actor, result, document }) => [{ type: 'evaluated', at, by: actor.person, result, document }],
  },
  'record-filing': {
    by: ['grantor', 'data-authority'],
    article: 'LOCAL-5',
    label: { zh: '记录省级备案', en: 'record the provincial filing' },
    stops: ['LOCAL-5'],
    'in-effect': ({ at, number }) => [{ type: 'filed', at, number }],
    'notice-served': ({ at, number }) => [{ type: 'filed', at, number }],
  },
  hold: {
    by: [...supervisors, 'operating-agency', 'head', 'system'],
    article: 'DZ-43',
    label: { zh: '采取措施', en: 'place a measure' },
    tells: ['grantor', 'operator'],
    'in-effect': place,
    'notice-served': place,
  },
  release: {
    by: [...supervisors, 'head'],
    article: 'POLICY-3',
    label: { zh: '恢复', en: 'lift a measure' },
    tells: ['grantor', 'operator'],
    'in-effect': lift,
    'notice-served': lift,
  },
  'propose-termination': {
    by: ['grantor', 'operator', ...supervisors],
    article: 'POLICY-2',
    label: { zh: '提议终止授权', en: 'propose to terminate the authorization' },
    tells: ['grantor', 'operator'],
    'in-effect': proposeTermination,
  },
  'decline-termination': {
    by: ['grantor'],
    article: 'POLICY-2',
    label: { zh: '不予终止', en: 'decline to terminate' },
    tells: ['operator'],
    'in-effect': ({ at, actor, reason }, { termination }) =>
      termination ? [{ type: 'termination-declined', at, by: actor.person, reason }] : noProposal(),
  },
  'serve-notice': {
    by: ['grantor'],
    article: 'POLICY-2',
    label: { zh: '发出终止通知', en: 'serve the notice of termination' },
    tells: ['operator'],
    stops: ['POLICY-12'],
    'in-effect': serveNotice,
  },
  'record-delivery': {
    by: ['grantor', 'system'],
    article: 'CC-565',
    label: { zh: '记录通知送达', en: 'record that the notice arrived' },
    tells: ['operator'],
    starts: ['POLICY-13'],
    stops: ['OPS-14', 'LOCAL-5'],
    'notice-served': recordDelivery,
  },
  expire: {
    by: ['system'],
    article: 'OPS-14',
    label: { zh: '协议到期', en: 'let it expire' },
    tells: ['grantor', 'operator'],
    starts: ['POLICY-13'],
    stops: ['OPS-14', 'LOCAL-5', 'POLICY-12'],
    'in-effect': expire,
    'notice-served': expire,
  },
  dispose: {
    by: ['operator', 'grantor'],
    article: 'CC-567',
    label: { zh: '记录数据返还或删除', en: 'record that a dataset was returned or deleted' },
    tells: ['grantor', 'operator'],
    stops: ['POLICY-13'],
    expired: dispose,
    terminated: dispose,
  },
  settle: {
    by: ['grantor'],
    article: 'CC-567',
    label: { zh: '结算清理', en: 'settle' },
    tells: ['operator'],
    stops: ['POLICY-13'],
    expired: settle,
    terminated: settle,
  },
};

/** Authorized-operation agreement 授权运营协议: drafted → proposed → signed → in effect → ended → settled. @see DZ-30, OPS-14 */
export const agreement: Machine<Agreement, AgreementCommand, AgreementEvent> = {
  aggregate: 'agreement',
  label: { zh: '授权运营协议', en: 'agreement' },
  states: agreementStates,
  state: agreementState,
  event: agreementEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties: (state) => (state.status === 'none' ? {} : { grantor: state.grantor, operator: state.operator }),
  regulatory: agreementFact,
  clocks: clocksOf,
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : { jurisdiction: state.jurisdiction, title: state.title, party: state.operator },
};
