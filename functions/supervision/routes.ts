import { disputeRoutes } from './disputes.ts';
import { assessmentRoutes, preparednessRoutes, rectificationRoutes } from './duties.ts';
import { contractorRoutes, processorRoutes } from './entrusted.ts';
import { incidentRoutes, liaisonRoutes, warningRoutes } from './incidents.ts';
import { inspectionRoutes } from './inspections.ts';
import { protectedRoutes } from './protected.ts';
import { workListRoute } from './work-list.ts';

/** Supervision 监督: what authorities watch over, ask to be put right, and coordinate. @see DZ-7, DZ-44…49 */
export const routes = [
  ...protectedRoutes,
  ...assessmentRoutes,
  ...preparednessRoutes,
  ...inspectionRoutes,
  ...rectificationRoutes,
  ...incidentRoutes,
  ...warningRoutes,
  ...liaisonRoutes,
  ...contractorRoutes,
  ...processorRoutes,
  ...disputeRoutes,
  workListRoute,
];
