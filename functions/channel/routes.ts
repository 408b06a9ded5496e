import { type Channel, channel } from '../../shared/domain/channel.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import type { Service } from '../../shared/service.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { openChannel, registerKeys, requestChannel, viewOf } from './requests.ts';
import { channelParams, channelView, keysBody, listQuery, listView, openBody, requestBody } from './schema.ts';

const { member } = routesFor<Service>();
const { request, open, 'register-keys': key } = channel.transitions;

/** Who may look at any channel; operators and grantors see their own. */
const watchers = ['data-authority', 'operating-agency', 'competent-department', 'security-organ', 'auditor'] as const;
const readers: readonly LegalRole[] = [...watchers, 'operator', 'source-unit', 'grantor'];

/** Supply channels 供给通道: request, open, look. Measures are enforcement's, data is the gate's. */
export const routes = [
  member({
    id: 'requestChannel',
    method: 'post',
    path: '/channels',
    tag: 'channel',
    summary: { zh: '申请开通供给通道', en: 'Request a supply channel' },
    rule: request,
    body: requestBody,
    reply: channelView,
    handle: requestChannel,
  }),
  member({
    id: 'openChannel',
    method: 'post',
    path: '/channels/{id}/open',
    tag: 'channel',
    summary: { zh: '开通供给通道', en: 'Open a channel: from now on the gate admits' },
    rule: open,
    params: channelParams,
    body: openBody,
    reply: channelView,
    handle: openChannel,
  }),
  member({
    id: 'registerChannelKeys',
    method: 'put',
    path: '/channels/{id}/keys',
    tag: 'channel',
    summary: { zh: '登记通道密钥', en: 'Replace the public keys that may fetch data here' },
    rule: key,
    params: channelParams,
    body: keysBody,
    reply: channelView,
    handle: registerKeys,
  }),
  member({
    id: 'readChannel',
    method: 'get',
    path: '/channels/{id}',
    tag: 'channel',
    summary: { zh: '查看供给通道', en: 'Read a channel' },
    by: readers,
    params: channelParams,
    reply: channelView,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, channel, params.id);
      if (!mayRead(caller, found.state)) return notFound('foreign', 'DZ-43');
      return reply(await viewOf(store, found), { version: found.version });
    },
  }),
  member({
    id: 'listChannels',
    method: 'get',
    path: '/channels',
    tag: 'channel',
    summary: { zh: '供给通道列表', en: 'List channels: your own, or those of your jurisdiction' },
    by: readers,
    query: listQuery,
    reply: listView,
    handle: async ({ query: { status = 'open', ...page }, caller }, { store }) => {
      const all = watchers.some((role) => caller.roles.includes(role));
      const party = { kind: 'channel', party: caller.organization, status };
      const kind = { kind: 'channel', jurisdiction: caller.jurisdiction, status };
      return reply(await (all ? listByKind(store, kind, page) : listByParty(store, party, page)));
    },
  }),
];

function mayRead(caller: Caller, state: Channel): boolean {
  if (state.status === 'none') return false;
  const own = state.organization === caller.organization || state.grantor === caller.organization;
  return own || watchers.some((role) => caller.roles.includes(role));
}
