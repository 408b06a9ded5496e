import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import { proceedings } from '../../shared/domain/proceedings.ts';
import { registration } from '../../shared/domain/registration.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { LegalRole, Text } from '../../shared/law/roles.ts';
import type { Service } from '../../shared/service.ts';
import { listByParty, MAX_PAGE } from '../../shared/store/lists.ts';
import { workListView } from './schema.ts';

const readers: readonly LegalRole[] = ['chief-data-officer', 'source-unit', 'operating-agency', 'operator', 'grantor'];
/** Proceedings that somebody must act on while they are open; the others only when their day comes. */
const pressing = ['inspection', 'rectification', 'incident', 'dispute'];
const kinds = [...proceedings, registration, agreement, violation].map(({ aggregate, label, states }) => ({
  aggregate,
  label,
  states: states as Readonly<Record<string, Text>>,
  ends: new Set(Object.keys(states).filter((status) => !leaves(aggregate, status))),
}));

/** Whether a step leads out of this status; the machines that are no proceedings are listed by their clocks alone. */
function leaves(aggregate: string, status: string): boolean {
  const table = proceedings.find((one) => one.aggregate === aggregate);
  return !table || Object.values(table.steps).some(({ from }) => from?.includes(status));
}

/** Work list 工作清单 of a unit, for its chief data officer: what is open, what is due, what is late. @see DZ-7 */
export const workListRoute = routesFor<Service>().member({
  id: 'readWorkList',
  method: 'get',
  path: '/work-list',
  tag: 'supervision',
  summary: {
    zh: '本单位工作清单',
    en: 'Everything of your organization that is open, due or overdue, the earliest first',
  },
  by: readers,
  reply: workListView,
  handle: async ({ caller, at }, { store }) => {
    const lists = await Promise.all(
      kinds.map(async (kind) => ({
        kind,
        page: await listByParty(store, { kind: kind.aggregate, party: caller.organization }, { limit: MAX_PAGE }),
      })),
    );
    const items = lists.flatMap(({ kind: { aggregate, label, states, ends }, page }) =>
      page.items
        .filter(({ status, dueAt }) => dueAt !== undefined || (pressing.includes(aggregate) && !ends.has(status)))
        .map(({ id, status, title, period, dueAt }) => ({
          kind: aggregate,
          label,
          id,
          status,
          state: states[status],
          title,
          period,
          dueAt,
          overdue: dueAt !== undefined && at >= dueAt,
        })),
    );
    return reply({
      asOf: at,
      items: items.toSorted((a, b) => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1)),
      more: lists.some(({ page }) => page.cursor !== undefined),
    });
  },
});
