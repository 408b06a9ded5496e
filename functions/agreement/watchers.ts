import type { Caller } from '../../shared/http/route.ts';
import { type LegalRole, legalRoles, supervisors } from '../../shared/law/roles.ts';

/** Whoever may look at every plan, qualification and agreement of its jurisdiction; the parties see their own. */
const watchers: readonly LegalRole[] = [...supervisors, 'government', 'operating-agency', 'head', 'auditor'];
export const watches = (caller: Caller): boolean => watchers.some((role) => caller.roles.includes(role));
export const anyRole = Object.keys(legalRoles) as LegalRole[]; // Object.keys forgets the key type
