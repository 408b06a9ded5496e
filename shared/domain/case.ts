import { type LegalRole, supervisors } from '../law/roles.ts';
import { evolve } from './case-fold.ts';
import { type Case, type CaseCommand, type CaseEvent, caseEvent, caseState } from './case-schema.ts';
import {
  accept,
  addFacts,
  answerProposal,
  close,
  commitMeasure,
  confirmEmergency,
  confirmMeasure,
  decide,
  decideUnreplied,
  deliverDecision,
  deliverNotice,
  dismiss,
  escalate,
  notify,
  placeEmergency,
  reply,
  settleEscalation,
  tellRemedy,
} from './case-steps.ts';
import { isRefusal, type Machine, type Transitions } from './decision.ts';
import { approve, propose, rectify } from './reinstatement.ts';
import { caseStates } from './states.ts';

export type { Case, CaseCommand, CaseEvent } from './case-schema.ts';

/** In which roles the organization that the case is about answers. */
const subjects = ['operator', 'source-unit'] as const satisfies LegalRole[];
/** The authority that handles it is the same organization in each of these roles. */
const handler = ['data-authority'] as const satisfies LegalRole[];

/*
 * Whom a row tells: the subject learns of what is done to it and of what was announced to it, the handling authority of
 * what the subject does. Nobody is told of a report, of its being taken on or of a decision before its delivery, and no
 * row tells a reporter's name.
 */
const transitions: Transitions<Case, CaseCommand, CaseEvent> = {
  report: {
    by: [...supervisors, 'right-holder', 'grantor', 'source-unit', 'operating-agency', 'auditor', 'system'],
    article: 'DZ-43',
    label: { zh: '报告违规', en: 'report a breach' },
    none: ({ type: _, actor: __, ...report }) => [{ type: 'reported', ...report }],
  },
  'add-facts': {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '补充证据', en: 'add evidence' },
    // Not after the notice: the party must have seen what it replies to.
    reported: addFacts,
    accepted: addFacts,
    confirmed: addFacts,
  },
  accept: {
    by: supervisors,
    article: 'DZ-43',
    label: { zh: '立案', en: 'take on the case' },
    reported: accept,
  },
  dismiss: {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '不予处置并结案', en: 'dismiss the case' },
    stops: ['LOCAL-6'],
    reported: dismiss,
    accepted: dismiss,
    confirmed: dismiss,
    noticed: dismiss,
    replied: dismiss,
  },
  'open-with-emergency': {
    by: [...supervisors, 'system'],
    article: 'POLICY-6',
    label: { zh: '紧急处置并立案', en: 'act at once and open a case' },
    tells: subjects,
    starts: ['POLICY-6'],
    none: (command) => {
      const { at, jurisdiction, subject, agreement, facts } = command;
      const placed = placeEmergency(command, []);
      if (isRefusal(placed)) return placed;
      return [{ type: 'reported', at, jurisdiction, subject, facts, ...(agreement && { agreement }) }, ...placed];
    },
  },
  'place-emergency': {
    by: [...supervisors, 'system'],
    article: 'POLICY-6',
    label: { zh: '紧急处置', en: 'act at once' },
    tells: subjects,
    starts: ['POLICY-6'],
    reported: (command, state) => placeEmergency(command, state.measures),
    accepted: (command, state) => placeEmergency(command, state.measures),
  },
  'confirm-emergency': {
    by: supervisors,
    article: 'POLICY-6',
    label: { zh: '确认紧急处置', en: 'confirm the emergency measure' },
    tells: subjects,
    stops: ['POLICY-6'],
    emergency: confirmEmergency,
  },
  escalate: {
    by: [...supervisors, 'system'],
    article: 'POLICY-6',
    label: { zh: '报负责人决定', en: 'escalate to the head' },
    tells: ['head'],
    stops: ['POLICY-6'],
    emergency: escalate,
  },
  'settle-escalation': {
    by: ['head'],
    article: 'POLICY-6',
    label: { zh: '负责人决定', en: 'confirm or lift as the head' },
    tells: subjects,
    escalated: settleEscalation,
  },
  notify: {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '告知', en: 'give notice' },
    tells: subjects,
    accepted: notify,
    confirmed: notify,
  },
  'record-delivery': {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '登记送达', en: 'record the delivery' },
    tells: subjects,
    starts: ['LOCAL-6'],
    noticed: deliverNotice,
    decided: deliverDecision,
  },
  reply: {
    by: subjects,
    article: 'LOCAL-6',
    label: { zh: '陈述申辩', en: 'reply' },
    tells: handler,
    stops: ['LOCAL-6'],
    noticed: reply,
  },
  decide: {
    by: supervisors,
    article: 'DZ-43',
    label: { zh: '作出决定', en: 'decide' },
    stops: ['LOCAL-6'],
    noticed: decideUnreplied,
    replied: decide,
  },
  'commit-measure': {
    by: supervisors,
    article: 'DZ-43',
    label: { zh: '执行措施', en: 'carry out a measure' },
    tells: subjects,
    decided: commitMeasure,
    executing: commitMeasure,
    appealed: commitMeasure,
    upheld: commitMeasure,
  },
  'confirm-measure': {
    by: ['system'],
    article: 'POLICY-8',
    label: { zh: '确认措施生效', en: 'confirm that a measure holds' },
    emergency: confirmMeasure,
    escalated: confirmMeasure,
    confirmed: confirmMeasure,
    noticed: confirmMeasure,
    replied: confirmMeasure,
    decided: confirmMeasure,
    executing: confirmMeasure,
    appealed: confirmMeasure,
    upheld: confirmMeasure,
    overturned: confirmMeasure,
  },
  'answer-proposal': {
    by: ['grantor'],
    article: 'POLICY-2',
    label: { zh: '答复终止建议', en: 'answer the proposal to terminate' },
    tells: handler,
    executing: answerProposal,
    appealed: answerProposal,
    upheld: answerProposal,
  },
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
    executing: ({ type: _, actor: __, ...appeal }) => [{ type: 'appealed', ...appeal }],
    executed: ({ type: _, actor: __, ...appeal }) => [{ type: 'appealed', ...appeal }],
    upheld: ({ type: _, actor: __, ...appeal }) => [{ type: 'appealed', ...appeal }],
  },
  'record-outcome': {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '登记复议或诉讼结果', en: 'record the outcome' },
    tells: subjects,
    appealed: ({ at, upheld, outcome }) => [{ type: upheld ? 'appeal-upheld' : 'appeal-overturned', at, outcome }],
  },
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
    tells: subjects,
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
  close: {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '结案', en: 'close the case' },
    tells: subjects,
    executed: close,
    upheld: close,
    overturned: close,
  },
};

/**
 * Case 违规案件: reported → accepted → noticed → replied → decided → executing → executed → appealed → upheld /
 * overturned → closed; emergency → confirmed, or escalated → the head. It never lapses open. @see DZ-43 @see POLICY-5
 */
export const violation: Machine<Case, CaseCommand, CaseEvent> = {
  aggregate: 'case',
  label: { zh: '违规案件', en: 'case' },
  states: caseStates,
  state: caseState,
  event: caseEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties,
  clocks: (state) => ('clock' in state && state.clock ? [state.clock] : []),
  summary: (state) =>
    state.status === 'none' ? { jurisdiction: '000000' } : { jurisdiction: state.jurisdiction, party: state.subject },
};

/** The case is the authority's that took it on, and only the organization it is about answers. */
function parties(state: Case): Partial<Record<LegalRole, string>> {
  if (state.status === 'none') return {};
  const answering = Object.fromEntries(subjects.map((role) => [role, state.subject]));
  if (state.status === 'reported') return answering;
  const handling = Object.fromEntries([...supervisors, 'head' as const].map((role) => [role, state.authority]));
  return { ...answering, ...handling };
}
