import { isRefusal, notFound, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { processor } from '../../shared/domain/processor.ts';
import { type Reply, reply, routesFor } from '../../shared/http/route.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import type { Instant } from '../../shared/law/time.ts';
import { readGate } from '../../shared/store/gates.ts';
import { heldUntil } from '../../shared/store/held-keys.ts';
import { listKeys, putKey, revokeKey } from '../../shared/store/machine-keys.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { addKeyBody, keyParams, keysView, keyView, organizationParams } from './schema.ts';
import type { Identity } from './service.ts';

const { member } = routesFor<Identity>();

/** Each for their own organization: nobody adds a key with which another could fetch data. */
const keepers: readonly LegalRole[] = ['administrator', 'operator'];

/** Machine keys 机器密钥: public halves only; with them a machine proves at /token for whom it asks. @see RFC 7523 */
export const keyRoutes = [
  member({
    id: 'listKeys',
    method: 'get',
    path: '/organizations/{id}/keys',
    tag: 'identity',
    summary: { zh: '有效的机器密钥', en: 'Live machine keys of your organization' },
    by: keepers,
    params: organizationParams,
    reply: keysView,
    handle: async ({ params, caller }, { store }) => {
      if (params.id !== caller.organization) return foreign;
      const items = await listKeys(store, params.id);
      return reply({
        items: items.map(({ thumbprint, channel, addedAt, addedBy }) => ({ thumbprint, channel, addedAt, addedBy })),
      });
    },
  }),
  member({
    id: 'addKey',
    method: 'post',
    path: '/organizations/{id}/keys',
    tag: 'identity',
    summary: { zh: '登记机器公钥', en: 'Register a public key of a machine' },
    by: keepers,
    params: organizationParams,
    body: addKeyBody,
    reply: keyView,
    handle: async ({ params, body: { jwk, channel, contract }, caller, at }, { store }): Promise<Reply | Refusal> => {
      if (params.id !== caller.organization) return foreign;
      const links = channel === undefined ? undefined : await readGate(store, { aggregate: 'channel', id: channel });
      if (channel !== undefined && links?.links?.organization !== caller.organization) return foreign;
      const held = contract === undefined ? undefined : await heldUnder(store, caller.organization, contract, at);
      if (held && isRefusal(held)) return held;
      if (held && channel === undefined) return oneChannel;
      const { organization, person: by } = caller;
      const put = await putKey(store, { organization, jwk, by, channel, held });
      if (isRefusal(put)) return put;
      const location = `/organizations/${params.id}/keys/${put.thumbprint}`;
      return reply({ ...put, organization: params.id, channel }, { status: 201, location });
    },
  }),
  member({
    id: 'revokeKey',
    method: 'delete',
    path: '/organizations/{id}/keys/{thumbprint}',
    tag: 'identity',
    summary: { zh: '撤销机器密钥', en: 'Revoke a key for good: no new token from now on' },
    by: keepers,
    params: keyParams,
    reply: keyView,
    handle: async ({ params: { id, thumbprint }, caller }, { store }) => {
      if (id !== caller.organization) return foreign;
      const revoked = await revokeKey(store, { organization: id, thumbprint, by: caller.person });
      return revoked ? reply({ thumbprint, organization: id }) : foreign;
    },
  }),
];

/** The contract as it covers access now; another organization's is told like a missing one. @see DZ-48 */
async function heldUnder(store: Context, organization: string, contract: string, at: Instant) {
  const { state } = await loadHead(store, processor, contract);
  if (state.status === 'none' || state.operator !== organization) return notFound('foreign', 'DZ-48');
  const held = { contract, processor: state.processor };
  const term = await heldUntil(store, held, at);
  return isRefusal(term) ? term : { ...held, version: term.version };
}

const oneChannel = refuse(
  'DZ-48',
  { zh: '受托方代持的密钥须指定一个通道', en: 'a key that a processor holds is for one channel' },
  '/channel',
);
const foreign = notFound('foreign', 'POLICY-9');
