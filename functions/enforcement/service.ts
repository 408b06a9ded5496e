import type { Service } from '../../shared/service.ts';

/** What enforcement works with. `master`: of it the keys are made under which a dataset's excluded subjects are listed. */
export interface EnforcementService extends Service {
  readonly master: Uint8Array;
}
