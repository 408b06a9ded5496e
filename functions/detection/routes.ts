import { alarm } from '../../shared/domain/alarm.ts';
import { violation } from '../../shared/domain/case.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import { watchers } from './schema.ts';

/** Alarms 告警 and what people make of them: dismiss with reasons, or open a case that has the alarm's evidence. */
export const routes = proceedingRoutes(
  alarm,
  {
    tag: 'detection',
    base: '/alarms',
    name: 'Alarm',
    watchers,
  },
  (step) => ({
    'open-case': step('open-case', {
      fills: ['case'],
      fill: ({ deps }) => ({ case: deps.store.newId() }),
      also: async ({ unit, before: { id, state }, command: { at, actor, case: opened } }) => {
        if (state.status === 'none') throw new Error('an alarm that is not there opened a case');
        const { organization: subject, basis, jurisdiction, evidence } = state;
        const reported = await unit.decide(violation, opened, {
          type: 'report',
          at,
          actor,
          jurisdiction,
          subject,
          ...(basis.kind === 'agreement' && { agreement: basis.id }),
          alarm: id,
          facts: [evidence],
        });
        return isRefusal(reported) ? reported : undefined;
      },
    }),
  }),
);
