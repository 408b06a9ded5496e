import { supervisors } from '../law/roles.ts';
import type { CaseEvent, Command, Handled, Rows, WithDecision } from './case-events.ts';
import { handler, subjects } from './case-parties.ts';
import type { Case } from './case-schema.ts';
import { consolidate } from './consolidation.ts';
import { type Decision, type In, type Refusal, refuse, refuseAll } from './decision.ts';
import { unreasoned } from './ladder.ts';
import { cannotConfirm, cannotOrder, clauseless, holding, ordered } from './measure.ts';

type Decided = Decision<CaseEvent>;
type Row = 'decide' | 'commit-measure' | 'confirm-measure' | 'answer-proposal' | 'consolidate';

/** The decision, and carrying it out measure by measure 决定与执行. @see DZ-43 */
export const deciding: Rows<Row> = {
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
    decided: commit,
    executing: commit,
    appealed: commit,
    upheld: commit,
  },
  'confirm-measure': {
    by: ['system'],
    article: 'POLICY-8',
    label: { zh: '确认措施生效', en: 'confirm that a measure holds' },
    bound: confirm,
    emergency: confirm,
    escalated: confirm,
    confirmed: confirm,
    noticed: confirm,
    replied: confirm,
    decided: confirm,
    executing: confirm,
    executed: confirm,
    appealed: confirm,
    upheld: confirm,
    overturned: confirm,
  },
  'answer-proposal': {
    by: ['grantor'],
    article: 'POLICY-2',
    label: { zh: '答复终止建议', en: 'answer the proposal to terminate' },
    tells: handler,
    executing: answer,
    appealed: answer,
    upheld: answer,
  },
  consolidate: {
    by: supervisors,
    article: 'POLICY-4',
    label: { zh: '合并措施', en: 'make one measure of several' },
    tells: subjects,
    confirmed: consolidate,
    noticed: consolidate,
    replied: consolidate,
    decided: consolidate,
    executing: consolidate,
    executed: consolidate,
    appealed: consolidate,
    upheld: consolidate,
  },
};

/** No decision before the reply or the end of its time. @see POLICY-5 @see LOCAL-6 */
function decideUnreplied(command: Command<'decide'>, state: In<Case, 'noticed'>): Decided {
  if (!state.clock) {
    return refuse('POLICY-5', { zh: '告知尚未送达', en: 'the notice has not been delivered' });
  }
  if (command.at < state.clock.dueAt) {
    const { dueAt } = state.clock;
    return refuse('LOCAL-6', { zh: `当事人可在 ${dueAt} 前答复`, en: `the party may reply until ${dueAt}` });
  }
  return decide(command, state);
}

function decide(
  { at, actor, decision, measures }: Command<'decide'>,
  state: In<Case, 'noticed'> | In<Case, 'replied'>,
): Decided {
  if (measures.length === 0 && !state.measures.some(holding)) {
    const detail = { zh: '没有措施的，应结案', en: 'a case without a measure is dismissed instead' };
    return refuse('DZ-43', detail, '/measures');
  }
  const blocked =
    unheard(state) ??
    cannotOrder(measures, state.measures) ??
    refuseAll([...unreasoned(measures, state.measures, at), ...clauseless(measures, state.agreement)]);
  if (blocked) return blocked;
  const ordering = measures.map((one) => ordered(one, actor, at));
  return [{ type: 'decided', at, by: actor.person, decision, measures: ordering }];
}

/** A hearing that the party asked for is held first. @see POLICY-5 */
function unheard({ hearingAsked, heard = [] }: In<Case, 'noticed'> | In<Case, 'replied'>): Refusal | undefined {
  if (!hearingAsked || heard.some(({ kind, at }) => kind === 'hearing' && at >= hearingAsked.at)) return undefined;
  const detail = { zh: '当事人申请的听证尚未举行', en: 'the hearing that the party asked for has not been held' };
  return refuse('POLICY-5', detail);
}

/** Carrying out follows delivery, and waits while an appeal stays it. @see POLICY-5 */
function commit({ at, measure }: Command<'commit-measure'>, state: WithDecision): Decided {
  if (!state.delivery) {
    return refuse('POLICY-5', { zh: '决定尚未送达', en: 'the decision has not been delivered' });
  }
  if (state.status === 'appealed' && state.appeal.stay) {
    return refuse('POLICY-5', { zh: '复议或诉讼期间停止执行', en: 'an order stays execution while the appeal runs' });
  }
  const one = state.measures.find((each) => each.measure === measure);
  if (!one) return noSuchMeasure;
  if (one.committedAt) return refuse('DZ-43', { zh: '措施已提交', en: 'it is already committed' }, '/measure');
  return [{ type: 'measure-committed', at, measure }];
}

const noSuchMeasure = refuse('DZ-43', { zh: '本案没有该措施', en: 'this case has no such measure' }, '/measure');

function confirm({ at, measure, refusingSince }: Command<'confirm-measure'>, state: Handled): Decided {
  const one = state.measures.find((each) => each.measure === measure);
  if (!one) return noSuchMeasure;
  return cannotConfirm(one, refusingSince, at) ?? [{ type: 'measure-confirmed', at, measure, refusingSince }];
}

/** Only the party to whom it was proposed answers. @see POLICY-2 */
function answer({ at, actor, measure, accepted, document }: Command<'answer-proposal'>, state: WithDecision): Decided {
  const one = state.measures.find((each) => each.measure === measure);
  if (one?.verb !== 'terminate' || !one.committedAt) return noSuchMeasure;
  if (one.addressee !== actor.organization) {
    const detail = { zh: '建议不是向您所在的单位提出的', en: 'it was proposed to another organization' };
    return { refused: 'foreign', grounds: [{ article: 'POLICY-2', detail }] };
  }
  if (one.answer) return refuse('POLICY-2', { zh: '已经答复', en: 'it is already answered' }, '/measure');
  return [{ type: 'proposal-answered', at, measure, accepted, document }];
}
