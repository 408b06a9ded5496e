import type { Route } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { accounting } from './accounting.ts';
import { marketReports } from './market.ts';
import { pricingRoutes } from './pricing.ts';
import { commands } from './products.ts';
import { reads } from './reads.ts';
import { statements } from './statements.ts';

/** Data products 数据产品 what they may earn, what is told of them. @see DZ-36, DZ-37, DZ-38, PRICE */
export const routes: Route<Service>[] = [
  ...commands,
  ...reads,
  ...pricingRoutes,
  ...statements,
  accounting,
  ...marketReports,
];
