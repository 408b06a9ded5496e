import type { LegalRole, Text } from '../law/roles.ts';
import type { Machine } from './decision.ts';
import { evolve } from './registration-fold.ts';
import {
  type Registration,
  type RegistrationCommand,
  type RegistrationEvent,
  registrationEvent,
  registrationState,
} from './registration-schema.ts';
import { registrantRoles } from './registration-steps.ts';
import { transitions } from './registration-table.ts';
import { registrationFact } from './regulatory.ts';
import { registrationStates } from './states.ts';

export type { Registration, RegistrationCommand, RegistrationEvent } from './registration-schema.ts';

/** Stands on every record and certificate. */
export const formalReviewOnly: Text = {
  zh: '本登记仅作形式审核，不确认权属。',
  en: 'Formal review only: this registration does not decide ownership.',
};

/**
 * Registration 登记: (due → overdue →) applied → returned / accepted → reviewed → in-notice → coded ⇄ amended → deregistered /
 * revoked / expired. Formal review only: it does not decide ownership. @see REG-9, REG-12, REG-15, REG-20
 */
export const registration: Machine<Registration, RegistrationCommand, RegistrationEvent> = {
  aggregate: 'registration',
  label: { zh: '登记', en: 'registration' },
  states: registrationStates,
  state: registrationState,
  event: registrationEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  regulatory: registrationFact,
  parties,
  hearers: (state) => ('registrants' in state ? { 'joint-registrant': state.registrants.slice(1) } : {}),
  clocks: (state) => {
    if (state.status === 'expired' || state.status === 'deregistered' || state.status === 'revoked') return [];
    // A file that went back is handed in again or it was none (REG-10): what a first supply made due is owed meanwhile.
    if (state.status === 'returned') return state.owed ? [state.owed.clock] : [];
    if (!('clock' in state)) return [];
    return 'amendmentClock' in state ? [state.amendmentClock, state.clock] : [state.clock];
  },
  summary: (state) => {
    if (state.status === 'none') return { jurisdiction: '000000' };
    if ('suppliedAt' in state) return { jurisdiction: state.jurisdiction, party: state.holder ?? state.operator };
    return { jurisdiction: state.jurisdiction, title: state.title, party: state.registrants[0] ?? '' };
  },
};

/** The registrant's roles and the agency are theirs alone once the application names them. */
function parties(state: Registration): Partial<Record<LegalRole, string>> {
  if (state.status === 'none') return {};
  // The holder of the data may register it in the implementing body's place: who may, the catalogue says (REG-5).
  if ('suppliedAt' in state) return state.holder ? { grantor: state.holder } : { operator: state.operator };
  const lead = state.registrants[0] ?? '';
  const holders = Object.fromEntries(registrantRoles[state.category].map((role) => [role, lead]));
  return { ...holders, 'registration-agency': state.agency };
}
