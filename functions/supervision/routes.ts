import { inspectionRoutes } from './inspections.ts';

/** Supervision 监督: what authorities watch over, ask to be put right, and coordinate. @see DZ-44…49 */
export const routes = [...inspectionRoutes];
