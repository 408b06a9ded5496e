import { openClock, periodAt, windowOpensAt } from '../law/periods.ts';
import { addDays, localDate } from '../law/time.ts';
import { bars, termBars } from './agreement-bars.ts';
import { gapGrounds, missingContents } from './agreement-contents.ts';
import type {
  Agreement,
  AgreementCommand,
  AgreementEvent,
  DraftVersion,
  Renewal,
  Terms,
  Written,
} from './agreement-schema.ts';
import { validity } from './agreement-term.ts';
import { type Decision, type Ground, type In, notFound, type Refusal, refuse, refuseAll } from './decision.ts';

type Command<K extends AgreementCommand['type']> = Extract<AgreementCommand, { type: K }>;

export function draft(command: Command<'draft'>): Decision<AgreementEvent> {
  const { at, actor, plan, qualification, grantor, operator, jurisdiction, title } = command;
  if (grantor !== actor.organization) return notFound('foreign', 'OPS-14');
  if (operator === grantor) {
    const detail = { zh: '实施机构不得自任运营机构', en: 'the implementing body cannot be its own operator' };
    return refuse('OPS-3', detail, '/operator');
  }
  const links = { plan, qualification, grantor, operator, jurisdiction, title };
  return [{ type: 'drafted', at, by: actor.person, ...links, draft: versionOf(command) }];
}

export function versionOf(written: Written): DraftVersion {
  const { contents, text, textHash, clauses, scope, exceptions, declarations, protection } = written;
  const { from, until } = contents.term ?? {};
  const term = from !== undefined && until !== undefined ? { term: { from, until } } : {};
  const datasets = contents.resources?.datasets ?? [];
  const missing = missingContents(contents);
  const own = protection ? { protection } : {};
  return { text, textHash, clauses, scope, exceptions, declarations, ...own, datasets, missing, ...term };
}

/** A complete draft as the terms of version `version`, or everything that bars it. */
function termsOf(
  draft: DraftVersion,
  version: number,
  { facts, at }: Command<'propose'> | Command<'propose-amendment'> | Command<'propose-renewal'>,
  renewal?: Renewal,
): Terms | Refusal {
  const { missing, term, ...written } = draft;
  const grounds = [
    ...gapGrounds(missing),
    ...(term ? termBars(term, draft.exceptions, renewal?.from) : []),
    ...bars(draft, facts, at),
  ];
  const refused = refuseAll(grounds);
  if (refused) return refused;
  // Without a gap the term is there; the check narrows the type and nothing else.
  return term
    ? { version, ...written, term, ...(renewal && { renewal }) }
    : refuse('OPS-14', { zh: '缺少期限', en: 'the term is missing' });
}

export function propose(command: Command<'propose'>, state: In<Agreement, 'drafted'>): Decision<AgreementEvent> {
  const terms = termsOf(state.draft, 1, command);
  if ('refused' in terms) return terms;
  return [{ type: 'proposed', at: command.at, by: command.actor.person, terms }];
}

export function takeEffect(
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

export function amend(
  command: Command<'propose-amendment'>,
  state: In<Agreement, 'in-effect'>,
): Decision<AgreementEvent> {
  return nextVersion(command, state, state.terms.renewal);
}

/**
 * A renewal is the next version of the text, for a longer term: proposed inside the last part of the present one, on a
 * passed evaluation; the cap counts from the first day of the new period. @see OPS-14, LOCAL-9
 */
export function renew(
  command: Command<'propose-renewal'>,
  state: In<Agreement, 'in-effect'>,
): Decision<AgreementEvent> {
  const { terms, evaluation } = state;
  const { until } = terms.term;
  const opens = periodAt('LOCAL-9', until) && windowOpensAt('LOCAL-9', until);
  const grounds: Ground[] = [];
  if (!opens || command.at < opens) {
    const detail = {
      zh: `续约窗口${opens ? `自 ${localDate(opens)} 起` : '未设定'}`,
      en: opens ? `it is proposed from ${localDate(opens)} on` : 'no window is set',
    };
    grounds.push({ article: 'LOCAL-9', detail });
  }
  if (evaluation?.result !== 'passed') {
    const detail = { zh: '续约须绩效评价合格', en: 'a renewal rests on a passed evaluation' };
    grounds.push({ article: 'LOCAL-9', pointer: '/evaluation', detail });
  }
  if (command.contents.term?.until !== undefined && command.contents.term.until <= until) {
    const detail = { zh: '续约须晚于现截止日', en: 'a renewal ends later than now' };
    grounds.push({ article: 'LOCAL-9', pointer: '/contents/term/until', detail });
  }
  const refused = refuseAll(grounds);
  if (refused || !evaluation) return refused ?? [];
  return nextVersion(command, state, { from: addDays(until, 1), evaluation: evaluation.document });
}

function nextVersion(
  command: Command<'propose-amendment'> | Command<'propose-renewal'>,
  state: In<Agreement, 'in-effect'>,
  renewal: Renewal | undefined,
): Decision<AgreementEvent> {
  if (state.amendment)
    return refuse('OPS-14', { zh: '已有变更待签署', en: 'an amendment waits for signature already' });
  const terms = termsOf(versionOf(command), state.terms.version + 1, command, renewal);
  if ('refused' in terms) return terms;
  if (terms.term.from !== state.terms.term.from) {
    const detail = { zh: '变更不得改动起始日', en: 'an amendment cannot move the first day' };
    return refuse('OPS-14', detail, '/contents/term/from');
  }
  return [{ type: 'amendment-proposed', at: command.at, by: command.actor.person, terms }];
}
