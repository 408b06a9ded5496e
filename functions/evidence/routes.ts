import { agreement } from '../../shared/domain/agreement.ts';
import { type Channel, channel } from '../../shared/domain/channel.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { lawPath } from '../../shared/http/problem.ts';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { instant } from '../../shared/law/time.ts';
import { utcHour } from '../../shared/law/utc-hour.ts';
import { EVIDENCE_EXTENSION } from '../../shared/ledger/hour-evidence.ts';
import { servedEvidence } from '../../shared/served-evidence.ts';
import type { Service } from '../../shared/service.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import type { Access } from './access.ts';
import { accessesAt, askers } from './access-list.ts';
import { deliveriesOf } from './deliveries.ts';
import {
  type AccessView,
  accessQuery,
  accessView,
  channelParams,
  deliveriesQuery,
  deliveriesView,
  evidenceQuery,
} from './schema.ts';

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
  member({
    id: 'makeDeliveryEvidence',
    method: 'get',
    path: '/evidence/deliveries',
    tag: 'evidence',
    summary: {
      zh: '出具证据：某一时刻之后一份协议的供给记录，可离线核验',
      en: 'Evidence of everything supplied on an agreement after a moment, to verify offline',
    },
    by: readers,
    query: evidenceQuery,
    produces: 'application/json',
    handle: async ({ query: { kind, id, after }, caller }, { store }) => {
      const basis = { kind, id };
      if (!(await isParty(store, basis, caller))) return notFound('foreign', 'POLICY-20');
      const made = await servedEvidence(store, { basis, after, most: HOURS_A_REQUEST });
      return typeof made === 'string' ? download(made, `${id}${EVIDENCE_EXTENSION}`) : made;
    },
  }),
  member({
    id: 'readAccessAt',
    method: 'get',
    path: '/access',
    tag: 'evidence',
    summary: {
      zh: '某一时刻谁能读取什么：由历史重建',
      en: 'Who could read what at a moment, rebuilt from history',
    },
    by: [...askers, 'operator', 'source-unit', 'grantor'],
    query: accessQuery,
    reply: accessView,
    handle: async ({ query: { at, limit, cursor, ...about }, caller, at: now }, { store }) => {
      const { items, ...more } = await accessesAt(store, about, at, caller, { limit, cursor });
      return reply({ at, asOf: now, items: items.map(viewOf), ...more } satisfies AccessView);
    },
  }),
];

/** A month; the command line makes longer ones. */
const HOURS_A_REQUEST = 31 * 24;

function mayRead(caller: Caller, state: Channel): boolean {
  if (state.status === 'none') return false;
  const own = state.organization === caller.organization || state.grantor === caller.organization;
  return own || watchers.some((role) => caller.roles.includes(role));
}

/** The two sides of an agreement; of other grants only watchers ask here. */
async function isParty(store: Context, { kind, id }: { kind: string; id: string }, caller: Caller): Promise<boolean> {
  const watching = watchers.some((role) => caller.roles.includes(role));
  if (kind !== 'agreement') return watching;
  const { state } = await loadHead(store, agreement, id);
  if (state.status === 'none') return false;
  return watching || state.operator === caller.organization || state.grantor === caller.organization;
}

function viewOf({
  channel: id,
  state,
  admitted,
  reasons,
  scope,
  excluded,
  versions,
}: Access): AccessView['items'][number] {
  const { organization, dataset, basis, keys } = state;
  const told = reasons.map(({ liftedBy, ...one }) => ({
    ...one,
    href: lawPath(one.article),
    ...(liftedBy && { liftedBy: [...liftedBy] }),
  }));
  const shown = { channel: id, organization, dataset, basis, admitted, reasons: told, versions };
  return { ...shown, ...(keys && { keys }), ...(scope && { scope }), ...(excluded && { excluded }) };
}

const download = (content: string, file: string): Response =>
  new Response(content, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${file}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
