import { type LegalRole, supervisors } from '../../shared/law/roles.ts';

/** Who looks at the alarms of a jurisdiction; bodies and answers follow from the alarm's own table. */
export const watchers: readonly LegalRole[] = [...supervisors, 'operating-agency', 'head', 'auditor'];
