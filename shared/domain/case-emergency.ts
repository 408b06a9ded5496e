import { openClock } from '../law/periods.ts';
import { supervisors } from '../law/roles.ts';
import type { CaseEvent, Command, Handled, Rows } from './case-events.ts';
import { subjects } from './case-parties.ts';
import type { Case } from './case-schema.ts';
import { type Actor, type Decision, type In, isRefusal, type Refusal, refuse, refuseAll } from './decision.ts';
import { cannotOrder, clauseless, type Measure, type Order, ordered } from './measure.ts';

type Decided = Decision<CaseEvent>;
type Row =
  | 'open-with-emergency'
  | 'place-emergency'
  | 'tell-emergency'
  | 'confirm-emergency'
  | 'escalate'
  | 'settle-escalation';

/** Close first, notice at once, a second person confirms, else the head decides 紧急处置. @see POLICY-6 */
export const emergencies: Rows<Row> = {
  'open-with-emergency': {
    by: [...supervisors, 'system'],
    article: 'POLICY-6',
    label: { zh: '紧急处置并立案', en: 'act at once and open a case' },
    // In the same transaction: the notice at once (POLICY-6).
    tells: subjects,
    starts: ['POLICY-6'],
    none: open,
  },
  'place-emergency': {
    by: [...supervisors, 'system'],
    article: 'POLICY-6',
    label: { zh: '紧急处置', en: 'act at once' },
    tells: subjects,
    starts: ['POLICY-6'],
    reported: (command, state) => place(command, state.measures, state.agreement),
    accepted: (command, state) => place(command, state.measures, state.agreement),
  },
  'tell-emergency': {
    by: supervisors,
    article: 'POLICY-6',
    label: { zh: '紧急处置书面告知', en: 'tell the party in writing of the emergency measure' },
    tells: subjects,
    emergency: tell,
    escalated: tell,
    confirmed: tell,
  },
  'confirm-emergency': {
    by: supervisors,
    article: 'POLICY-6',
    label: { zh: '确认紧急处置', en: 'confirm the emergency measure' },
    tells: subjects,
    stops: ['POLICY-6'],
    emergency: confirm,
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
    escalated: settle,
  },
};

function open(command: Command<'open-with-emergency'>): Decided {
  const { type: _, actor: __, authority: ___, measures: ____, ...reported } = command;
  const placed = place(command, [], command.agreement);
  return isRefusal(placed) ? placed : [{ type: 'reported', ...reported }, ...placed];
}

/** The measure is committed in the same transaction; a second person must confirm. */
function place(
  { at, actor, authority, measures }: Command<'place-emergency' | 'open-with-emergency'>,
  standing: readonly Measure[],
  agreement: string | undefined,
): Decided {
  const blocked =
    notOwnAuthority(actor, authority) ??
    cannotOrder(measures, standing) ??
    notAnEmergency(measures) ??
    unnumbered(actor, measures) ??
    refuseAll(clauseless(measures, agreement));
  if (blocked) return blocked;
  const placed = measures.map((one) => ({ ...ordered(one, actor, at), committedAt: at }));
  const clock = openClock('POLICY-6', at);
  return [{ type: 'emergency-placed', at, by: actor.person, authority, measures: placed, clock }];
}

/** The person's own organization takes the case on; only the system names another (by the agreement's own rule). */
function notOwnAuthority(actor: Actor, authority: string): Refusal | undefined {
  if (authority === actor.organization || actor.roles.includes('system')) return undefined;
  const detail = { zh: '只能由您所在的单位办理', en: 'the authority is the organization you act for' };
  return { refused: 'foreign', grounds: [{ article: 'DZ-43', detail, pointer: '/authority' }] };
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

/** A security organ stops by a document with a number; without one it asks, and somebody decides. */
function unnumbered({ roles }: Actor, orders: readonly Order[]): Refusal | undefined {
  const index = orders.findIndex(({ number }) => number === undefined);
  if (index < 0 || !roles.includes('security-organ')) return undefined;
  const detail = {
    zh: '安全机关紧急处置须写明文书文号；没有文号的，作为报告提出（POST /cases）',
    en: 'a security organ stops by the number of its document; without one, report it as a request (POST /cases)',
  };
  return refuse('POLICY-6', detail, `/measures/${index}/number`);
}

/** Once: later the notice with grounds follows, and the time to reply. */
function tell({ at, document }: Command<'tell-emergency'>, { told }: Handled): Decided {
  if (told) return refuse('POLICY-6', { zh: '已经书面告知', en: 'the party was told in writing already' });
  return [{ type: 'emergency-told', at, document }];
}

function confirm({ at, actor }: Command<'confirm-emergency'>, state: In<Case, 'emergency'>): Decided {
  if (at >= state.clock.dueAt) {
    const detail = { zh: '确认时限已过，须报负责人决定', en: 'the time to confirm is over: the head decides' };
    return refuse('POLICY-6', detail);
  }
  return secondPerson(actor, state.placedBy) ?? [{ type: 'emergency-confirmed', at, by: actor.person }];
}

/**
 * Late is late: the case goes up, and what was closed stays closed. A second person who will not confirm sends it up
 * at once; the schedule only when the time is over.
 */
function escalate({ at, actor }: Command<'escalate'>, state: In<Case, 'emergency'>): Decided {
  const declined = !actor.roles.includes('system') && actor.person !== state.placedBy;
  if (declined || at >= state.clock.dueAt) return [{ type: 'escalated', at }];
  const detail = { zh: `确认时限至 ${state.clock.dueAt}`, en: `the time to confirm runs until ${state.clock.dueAt}` };
  return refuse('POLICY-6', detail);
}

function settle(
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
