import type { Route } from '../../shared/http/route.ts';
import { eventRoutes } from './events.ts';
import { partnerRoutes } from './partners.ts';
import { receiveRoute } from './receive.ts';
import { recordRoutes } from './records.ts';
import type { CreditService } from './service.ts';

/** Credit 信用与协同监管: credit records, partners in regulation, and what they send. @see DZ-49 */
export const routes: Route<CreditService>[] = [...recordRoutes, ...partnerRoutes, receiveRoute, ...eventRoutes];
