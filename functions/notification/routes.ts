import type { Route } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { inboxRoutes } from './inbox-routes.ts';

/** Notices 通知: the inbox of each organization. @see POLICY-21 */
export const routes: Route<Service>[] = [...inboxRoutes];
