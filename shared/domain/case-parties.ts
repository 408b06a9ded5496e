import { type LegalRole, supervisors } from '../law/roles.ts';
import type { Case } from './case-schema.ts';
import type { Told } from './decision.ts';

/** In which roles the organization that the case is about answers. */
export const subjects = ['operator', 'source-unit'] as const satisfies LegalRole[];

/** The authority that handles it is the same organization in each of its roles: told once. */
export const handler = ['data-authority'] as const satisfies LegalRole[];

/*
 * Whom a row tells: the subject learns of what is done to it and of what was announced to it, the handling authority of
 * what the subject does, a right holder of its own request. A report reaches the data authority of the place (DZ-6), and
 * whoever made it learns that it was taken on and how it ended. The subject learns of neither, nor of a decision before its
 * delivery; and no row tells a reporter's name.
 */

/** Whom a dismissal tells, by the state it comes in: the subject only where it has heard of the case. */
export const dismissed = {
  reported: ['reporter'],
  accepted: ['reporter'],
  bound: ['reporter', ...subjects],
  confirmed: ['reporter', ...subjects],
  noticed: ['reporter', ...subjects],
  replied: ['reporter', ...subjects],
} as const satisfies Partial<Record<Case['status'], readonly Told[]>>;

/** The organization that reported it; an alarm of the platform comes from nobody's. */
export const hearers = (state: Case): { readonly reporter?: readonly string[] } =>
  state.status === 'none' || state.reporter === undefined || state.alarm ? {} : { reporter: [state.reporter] };

/** The case is the authority's that took it on; only the organization it is about answers, only who asked withdraws. */
export function parties(state: Case): Partial<Record<LegalRole, string>> {
  if (state.status === 'none') return {};
  const answering = Object.fromEntries(subjects.map((role) => [role, state.subject]));
  const asking = state.request && state.reporter !== undefined ? { 'right-holder': state.reporter } : {};
  if (state.status === 'reported') return { ...answering, ...asking };
  const handling = Object.fromEntries([...supervisors, 'head' as const].map((role) => [role, state.authority]));
  return { ...answering, ...asking, ...handling };
}
