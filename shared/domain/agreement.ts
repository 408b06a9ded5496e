import { calendar } from '../law/calendar.ts';
import { type OpenClock, openClock, periodAt } from '../law/periods.ts';
import { supervisors } from '../law/roles.ts';
import { endOfDay, type Instant, localDate, startOfDay } from '../law/time.ts';
import { bars, termBars } from './agreement-bars.ts';
import { gapGrounds, missingContents } from './agreement-contents.ts';
import { evolve } from './agreement-fold.ts';
import {
  type Agreement,
  type AgreementCommand,
  type AgreementEvent,
  agreementEvent,
  agreementState,
  type DraftVersion,
  type Terms,
  type Written,
} from './agreement-schema.ts';
import { noAmendment, sign, signAmendment } from './agreement-signing.ts';
import {
  type Decision,
  type In,
  type Machine,
  notFound,
  type Refusal,
  refuse,
  refuseAll,
  type Transitions,
} from './decision.ts';
import { lift, place } from './holding.ts';
import { agreementStates } from './states.ts';

type Command<K extends AgreementCommand['type']> = Extract<AgreementCommand, { type: K }>;
type Running = In<Agreement, 'in-effect'> | In<Agreement, 'notice-served'>;

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
    proposed: sign,
    'partly-signed': sign,
    'in-effect': signAmendment,
  },
  withdraw: {
    by: ['grantor'],
    article: 'OPS-14',
    label: { zh: '撤回待签文本', en: 'withdraw the text to be signed' },
    tells: ['operator'],
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
    by: ['grantor', ...supervisors],
    article: 'POLICY-2',
    label: { zh: '提议终止授权', en: 'propose to terminate the authorization' },
    tells: ['grantor'],
    'in-effect': proposeTermination,
  },
  'decline-termination': {
    by: ['grantor'],
    article: 'POLICY-2',
    label: { zh: '不予终止', en: 'decline to terminate' },
    'in-effect': ({ at, actor, reason }, { termination }) =>
      termination ? [{ type: 'termination-declined', at, by: actor.person, reason }] : noProposal(),
  },
  'serve-notice': {
    by: ['grantor'],
    article: 'POLICY-2',
    label: { zh: '发出终止通知', en: 'serve the notice of termination' },
    tells: ['operator'],
    'in-effect': serveNotice,
  },
  'record-delivery': {
    by: ['grantor', 'system'],
    article: 'CC-565',
    label: { zh: '记录通知送达', en: 'record that the notice arrived' },
    tells: ['operator'],
    stops: ['OPS-14', 'LOCAL-5'],
    'notice-served': recordDelivery,
  },
  expire: {
    by: ['system'],
    article: 'OPS-14',
    label: { zh: '协议到期', en: 'let it expire' },
    tells: ['grantor', 'operator'],
    stops: ['OPS-14', 'LOCAL-5'],
    'in-effect': expire,
    'notice-served': expire,
  },
  settle: {
    by: ['grantor'],
    article: 'CC-567',
    label: { zh: '结算清理', en: 'settle' },
    tells: ['operator'],
    expired: ({ at, certificate }) => [{ type: 'settled', at, certificate }],
    terminated: ({ at, certificate }) => [{ type: 'settled', at, certificate }],
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
  clocks: (state) => {
    if (state.status !== 'in-effect' && state.status !== 'notice-served') return [];
    return [termClock(state.terms), ...(state.filingClock ? [state.filingClock] : [])];
  },
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : { jurisdiction: state.jurisdiction, title: state.title, party: state.operator },
};

/** From `from` (included) until `until` (excluded) this version carries channels. */
export function validity({ term }: Terms): { readonly from: Instant; readonly until: Instant } {
  return { from: startOfDay(term.from), until: endOfDay(term.until) };
}

/** The agreement's own term, which OPS-14 caps: known to the day, so it waits for no working-day schedule. */
function termClock(terms: Terms): OpenClock {
  const { from: startedAt, until: dueAt } = validity(terms);
  return { period: 'OPS-14', startedAt, dueAt, provisional: false, calendar: calendar.version };
}

function draft(command: Command<'draft'>): Decision<AgreementEvent> {
  const { at, actor, plan, qualification, grantor, operator, jurisdiction, title } = command;
  if (grantor !== actor.organization) return notFound('foreign', 'OPS-14');
  if (operator === grantor) {
    const detail = { zh: '实施机构不得自任运营机构', en: 'the implementing body cannot be its own operator' };
    return refuse('OPS-3', detail, '/operator');
  }
  const links = { plan, qualification, grantor, operator, jurisdiction, title };
  return [{ type: 'drafted', at, by: actor.person, ...links, draft: versionOf(command) }];
}

function versionOf(written: Written): DraftVersion {
  const { contents, text, textHash, clauses, scope, exceptions, declarations } = written;
  const { from, until } = contents.term ?? {};
  const term = from !== undefined && until !== undefined ? { term: { from, until } } : {};
  const datasets = contents.resources?.datasets ?? [];
  const missing = missingContents(contents);
  return { text, textHash, clauses, scope, exceptions, declarations, datasets, missing, ...term };
}

/** A complete draft as the terms of version `version`, or everything that bars it. */
function termsOf(
  draft: DraftVersion,
  version: number,
  { facts, at }: Command<'propose'> | Command<'propose-amendment'>,
): Terms | Refusal {
  const { missing, term, ...written } = draft;
  const grounds = [
    ...gapGrounds(missing),
    ...(term ? termBars(term, draft.exceptions) : []),
    ...bars(draft, facts, at),
  ];
  const refused = refuseAll(grounds);
  if (refused) return refused;
  // Without a gap the term is there; the check narrows the type and nothing else.
  return term ? { version, ...written, term } : refuse('OPS-14', { zh: '缺少期限', en: 'the term is missing' });
}

function propose(command: Command<'propose'>, state: In<Agreement, 'drafted'>): Decision<AgreementEvent> {
  const terms = termsOf(state.draft, 1, command);
  if ('refused' in terms) return terms;
  return [{ type: 'proposed', at: command.at, by: command.actor.person, terms }];
}

function takeEffect(
  { at, facts }: Command<'take-effect'>,
  { terms }: In<Agreement, 'signed'>,
): Decision<AgreementEvent> {
  const barred = refuseAll(bars(terms, facts, at));
  if (barred) return barred;
  const { from, until } = validity(terms);
  if (at < from) return refuse('OPS-14', { zh: '未到起始日', en: 'its first day has not come' }, '/contents/term/from');
  if (at >= until) return refuse('OPS-14', { zh: '期限已过', en: 'its term is over' }, '/contents/term/until');
  const due = periodAt('LOCAL-5', localDate(at)) && { filingClock: openClock('LOCAL-5', at) };
  return [{ type: 'took-effect', at, ...due }];
}

function amend(command: Command<'propose-amendment'>, state: In<Agreement, 'in-effect'>): Decision<AgreementEvent> {
  if (state.amendment)
    return refuse('OPS-14', { zh: '已有变更待签署', en: 'an amendment waits for signature already' });
  const terms = termsOf(versionOf(command), state.terms.version + 1, command);
  if ('refused' in terms) return terms;
  if (terms.term.from !== state.terms.term.from) {
    const detail = { zh: '变更不得改动起始日', en: 'an amendment cannot move the first day' };
    return refuse('OPS-14', detail, '/contents/term/from');
  }
  return [{ type: 'amendment-proposed', at: command.at, by: command.actor.person, terms }];
}

function proposeTermination(
  { at, actor, grounds, case: caseId }: Command<'propose-termination'>,
  state: In<Agreement, 'in-effect'>,
): Decision<AgreementEvent> {
  if (state.termination) {
    return refuse('POLICY-2', { zh: '已有终止提议待处理', en: 'a proposal to terminate waits already' });
  }
  const { person: by, organization } = actor;
  return [
    { type: 'termination-proposed', termination: { by, organization, at, grounds, ...(caseId && { case: caseId }) } },
  ];
}

function serveNotice(
  { at, actor, document }: Command<'serve-notice'>,
  { termination }: In<Agreement, 'in-effect'>,
): Decision<AgreementEvent> {
  if (!termination) return noProposal();
  if (termination.by === actor.person) {
    return refuse('POLICY-7', { zh: '提议人不得自行发出通知', en: 'whoever proposed it cannot serve the notice' });
  }
  return [{ type: 'notice-served', at, by: actor.person, document }];
}

/** Termination takes effect when the notice reaches the other side: two facts, two times (CC-565). */
function recordDelivery(
  { at, deliveredAt, proof }: Command<'record-delivery'>,
  { notice }: In<Agreement, 'notice-served'>,
): Decision<AgreementEvent> {
  if (deliveredAt < notice.servedAt || deliveredAt > at) {
    const detail = { zh: '送达时间须在发出之后、当前之前', en: 'it arrives after it was served and not in the future' };
    return refuse('CC-565', detail, '/deliveredAt');
  }
  return [{ type: 'terminated', at, deliveredAt, proof }];
}

function expire({ at }: Command<'expire'>, { terms }: Running): Decision<AgreementEvent> {
  if (at < validity(terms).until) {
    return refuse('OPS-14', { zh: '期限未满', en: 'its term is not over' }, '/contents/term/until');
  }
  return [{ type: 'expired', at }];
}

const noProposal = () => refuse('POLICY-2', { zh: '没有终止提议', en: 'nobody proposed to terminate' });
