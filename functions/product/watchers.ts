import type { Caller } from '../../shared/http/route.ts';
import { type LegalRole, legalRoles, supervisors } from '../../shared/law/roles.ts';

/** Whoever may look at every product and account of its jurisdiction; the parties see their own. */
const watchers: readonly LegalRole[] = [...supervisors, 'government', 'operating-agency', 'head', 'auditor'];
export const watches = (caller: Caller): boolean => watchers.some((role) => caller.roles.includes(role));
export const anyRole = Object.keys(legalRoles) as LegalRole[]; // Object.keys forgets the key type

/** Whether a stream of these two parties is the caller's to read. */
export const concerns = (caller: Caller, parties: { operator: string; grantor: string }): boolean =>
  parties.operator === caller.organization || parties.grantor === caller.organization || watches(caller);
