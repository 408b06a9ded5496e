import { type LegalRole, overseers } from '../../shared/law/roles.ts';

/** Who looks at the alarms of a jurisdiction; bodies and answers follow from the alarm's own table. */
export const watchers: readonly LegalRole[] = [...overseers, 'operating-agency'];
