import { violation } from '../../shared/domain/case.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { incident } from '../../shared/domain/incident.ts';
import { liaison } from '../../shared/domain/liaison.ts';
import { preparedness } from '../../shared/domain/preparedness.ts';
import { warning } from '../../shared/domain/warning.ts';
import { proceedingRoutes } from '../../shared/proceeding-routes.ts';
import { watchers } from './schema.ts';

const tag = 'supervision';

/** Security incidents 安全事件: plan, warning, reports, emergency stop, review. @see DZ-45 */
export const incidentRoutes = proceedingRoutes(
  incident,
  { tag, base: '/incidents', name: 'Incident', watchers },
  (step) => ({
    find: step('find', { fills: ['unit'], fill: ({ input }) => ({ unit: input.actor.organization }) }),
    // The plan that is carried out is the unit's own, and one that stands.
    act: step('act', {
      fill: async ({ body: { plan }, before: { state: about }, unit }) => {
        if (plan === undefined || about.status === 'none') return {};
        const { state } = await unit.load(preparedness, plan);
        const own = state.status !== 'none' && state.status !== 'ended' && state.unit === about.unit;
        return own ? {} : notFound('missing', 'DZ-45');
      },
    }),
    warn: step('warn', {
      fill: async ({ body, unit }) => {
        const { state } = await unit.load(warning, body.warning);
        return state.status === 'published' ? {} : notFound('missing', 'DZ-45');
      },
    }),
    'link-stop': step('link-stop', {
      fill: async ({ body, unit }) => {
        const { state } = await unit.load(violation, body.case);
        const stopped = state.status !== 'none' && state.measures.length > 0;
        return stopped ? {} : notFound('missing', 'DZ-45');
      },
    }),
  }),
);

/** Public warnings 警示信息; anybody reads those in force at /notices/warnings. @see DZ-45 */
export const warningRoutes = proceedingRoutes(
  warning,
  { tag, base: '/warnings', name: 'Warning', watchers },
  (step) => ({
    publish: step('publish', {
      fills: ['issuer'],
      fill: ({ input }) => ({ issuer: input.actor.organization }),
      example: { text: '部分公共数据查询服务因安全原因暂停，恢复时间另行通知。请勿点击来历不明的链接。' },
    }),
  }),
);

/** Liaison contacts 联动联系点: offices of power, telecom and others. @see DZ-45 */
export const liaisonRoutes = proceedingRoutes(
  liaison,
  { tag, base: '/liaison-contacts', name: 'LiaisonContact', watchers: [...watchers, 'operating-agency'] },
  (step) => ({
    record: step('record', {
      fills: ['keeper'],
      fill: ({ input }) => ({ keeper: input.actor.organization }),
      example: { field: 'power', contact: '电力调度值班室', contactDetails: '0818-0000000' },
    }),
    change: step('change', { example: { contact: '电力调度值班室', contactDetails: '0818-0000000' } }),
  }),
);
