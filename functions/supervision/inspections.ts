import { notFound } from '../../shared/domain/decision.ts';
import { inspection } from '../../shared/domain/inspection.ts';
import { organization } from '../../shared/domain/organization.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import { watchers } from './schema.ts';

/** Inspections 监督检查: plan, announce, on site, findings, close. @see DZ-49 */
export const inspectionRoutes = proceedingRoutes(
  inspection,
  { tag: 'supervision', base: '/inspections', name: 'Inspection', watchers },
  (step) => ({
    plan: step('plan', {
      fills: ['authority'],
      fill: async ({ body, unit, input }) => {
        const { state } = await unit.load(organization, body.subject);
        if (state.status === 'none') return notFound('missing', 'DZ-49');
        return { authority: input.actor.organization, jurisdiction: state.jurisdiction };
      },
    }),
  }),
);
