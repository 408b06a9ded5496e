import { openClock } from '../law/periods.ts';
import type { Instant } from '../law/time.ts';
import { type Case, type CaseCommand, type CaseEvent, MAX_FACTS } from './case-schema.ts';
import { type Actor, type Decision, type In, type Refusal, refuse } from './decision.ts';
import { cannotConfirm, cannotOrder, carriedOut, holding, lifters, type Measure, type Order } from './measure.ts';

type Command<K extends CaseCommand['type']> = Extract<CaseCommand, { type: K }>;
type Decided = Decision<CaseEvent>;
type Handled = Extract<Case, { authority: string }>;
type WithDecision = Extract<Case, { decision: object }>;

/** The person's own organization takes the case on; only the system names another (by the agreement's own rule). */
export function notOwnAuthority(actor: Actor, authority: string): Refusal | undefined {
  if (authority === actor.organization || actor.roles.includes('system')) return undefined;
  const detail = { zh: '只能由您所在的单位办理', en: 'the authority is the organization you act for' };
  return { refused: 'foreign', grounds: [{ article: 'DZ-43', detail, pointer: '/authority' }] };
}

export function addFacts({ at, facts }: Command<'add-facts'>, state: { facts: readonly object[] }): Decided {
  if (state.facts.length + facts.length <= MAX_FACTS) return [{ type: 'facts-added', at, facts }];
  return refuse('POLICY-9', { zh: `证据最多 ${MAX_FACTS} 件`, en: `at most ${MAX_FACTS} facts` }, '/facts');
}

/** A right holder's request binds only with proven standing, and standing is proven only by what was handed in. */
export function accept({ at, actor, standingProven }: Command<'accept'>, state: In<Case, 'reported'>): Decided {
  if (standingProven && !state.standing) {
    const detail = { zh: '报告人未提交权利证明', en: 'the reporter handed in no proof of standing' };
    return refuse('DZ-43', detail, '/standingProven');
  }
  return [{ type: 'accepted', at, authority: actor.organization, standingProven }];
}

export function dismiss({ at, actor, reasons }: Command<'dismiss'>, state: { measures: readonly Measure[] }): Decided {
  return stillHolding(state.measures) ?? [{ type: 'dismissed', at, authority: actor.organization, reasons }];
}

function stillHolding(measures: readonly Measure[]): Refusal | undefined {
  if (!measures.some(holding)) return undefined;
  const detail = { zh: '本案措施尚在生效，须先恢复', en: 'a measure of this case still holds: reinstate first' };
  return refuse('POLICY-3', detail);
}

/** Emergency path: the measure is committed in the same transaction; a second person must confirm. @see POLICY-6 */
export function placeEmergency(
  { at, actor, authority, measures }: Command<'place-emergency' | 'open-with-emergency'>,
  standing: readonly Measure[],
): Decided {
  const blocked = notOwnAuthority(actor, authority) ?? cannotOrder(measures, standing) ?? notAnEmergency(measures);
  if (blocked) return blocked;
  const placed = measures.map((one) => ({ ...ordered(one, actor, at), committedAt: at }));
  const clock = openClock('POLICY-6', at);
  return [{ type: 'emergency-placed', at, by: actor.person, authority, measures: placed, clock }];
}

/** An emergency stops or narrows for the moment; it ends nothing. */
function notAnEmergency(orders: readonly Order[]): Refusal | undefined {
  const index = orders.findIndex((one) => one.verb === 'terminate' || one.verb === 'other' || one.permanent);
  if (index < 0 && orders.length > 0) return undefined;
  const detail = {
    zh: '紧急处置只能限制、暂停或临时关闭',
    en: 'an emergency restricts, suspends or closes for the moment',
  };
  return refuse('POLICY-6', detail, index < 0 ? '/measures' : `/measures/${index}`);
}

const ordered = (order: Order, actor: Actor, decidedAt: Instant): Measure => ({
  ...order,
  liftedBy: lifters(actor.roles),
  decidedAt,
});

export function confirmEmergency({ at, actor }: Command<'confirm-emergency'>, state: In<Case, 'emergency'>): Decided {
  if (at >= state.clock.dueAt) {
    const detail = { zh: '确认时限已过，须报负责人决定', en: 'the time to confirm is over: the head decides' };
    return refuse('POLICY-6', detail);
  }
  return secondPerson(actor, state.placedBy) ?? [{ type: 'emergency-confirmed', at, by: actor.person }];
}

/**
 * Late is late: the case goes up, and what was closed stays closed. A second person who will not confirm sends it up
 * at once; the schedule only when the time is over. @see POLICY-6
 */
export function escalate({ at, actor }: Command<'escalate'>, state: In<Case, 'emergency'>): Decided {
  const declined = !actor.roles.includes('system') && actor.person !== state.placedBy;
  if (declined || at >= state.clock.dueAt) return [{ type: 'escalated', at }];
  const detail = { zh: `确认时限至 ${state.clock.dueAt}`, en: `the time to confirm runs until ${state.clock.dueAt}` };
  return refuse('POLICY-6', detail);
}

export function settleEscalation(
  { at, actor, confirmed, reasons }: Command<'settle-escalation'>,
  state: In<Case, 'escalated'>,
): Decided {
  return (
    secondPerson(actor, state.placedBy) ?? [{ type: 'escalation-settled', at, by: actor.person, confirmed, reasons }]
  );
}

function secondPerson(actor: Actor, first: string): Refusal | undefined {
  if (actor.person !== first) return undefined;
  return refuse('POLICY-6', { zh: '须由另一人办理', en: 'another person than the one who placed it' });
}

/** The notice names an article, and where an agreement is in play its clause too. @see POLICY-5 */
export function notify({ at, grounds, notice }: Command<'notify'>, state: In<Case, 'accepted' | 'confirmed'>): Decided {
  const article = grounds.some((one) => one.kind === 'article');
  const clause = grounds.some((one) => one.kind === 'clause' && one.agreement === state.agreement);
  if (article && (clause || state.agreement === undefined)) return [{ type: 'noticed', at, grounds, notice }];
  const detail = {
    zh: '告知须写明法规条款；涉及协议的，还须写明协议条款',
    en: 'a notice names an article, and where an agreement is in play its clause',
  };
  return refuse('POLICY-5', detail, '/grounds');
}

/** The time to reply runs from the day the notice arrived, also when that is entered later. @see LOCAL-6 */
export function deliverNotice({ at, delivery }: Command<'record-delivery'>, state: In<Case, 'noticed'>): Decided {
  return (
    deliveredTwice(state.delivery) ??
    notDeliverable(delivery.at, state.noticedAt, at) ?? [
      { type: 'notice-delivered', at, delivery, clock: openClock('LOCAL-6', delivery.at) },
    ]
  );
}

export function deliverDecision({ at, delivery }: Command<'record-delivery'>, state: In<Case, 'decided'>): Decided {
  return (
    deliveredTwice(state.delivery) ??
    notDeliverable(delivery.at, state.decidedAt, at) ?? [{ type: 'decision-delivered', at, delivery }]
  );
}

function deliveredTwice(delivery: object | undefined): Refusal | undefined {
  if (!delivery) return undefined;
  return refuse('POLICY-5', { zh: '送达已经登记', en: 'the delivery is already recorded' });
}

function notDeliverable(delivered: Instant, sent: Instant, at: Instant): Refusal | undefined {
  if (delivered >= sent && delivered <= at) return undefined;
  const detail = { zh: '送达须在作出之后、当前之前', en: 'it arrives after it was made and not in the future' };
  return refuse('POLICY-5', detail, '/delivery/at');
}

export function reply({ at, reply }: Command<'reply'>, { clock }: In<Case, 'noticed'>): Decided {
  if (!clock || at < clock.dueAt) return [{ type: 'replied', at, reply }];
  return refuse('LOCAL-6', { zh: `答复期已于 ${clock.dueAt} 届满`, en: `the time to reply ended at ${clock.dueAt}` });
}

/** No decision before the reply or the end of its time. @see POLICY-5 @see LOCAL-6 */
export function decideUnreplied(command: Command<'decide'>, state: In<Case, 'noticed'>): Decided {
  if (!state.clock) {
    return refuse('POLICY-5', { zh: '告知尚未送达', en: 'the notice has not been delivered' });
  }
  if (command.at < state.clock.dueAt) {
    const { dueAt } = state.clock;
    return refuse('LOCAL-6', { zh: `当事人可在 ${dueAt} 前答复`, en: `the party may reply until ${dueAt}` });
  }
  return decide(command, state);
}

export function decide(
  { at, actor, decision, measures }: Command<'decide'>,
  state: In<Case, 'noticed' | 'replied'>,
): Decided {
  if (measures.length === 0 && !state.measures.some(holding)) {
    const detail = { zh: '没有措施的，应结案', en: 'a case without a measure is dismissed instead' };
    return refuse('DZ-43', detail, '/measures');
  }
  const blocked = cannotOrder(measures, state.measures);
  if (blocked) return blocked;
  const ordering = measures.map((one) => ordered(one, actor, at));
  return [{ type: 'decided', at, by: actor.person, decision, measures: ordering }];
}

/** Carrying out follows delivery, and waits while an appeal stays it. @see POLICY-5 */
export function commitMeasure({ at, measure }: Command<'commit-measure'>, state: WithDecision): Decided {
  if (!state.delivery) {
    return refuse('POLICY-5', { zh: '决定尚未送达', en: 'the decision has not been delivered' });
  }
  if (state.status === 'appealed' && state.appeal.stay) {
    return refuse('POLICY-5', { zh: '复议或诉讼期间停止执行', en: 'the appeal stays execution' });
  }
  const one = state.measures.find((each) => each.measure === measure);
  if (!one) return noSuchMeasure;
  if (one.committedAt) return refuse('DZ-43', { zh: '措施已提交', en: 'it is already committed' }, '/measure');
  return [{ type: 'measure-committed', at, measure }];
}

const noSuchMeasure = refuse('DZ-43', { zh: '本案没有该措施', en: 'this case has no such measure' }, '/measure');

export function confirmMeasure({ at, measure, refusingSince }: Command<'confirm-measure'>, state: Handled): Decided {
  const one = state.measures.find((each) => each.measure === measure);
  if (!one) return noSuchMeasure;
  return cannotConfirm(one, refusingSince, at) ?? [{ type: 'measure-confirmed', at, measure, refusingSince }];
}

/** Only the party to whom it was proposed answers. @see POLICY-2 */
export function answerProposal(
  { at, actor, measure, accepted, document }: Command<'answer-proposal'>,
  state: WithDecision,
): Decided {
  const one = state.measures.find((each) => each.measure === measure);
  if (one?.verb !== 'terminate' || !one.committedAt) return noSuchMeasure;
  if (one.addressee !== actor.organization) {
    const detail = { zh: '建议不是向您所在的单位提出的', en: 'it was proposed to another organization' };
    return { refused: 'foreign', grounds: [{ article: 'POLICY-2', detail }] };
  }
  if (one.answer) return refuse('POLICY-2', { zh: '已经答复', en: 'it is already answered' }, '/measure');
  return [{ type: 'proposal-answered', at, measure, accepted, document }];
}

/** 复议 and 诉讼 terms run from the delivery of the decision. */
export function tellRemedy({ at, document }: Command<'tell-remedy'>, state: WithDecision): Decided {
  if (!state.delivery) {
    return refuse('POLICY-5', { zh: '决定尚未送达', en: 'the decision has not been delivered' });
  }
  if (state.remedy) return refuse('POLICY-5', { zh: '救济途径已告知', en: 'the remedies are already told' });
  const from = state.delivery.at;
  return [{ type: 'remedy-told', at, document, review: openClock('ARL-20', from), suit: openClock('APL-46', from) }];
}

/** A closed case can lift nothing any more: it is closed when nothing of it holds, or the agreement is ended anyway. */
export function close({ at }: Command<'close'>, state: In<Case, 'executed' | 'upheld' | 'overturned'>): Decided {
  if (state.status !== 'overturned' && !state.measures.every(carriedOut)) {
    return refuse('POLICY-5', { zh: '尚有措施未执行完毕', en: 'a measure is not carried out yet' });
  }
  if (!state.remedy) return refuse('POLICY-5', { zh: '尚未告知救济途径', en: 'the remedies have not been told' });
  const terminated = state.status !== 'overturned' && state.measures.some((one) => one.answer?.accepted);
  return (terminated ? undefined : stillHolding(state.measures)) ?? [{ type: 'closed', at }];
}
