import { openClock, periodAt } from '../law/periods.ts';
import { type Instant, localDate } from '../law/time.ts';
import type { Agreement, AgreementCommand, AgreementEvent } from './agreement-schema.ts';
import { validity } from './agreement-term.ts';
import { type Decision, type Ground, type In, refuse, refuseAll } from './decision.ts';

type Command<K extends AgreementCommand['type']> = Extract<AgreementCommand, { type: K }>;
type Running = In<Agreement, 'in-effect'> | In<Agreement, 'notice-served'>;
type Over = In<Agreement, 'expired'> | In<Agreement, 'terminated'>;

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
  return [{ type: 'terminated', at, deliveredAt, proof, ...disposalClock(deliveredAt) }];
}

export function expire({ at }: Command<'expire'>, { terms }: Running): Decision<AgreementEvent> {
  if (at < validity(terms).until) {
    return refuse('OPS-14', { zh: '期限未满', en: 'its term is not over' }, '/contents/term/until');
  }
  return [{ type: 'expired', at, ...disposalClock(at) }];
}

export const noProposal = () => refuse('POLICY-2', { zh: '没有终止提议', en: 'nobody proposed to terminate' });

/** The time to give everything back; no value in force: no time runs. */
const disposalClock = (at: Instant) => periodAt('POLICY-13', localDate(at)) && { clock: openClock('POLICY-13', at) };

/** Every dataset that was ever supplied under it, those of earlier versions too. */
export const disposable = ({ terms, former }: Over): readonly string[] => [...terms.datasets, ...former];

/** Those of them not returned or deleted yet. */
export const undisposed = (state: Over): readonly string[] =>
  disposable(state).filter((one) => !Object.hasOwn(state.disposals, one));

/** Records that one dataset was returned or deleted, with its certificate. @see CC-567, PIPL-21 */
export function dispose(command: Command<'dispose'>, state: Over): Decision<AgreementEvent> {
  const { at, actor, dataset, how, on, certificate } = command;
  if (!disposable(state).includes(dataset)) {
    return refuse('CC-567', { zh: '协议没有这项数据', en: 'the agreement has no such dataset' }, '/dataset');
  }
  if (on > localDate(at)) {
    return refuse('CC-567', { zh: '日期不得在将来', en: 'it was done by now, not in the future' }, '/on');
  }
  return [{ type: 'disposed', at, dataset, how, on, certificate, by: actor.person }];
}

/** Settled only when nothing is left with the operator; personal data by law, the rest by the clause that lives on. */
export function settle({ at, certificate, compensation }: Command<'settle'>, state: Over): Decision<AgreementEvent> {
  const grounds = undisposed(state).map((dataset): Ground => {
    const personal = state.terms.declarations.some((one) => one.dataset === dataset && one.personalBasis);
    const detail = { zh: `数据 ${dataset} 尚无返还或删除证明`, en: `${dataset} is neither returned nor deleted yet` };
    return { article: personal ? 'PIPL-21' : 'CC-567', pointer: `/disposals/${dataset}`, detail };
  });
  return refuseAll(grounds) ?? [{ type: 'settled', at, certificate, ...(compensation && { compensation }) }];
}
