import { type Channel, channel } from '../../shared/domain/channel.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { instant } from '../../shared/law/time.ts';
import { utcHour } from '../../shared/law/utc-hour.ts';
import type { Service } from '../../shared/service.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { deliveriesOf } from './deliveries.ts';
import { channelParams, deliveriesQuery, deliveriesView } from './schema.ts';

const { member } = routesFor<Service>();

/** Who may look at any channel's records; operators, recipients and grantors see those of their own. */
const watchers = ['data-authority', 'operating-agency', 'competent-department', 'security-organ', 'auditor'] as const;
const readers: readonly LegalRole[] = [...watchers, 'operator', 'source-unit', 'grantor'];

/** What was supplied 供给记录. */
export const routes = [
  member({
    id: 'listDeliveries',
    method: 'get',
    path: '/channels/{id}/deliveries',
    tag: 'evidence',
    summary: { zh: '一个通道某一小时的供给记录', en: 'Deliveries of a channel in one hour (UTC)' },
    by: readers,
    params: channelParams,
    query: deliveriesQuery,
    reply: deliveriesView,
    handle: async ({ params, query, caller }, { store, clock }) => {
      const { state } = await loadHead(store, channel, params.id);
      if (!mayRead(caller, state)) return notFound('foreign', 'POLICY-20');
      const hour = query.hour ?? utcHour(instant(clock.real()));
      return reply(await deliveriesOf(store, params.id, { ...query, hour }));
    },
  }),
];

function mayRead(caller: Caller, state: Channel): boolean {
  if (state.status === 'none') return false;
  const own = state.organization === caller.organization || state.grantor === caller.organization;
  return own || watchers.some((role) => caller.roles.includes(role));
}
