import type { Route } from '../../shared/http/route.ts';
import { inboxRoutes } from './inbox-routes.ts';
import type { NotificationService } from './service.ts';
import { webhookHistory, webhookRoutes } from './webhook-routes.ts';

/** Notices 通知: the inbox of each organization, and signed webhooks. @see POLICY-21, POLICY-22 */
export const routes: Route<NotificationService>[] = [...inboxRoutes, ...webhookRoutes, ...webhookHistory];
