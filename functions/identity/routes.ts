import type { Route } from '../../shared/http/route.ts';
import { keyRoutes } from './key-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { organizationRoutes } from './organization-routes.ts';
import type { Identity } from './service.ts';
import { sessionRoutes } from './session-routes.ts';
import { tokenRoutes } from './token-routes.ts';

/** Subjects and identity 主体与身份: organizations, their people and keys, sign-in, access tokens. @see DZ-5, DZ-6, DZ-7 */
export const routes: Route<Identity>[] = [
  ...organizationRoutes,
  ...memberRoutes,
  ...keyRoutes,
  ...sessionRoutes,
  ...tokenRoutes,
];
