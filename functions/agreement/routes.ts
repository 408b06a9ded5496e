import type { Route } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { command, writing } from './agreements.ts';
import { ending } from './ending.ts';
import { passkeyRoutes } from './passkeys.ts';
import { planRoutes } from './plans.ts';
import { qualificationRoutes } from './qualifications.ts';
import { reads } from './reads.ts';

/** Plan 实施方案, qualification 运营机构资格, authorized-operation agreement 授权运营协议. @see OPS-9, DZ-30, OPS-14 */
export const routes: Route<Service>[] = [
  ...planRoutes,
  ...qualificationRoutes,
  ...writing,
  ...ending(command),
  ...passkeyRoutes,
  ...reads,
];
