import { type LegalRole, supervisors } from '../law/roles.ts';
import type { Case } from './case-schema.ts';

/** In which roles the organization that the case is about answers. */
export const subjects = ['operator', 'source-unit'] as const satisfies LegalRole[];

/** The authority that handles it is the same organization in each of its roles: told once. */
export const handler = ['data-authority'] as const satisfies LegalRole[];

/*
 * Whom a row tells: the subject learns of what is done to it and of what was announced to it, the handling authority of
 * what the subject does, a right holder of its own request. Nobody is told of a report, of its being taken on or of a
 * decision before its delivery, and no row tells a reporter's name.
 */

/** The case is the authority's that took it on; only the organization it is about answers, only who asked withdraws. */
export function parties(state: Case): Partial<Record<LegalRole, string>> {
  if (state.status === 'none') return {};
  const answering = Object.fromEntries(subjects.map((role) => [role, state.subject]));
  const asking = state.request && state.reporter !== undefined ? { 'right-holder': state.reporter } : {};
  if (state.status === 'reported') return { ...answering, ...asking };
  const handling = Object.fromEntries([...supervisors, 'head' as const].map((role) => [role, state.authority]));
  return { ...answering, ...asking, ...handling };
}
