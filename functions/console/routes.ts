import type { Route } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { deskRoutes } from './desk-routes.ts';
import { proceedingRoutes } from './proceeding-routes.ts';

/** The console 工作台: pages on which officials work. It reads; its forms are carried out by the routes of the API. */
export const routes: Route<Service>[] = [...deskRoutes, ...proceedingRoutes];
