import { clockView } from '../../shared/clock-view.ts';
import { commandsOn } from '../../shared/command.ts';
import { formalReviewOnly, type Registration, registration } from '../../shared/domain/registration.ts';
import { fileParts, missingFile, unconfirmed } from '../../shared/domain/registration-file.ts';
import type { Caller } from '../../shared/http/route.ts';
import type { Loaded } from '../../shared/store/unit.ts';
import { receiptView, registrationView } from './schema.ts';

/** How its parties read a registration: the state, what the file still lacks, and the clocks that run. */
export const viewOf = ({ id, version, state }: Loaded<Registration>) => ({
  id,
  version,
  registration: state,
  missing: lacking(state).map((part) => ({ part, label: fileParts[part].label })),
  unconfirmed: isOpen(state) ? unconfirmed(state) : [],
  clocks: registration.clocks(state).map(clockView),
  statement: formalReviewOnly,
});

/** Until it is accepted, joint registrants confirm; afterwards that is settled. */
const isOpen = (state: Registration): state is Extract<Registration, { status: 'applied' | 'returned' }> =>
  state.status === 'applied' || state.status === 'returned';

const lacking = (state: Registration) =>
  'file' in state ? missingFile(state).filter((part) => part !== 'consents' || isOpen(state)) : [];

/** What somebody learns who is no party to it: that it was received, and the public fields. */
const receiptOf = ({ id, version, state }: Loaded<Registration>) => ({
  id,
  version,
  status: state.status,
  ...('title' in state && { title: state.title }),
  clocks: registration.clocks(state).map(clockView),
});

const family = { tag: 'registry', base: '/registrations' } as const;

/** Commands of the registrant and the agency. */
export const command = commandsOn(registration, {
  ...family,
  view: (_, one) => viewOf(one),
  replyShape: registrationView,
});

/** Commands that outsiders may give too: the answer shows them no more than the public sees. */
export const outsideCommand = commandsOn(registration, {
  ...family,
  view: (_, one) => receiptOf(one),
  replyShape: receiptView,
});

/** Objecting gives the objector the id under which to read the outcome: the last one is theirs, nobody came between. */
export const objecting = commandsOn(registration, {
  ...family,
  view: (_, one) => ({
    ...receiptOf(one),
    ...(one.state.status === 'in-notice' && { objection: one.state.objections.at(-1)?.objection }),
  }),
  replyShape: receiptView,
});

export const isAgency = ({ organization, roles }: Caller, state: Registration): boolean =>
  'agency' in state && state.agency === organization && roles.includes('registration-agency');

/** The registrants, joint ones too, and the agency; to everybody else there is no such registration. */
export function isParty(caller: Caller, state: Registration): boolean {
  if (state.status === 'none') return false;
  if ('suppliedAt' in state) {
    return (state.holder ?? state.operator) === caller.organization || watches(caller, state.jurisdiction);
  }
  return state.registrants.includes(caller.organization) || isAgency(caller, state);
}

/** Who follows up what was not filed: nobody is named as its agency yet. */
const watches = ({ roles, jurisdiction }: Caller, where: string): boolean =>
  jurisdiction === where && (roles.includes('registration-agency') || roles.includes('data-authority'));
