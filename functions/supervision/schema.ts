import { type LegalRole, supervisors } from '../../shared/law/roles.ts';

/** Whoever looks at every proceeding of supervision in its jurisdiction; the parties see their own. */
export const watchers: readonly LegalRole[] = [...supervisors, 'head', 'auditor'];
