import { openClock } from '../law/periods.ts';
import { supervisors } from '../law/roles.ts';
import type { Instant } from '../law/time.ts';
import type { CaseEvent, Command, Rows } from './case-events.ts';
import { handler, subjects } from './case-parties.ts';
import { type Case, MAX_HEARD } from './case-schema.ts';
import { type Decision, type In, type Refusal, refuse } from './decision.ts';

type Decided = Decision<CaseEvent>;

/** Notice with grounds, delivery, reply and hearing 告知、送达、陈述申辩、听证. @see POLICY-5 */
export const noticing: Rows<'notify' | 'record-delivery' | 'reply' | 'ask-hearing' | 'record-hearing'> = {
  notify: {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '告知', en: 'give notice' },
    tells: subjects,
    accepted: notify,
    bound: notify,
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
  'ask-hearing': {
    by: subjects,
    article: 'LOCAL-6',
    label: { zh: '申请听证', en: 'ask for a hearing' },
    tells: handler,
    noticed: (command, { clock, hearingAsked }) => askHearing(command, clock?.dueAt, hearingAsked),
    replied: (command, { hearingUntil, hearingAsked }) => askHearing(command, hearingUntil, hearingAsked),
  },
  'record-hearing': {
    by: supervisors,
    article: 'POLICY-5',
    label: { zh: '登记听证或陈述申辩笔录', en: 'record a hearing or an oral statement' },
    tells: subjects,
    noticed: recordHearing,
    replied: recordHearing,
  },
};

/** The notice names an article, and where an agreement is in play its clause too. */
function notify(
  { at, grounds, notice }: Command<'notify'>,
  state: In<Case, 'accepted'> | In<Case, 'bound'> | In<Case, 'confirmed'>,
): Decided {
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
function deliverNotice({ at, delivery }: Command<'record-delivery'>, state: In<Case, 'noticed'>): Decided {
  return (
    deliveredTwice(state.delivery) ??
    notDeliverable(delivery.at, state.noticedAt, at) ?? [
      { type: 'notice-delivered', at, delivery, clock: openClock('LOCAL-6', delivery.at) },
    ]
  );
}

function deliverDecision({ at, delivery }: Command<'record-delivery'>, state: In<Case, 'decided'>): Decided {
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

function reply({ at, reply }: Command<'reply'>, { clock }: In<Case, 'noticed'>): Decided {
  return tooLate(at, clock?.dueAt) ?? [{ type: 'replied', at, reply }];
}

function tooLate(at: Instant, dueAt: Instant | undefined): Refusal | undefined {
  if (dueAt === undefined || at < dueAt) return undefined;
  return refuse('LOCAL-6', { zh: `答复期已于 ${dueAt} 届满`, en: `the time to reply ended at ${dueAt}` });
}

/** Inside the time to reply, also after a written reply. What was asked for is held before anything is decided. */
function askHearing(
  { at, document }: Command<'ask-hearing'>,
  dueAt: Instant | undefined,
  asked: object | undefined,
): Decided {
  if (asked) return refuse('POLICY-5', { zh: '已经申请听证', en: 'a hearing was asked for already' });
  return tooLate(at, dueAt) ?? [{ type: 'hearing-asked', at, document }];
}

/** Held after the notice and not in the future; the record 笔录 is a document. */
function recordHearing(
  { at, actor, heard }: Command<'record-hearing'>,
  state: In<Case, 'noticed'> | In<Case, 'replied'>,
): Decided {
  if ((state.heard?.length ?? 0) >= MAX_HEARD) {
    return refuse('POLICY-9', { zh: `笔录最多 ${MAX_HEARD} 份`, en: `at most ${MAX_HEARD} records` }, '/heard');
  }
  if (heard.at >= state.noticedAt && heard.at <= at) return [{ type: 'heard', at, by: actor.person, heard }];
  const detail = { zh: '须在告知之后、当前之前', en: 'it was held after the notice and not in the future' };
  return refuse('POLICY-5', detail, '/heard/at');
}
