import { type Assessment, assessment } from '../../shared/domain/assessment.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { marking } from '../../shared/domain/dataset-marks.ts';
import { type Actor, notFound } from '../../shared/domain/decision.ts';
import { incident } from '../../shared/domain/incident.ts';
import { inspection } from '../../shared/domain/inspection.ts';
import { organization } from '../../shared/domain/organization.ts';
import { preparedness } from '../../shared/domain/preparedness.ts';
import { rectification } from '../../shared/domain/rectification.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
import { consequence, mark } from './marks.ts';
import { watchers } from './schema.ts';

const tag = 'supervision';

/** Rectification 整改: ordered out of an inspection, an assessment or an incident of the same unit. @see DZ-44 */
export const rectificationRoutes = proceedingRoutes(
  rectification,
  { tag, base: '/rectifications', name: 'Rectification', watchers },
  (step) => ({
    order: step('order', {
      fills: ['authority'],
      fill: async ({ body, unit, input }) => {
        const { state } = await unit.load(organization, body.unit);
        const whose = await whoseIs(unit, body.origin);
        if (state.status === 'none' || whose !== body.unit) return notFound('missing', 'DZ-44');
        return { authority: input.actor.organization, jurisdiction: state.jurisdiction };
      },
    }),
  }),
);

/** Whom the proceeding is about that an order comes from; nobody where there is none. */
async function whoseIs(unit: Unit, { kind, id }: { kind: 'inspection' | 'assessment' | 'incident'; id: string }) {
  if (kind === 'inspection') {
    const { state } = await unit.load(inspection, id);
    return state.status === 'none' ? undefined : state.subject;
  }
  const { state } = await (kind === 'incident' ? unit.load(incident, id) : unit.load(assessment, id));
  return state.status === 'none' ? undefined : state.unit;
}

const marks = ({ roles }: Actor) => roles.some((role) => marking['mark-assessment'].by.includes(role));

/**
 * Risk assessments 风险评估, with their validity. One of a dataset, by whoever holds or grants it, counts for NDR-31 at
 * once; an operator's is recorded, and the agreement's own declaration decides. @see DZ-44, NDR-31
 */
export const assessmentRoutes = proceedingRoutes(
  assessment,
  { tag, base: '/assessments', name: 'Assessment', watchers: [...watchers, 'operating-agency'] },
  (step) => ({
    record: step('record', {
      fills: ['unit'],
      fill: ({ input }) => ({ unit: input.actor.organization }),
      also: async ({ unit, after, command }) => {
        const { at, actor, about, until } = command;
        if (about.kind !== 'dataset' || !marks(actor)) return undefined;
        return mark(unit, about.id, { type: 'mark-assessment', at, actor, assessed: { assessment: after.id, until } });
      },
    }),
    renew: step('renew', {
      also: async ({ unit, before, command: { at, actor, until } }) => {
        const about = await marked(unit, before);
        if (!about?.counts && !marks(actor)) return undefined;
        const assessed = { assessment: before.id, until };
        const by = about?.counts ? consequence : actor;
        return about && mark(unit, about.id, { type: 'mark-assessment', at, actor: by, assessed });
      },
    }),
    withdraw: step('withdraw', {
      also: async ({ unit, before, command: { at } }) => {
        const about = await marked(unit, before);
        return about?.counts ? mark(unit, about.id, { type: 'mark-assessment', at, actor: consequence }) : undefined;
      },
    }),
  }),
);

/** The dataset that it is about, and whether it is the one that counts there: then it moves the mark, whoever acts. */
async function marked(unit: Unit, { id, state }: Loaded<Assessment>) {
  if (state.status === 'none' || state.about.kind !== 'dataset') return undefined;
  const { state: known } = await unit.load(dataset, state.about.id);
  const counts = 'standing' in known && known.standing?.assessed?.assessment === id;
  return { id: state.about.id, counts };
}

/** Emergency plans and drills 应急预案与演练. @see DZ-44 */
export const preparednessRoutes = proceedingRoutes(
  preparedness,
  { tag, base: '/emergency-plans', name: 'EmergencyPlan', watchers },
  (step) => ({
    adopt: step('adopt', { fills: ['unit'], fill: ({ input }) => ({ unit: input.actor.organization }) }),
  }),
);
