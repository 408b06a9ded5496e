import { commandsOn } from '../../shared/command.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { type Pricing, pricing, revenueOf } from '../../shared/domain/pricing.ts';
import { type Caller, type Route, reply, routesFor } from '../../shared/http/route.ts';
import { type Instant, localDate } from '../../shared/law/time.ts';
import { readingRoutes } from '../../shared/reading.ts';
import type { Service } from '../../shared/service.ts';
import { type Loaded, loadHead } from '../../shared/store/unit.ts';
import { approvalBody, params, pricingView, reasonsBody, revenueBody } from './schema.ts';
import { concerns } from './watchers.ts';

const command = commandsOn(pricing, {
  tag: 'product',
  base: '/pricing',
  view: (_, { id, version, state }) => ({ id, version, pricing: state }),
  replyShape: pricingView,
});
const { member } = routesFor<Service>();
const mayRead = (caller: Caller, state: Pricing): boolean => state.status !== 'none' && concerns(caller, state);

/** Revenue of an agreement 准许收入; its id is the agreement's. @see PRICE */
export const pricingRoutes: Route<Service>[] = [
  command({
    id: 'proposeRevenue',
    command: 'propose-revenue',
    path: '/{id}/proposal',
    body: revenueBody,
    example: { cap: 50_000_000, basis: { text: '成本监审与收入测算' } },
    make: async ({ body, before: { id: basis }, unit, input: { actor } }) => {
      const { state } = await unit.load(agreement, basis);
      // Before it took effect there is nothing to earn; another's agreement is told like a missing one.
      if (!('effectiveAt' in state) || state.grantor !== actor.organization) return notFound('foreign', 'PRICE');
      const { operator, grantor, jurisdiction, title } = state;
      return { ...body, operator, grantor, jurisdiction, title };
    },
  }),
  command({ id: 'declineRevenue', command: 'decline-revenue', path: '/{id}/decline', body: reasonsBody }),
  command({
    id: 'approveRevenue',
    command: 'approve-revenue',
    path: '/{id}/approval',
    body: approvalBody,
    example: {
      reform: { number: '达市发改价〔2026〕9号', document: { text: '发展改革部门批复' } },
      authority: { number: '达市数〔2026〕21号', document: { text: '数据主管部门批复' } },
    },
  }),
  member({
    id: 'readPricing',
    method: 'get',
    path: '/pricing/{id}',
    tag: 'product',
    summary: { zh: '查看准许收入与已计收入', en: 'The approved revenue of an agreement, and what it has earned' },
    params,
    reply: pricingView,
    handle: async ({ params: { id }, caller, at }, { store }) => {
      const found = await loadHead(store, pricing, id);
      if (!mayRead(caller, found.state)) return notFound('foreign', 'PRICE');
      return reply(viewOf(found, at), { version: found.version });
    },
  }),
  ...readingRoutes({ tag: 'product', base: '/pricing', name: 'Pricing', machine: pricing, article: 'PRICE', mayRead }),
];

function viewOf({ id, version, state }: Loaded<Pricing>, at: Instant) {
  if (state.status !== 'approved') return { id, version, pricing: state };
  const earned = revenueOf(state.years, Number(localDate(at).slice(0, 4)));
  return { id, version, pricing: state, left: Math.max(0, state.approval.cap - earned) };
}
