import { deciding } from './case-decision.ts';
import { emergencies } from './case-emergency.ts';
import { type CaseCommand, type CaseEvent, caseEvent } from './case-events.ts';
import { evolve } from './case-fold.ts';
import { noticing } from './case-notice.ts';
import { opening } from './case-opening.ts';
import { hearers, parties } from './case-parties.ts';
import { remedies } from './case-remedy.ts';
import { requesting } from './case-request.ts';
import { type Case, caseState } from './case-schema.ts';
import type { Machine, Transitions } from './decision.ts';
import { caseFact } from './regulatory.ts';
import { reinstating } from './reinstatement.ts';
import { caseStates } from './states.ts';

export type { CaseCommand, CaseEvent } from './case-events.ts';
export type { Case } from './case-schema.ts';

/** Every row, by its noun; a row that nobody gives does not compile. */
const transitions: Transitions<Case, CaseCommand, CaseEvent> = {
  ...opening,
  ...requesting,
  ...emergencies,
  ...noticing,
  ...deciding,
  ...remedies,
  ...reinstating,
};

/**
 * Case 违规案件: reported → accepted → noticed → replied → decided → executing → executed → appealed → upheld /
 * overturned → closed; emergency → confirmed, or escalated → the head; a right holder's request → bound. It never
 * lapses open. @see DZ-43 @see POLICY-5
 */
export const violation: Machine<Case, CaseCommand, CaseEvent> = {
  aggregate: 'case',
  label: { zh: '违规案件', en: 'case' },
  states: caseStates,
  state: caseState,
  event: caseEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties,
  hearers,
  clocks: (state) => [
    ...('clock' in state && state.clock ? [state.clock] : []),
    // What a closed case told of the remedies stays on record; nothing runs in it any more.
    ...('remedy' in state && state.remedy && state.status !== 'closed' ? [state.remedy.review, state.remedy.suit] : []),
  ],
  regulatory: caseFact,
  summary: (state) =>
    state.status === 'none' ? { jurisdiction: '000000' } : { jurisdiction: state.jurisdiction, party: state.subject },
};
