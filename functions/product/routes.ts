import type { Route } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { pricingRoutes } from './pricing.ts';
import { commands } from './products.ts';
import { reads } from './reads.ts';

/** Data products 数据产品 and what they may earn. @see DZ-36, DZ-37, PRICE */
export const routes: Route<Service>[] = [...commands, ...reads, ...pricingRoutes];
