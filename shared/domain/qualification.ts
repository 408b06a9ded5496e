import * as z from 'zod';
import type { Text } from '../law/roles.ts';
import { localDate as dayOf, endOfDay, type Instant } from '../law/time.ts';
import {
  type Decision,
  type Envelope,
  type Ground,
  type In,
  type Machine,
  notFound,
  refuse,
  refuseAll,
  type Transitions,
} from './decision.ts';
import { qualificationStates } from './states.ts';
import { documentRef, id, instant, jurisdiction, localDate } from './values.ts';

/** The security conditions 规定安全条件 an operator must meet, each shown by a document. @see DZ-30, OPS-12 */
export const securityConditions = {
  management: { zh: '数据安全管理制度和机构', en: 'security organization and rules' },
  protection: { zh: '网络安全等级保护', en: 'classified protection of its systems' },
  technique: { zh: '数据处理和防护技术能力', en: 'technical ability to process and protect' },
  personnel: { zh: '人员审查和保密', en: 'vetted staff bound to secrecy' },
  emergency: { zh: '应急处置能力', en: 'ability to act in an emergency' },
  credit: { zh: '无重大违法失信记录', en: 'no grave breach on record' },
} as const satisfies Record<string, Text>;

export type SecurityCondition = keyof typeof securityConditions;
const condition = z.enum(Object.keys(securityConditions) as [SecurityCondition, ...SecurityCondition[]]);
const evidence = z.partialRecord(condition, documentRef);

/** Fair ways of selection 公平方式. @see OPS-12 */
export const selectionWay = z.enum(['open-tender', 'invited-tender', 'negotiation', 'other']);

const links = { plan: id, grantor: id, operator: id, jurisdiction };
const qualified = { ...links, validUntil: localDate, qualifiedAt: instant };
const selected = { ...qualified, way: selectionWay, record: documentRef, selectedAt: instant };

/** Qualification and selection of one operator for one plan: its own stream, because several compete for one plan. */
export const qualificationState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('applied'), ...links, evidence }),
  z.strictObject({ status: z.literal('qualified'), ...qualified }),
  z.strictObject({ status: z.literal('selected'), ...selected }),
  z.strictObject({ status: z.literal('decided'), ...selected, minutes: documentRef, decidedAt: instant }),
  z.strictObject({ status: z.literal('ended'), ...links, endedAt: instant, reason: documentRef.optional() }),
]);
export type Qualification = z.infer<typeof qualificationState>;

export const qualificationEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('applied'), at: instant, ...links, evidence }),
  z.strictObject({ type: z.literal('supplemented'), at: instant, evidence }),
  z.strictObject({ type: z.literal('qualified'), at: instant, by: id, validUntil: localDate }),
  z.strictObject({ type: z.literal('selected'), at: instant, by: id, way: selectionWay, record: documentRef }),
  z.strictObject({ type: z.literal('decided'), at: instant, by: id, minutes: documentRef }),
  z.strictObject({ type: z.literal('ended'), at: instant, reason: documentRef.optional() }),
]);
export type QualificationEvent = z.infer<typeof qualificationEvent>;

type Data<T extends QualificationEvent['type']> = Omit<Extract<QualificationEvent, { type: T }>, 'type' | 'at' | 'by'>;
export type QualificationCommand = Envelope &
  (
    | ({ type: 'apply' } & Data<'applied'>)
    | ({ type: 'supplement' } & Data<'supplemented'>)
    | ({ type: 'qualify' } & Data<'qualified'>)
    | ({ type: 'select'; planApproved: boolean } & Data<'selected'>)
    | ({ type: 'decide' } & Data<'decided'>)
    | ({ type: 'end' } & Data<'ended'>)
  );

type Command<K extends QualificationCommand['type']> = Extract<QualificationCommand, { type: K }>;
type Qualified = In<Qualification, 'qualified' | 'selected' | 'decided'>;

const transitions: Transitions<Qualification, QualificationCommand, QualificationEvent> = {
  apply: {
    by: ['operator'],
    article: 'OPS-12',
    label: { zh: '申请授权运营资格', en: 'apply for qualification' },
    tells: ['grantor'],
    none: ({ type: _, actor, at, ...asked }) =>
      asked.operator === actor.organization ? [{ type: 'applied', at, ...asked }] : notFound('foreign', 'OPS-12'),
  },
  supplement: {
    by: ['operator'],
    article: 'DZ-30',
    label: { zh: '补充材料', en: 'hand in more evidence' },
    tells: ['grantor'],
    applied: ({ at, evidence }) => [{ type: 'supplemented', at, evidence }],
  },
  qualify: {
    by: ['grantor'],
    article: 'DZ-30',
    label: { zh: '认定符合安全条件', en: 'find the security conditions met' },
    tells: ['operator'],
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
  end: {
    by: ['grantor', 'system'],
    article: 'DZ-30',
    label: { zh: '终止资格', en: 'end the qualification' },
    tells: ['operator'],
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
  clocks: () => [],
  summary: (state) =>
    state.status === 'none' ? { jurisdiction: '000000' } : { jurisdiction: state.jurisdiction, party: state.operator },
};

/** Whether the security conditions still count as met: until 24:00 of the last day of validity (DZ-30). */
export const isQualified = (state: Qualified, at: Instant): boolean => at < endOfDay(state.validUntil);

/** The security conditions that lack their document, each with its place. */
export function unmetConditions(given: z.infer<typeof evidence>): readonly Ground[] {
  return condition.options
    .filter((one) => !given[one])
    .map((one) => {
      const { zh, en } = securityConditions[one];
      const detail = { zh: `缺少“${zh}”的证明`, en: `no evidence of ${en}` };
      return { article: 'DZ-30', pointer: `/evidence/${one}`, detail };
    });
}

function qualify(
  { at, actor, validUntil }: Command<'qualify'>,
  state: In<Qualification, 'applied'>,
): Decision<QualificationEvent> {
  const refused = refuseAll(unmetConditions(state.evidence));
  if (refused) return refused;
  if (validUntil < dayOf(at)) {
    return refuse('DZ-30', { zh: '有效期已过', en: 'it would have lapsed already' }, '/validUntil');
  }
  return [{ type: 'qualified', at, by: actor.person, validUntil }];
}

function select(command: Command<'select'>, state: Qualified): Decision<QualificationEvent> {
  const { at, actor, way, record, planApproved } = command;
  if (!planApproved) {
    return refuse('OPS-11', { zh: '实施方案尚未批准', en: 'the plan is not approved yet' }, '/plan');
  }
  return lapsed(state, at) ?? [{ type: 'selected', at, by: actor.person, way, record }];
}

function decide({ at, actor, minutes }: Command<'decide'>, state: Qualified): Decision<QualificationEvent> {
  return lapsed(state, at) ?? [{ type: 'decided', at, by: actor.person, minutes }];
}

function lapsed(state: Qualified, at: Instant) {
  if (isQualified(state, at)) return undefined;
  return refuse('DZ-30', { zh: '资格已过有效期', en: 'the qualification has lapsed' }, '/validUntil');
}

/** The grantor may end it at any time; our schedule only what has lapsed by itself. */
function end(command: Command<'end'>, state: In<Qualification, 'applied'> | Qualified): Decision<QualificationEvent> {
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
    return { status: 'applied', ...asked };
  }
  switch (event.type) {
    case 'supplemented':
      return state.status === 'applied' ? { ...state, evidence: { ...state.evidence, ...event.evidence } } : state;
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
      if (state.status === 'none' || state.status === 'ended') return state;
      const { at, reason } = event;
      return { status: 'ended', ...linksOf(state), endedAt: at, ...(reason && { reason }) };
    }
  }
}

const linksOf = ({ plan, grantor, operator, jurisdiction }: Exclude<Qualification, { status: 'none' }>) => ({
  plan,
  grantor,
  operator,
  jurisdiction,
});
