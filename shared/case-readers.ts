import type { Case } from './domain/case-schema.ts';
import type { Caller } from './http/route.ts';
import { type LegalRole, overseers } from './law/roles.ts';

const watchers: readonly LegalRole[] = overseers;

/** Whoever handles cases, or looks over the shoulder of who does. */
export const watches = ({ roles }: Caller): boolean => watchers.some((role) => roles.includes(role));

/** Supervisors and auditors, the organization it is about, and the grantor to whom something was proposed. */
export function mayRead(caller: Caller, state: Case): boolean {
  if (state.status === 'none') return false;
  if (watches(caller) || state.subject === caller.organization) return true;
  return state.measures.some(({ addressee }) => addressee === caller.organization);
}
