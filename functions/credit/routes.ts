import type { Route } from '../../shared/http/route.ts';
import { eventRoutes } from './events.ts';
import { partnerRoutes } from './partners.ts';
import { receiveRoute } from './receive.ts';
import { recordRoutes } from './records.ts';
import { scorecardRoute } from './scorecard-route.ts';
import type { CreditService } from './service.ts';

/** Credit 信用与协同监管: credit records, partners in regulation, what they send, and scorecards. @see DZ-49 */
export const routes: Route<CreditService>[] = [
  ...recordRoutes,
  ...partnerRoutes,
  receiveRoute,
  ...eventRoutes,
  scorecardRoute,
];
