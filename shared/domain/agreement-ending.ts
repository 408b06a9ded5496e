import type { Agreement, AgreementCommand, AgreementEvent } from './agreement-schema.ts';
import { validity } from './agreement-term.ts';
import { type Decision, type In, refuse } from './decision.ts';

type Command<K extends AgreementCommand['type']> = Extract<AgreementCommand, { type: K }>;
type Running = In<Agreement, 'in-effect'> | In<Agreement, 'notice-served'>;

export function proposeTermination(
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

export function serveNotice(
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
export function recordDelivery(
  { at, deliveredAt, proof }: Command<'record-delivery'>,
  { notice }: In<Agreement, 'notice-served'>,
): Decision<AgreementEvent> {
  if (deliveredAt < notice.servedAt || deliveredAt > at) {
    const detail = { zh: '送达时间须在发出之后、当前之前', en: 'it arrives after it was served and not in the future' };
    return refuse('CC-565', detail, '/deliveredAt');
  }
  return [{ type: 'terminated', at, deliveredAt, proof }];
}

export function expire({ at }: Command<'expire'>, { terms }: Running): Decision<AgreementEvent> {
  if (at < validity(terms).until) {
    return refuse('OPS-14', { zh: '期限未满', en: 'its term is not over' }, '/contents/term/until');
  }
  return [{ type: 'expired', at }];
}

export const noProposal = () => refuse('POLICY-2', { zh: '没有终止提议', en: 'nobody proposed to terminate' });
