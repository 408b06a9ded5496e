import type { Reason } from '../../shared/domain/admission.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { type Channel, type ChannelCommand, channel } from '../../shared/domain/channel.ts';
import {
  type Ground,
  isRefusal,
  judge,
  notFound,
  type Refusal,
  refuse,
  refuseAll,
} from '../../shared/domain/decision.ts';
import type { Gate, Links } from '../../shared/domain/gate.ts';
import { type Scope, within } from '../../shared/domain/scope.ts';
import { barredData, unreviewed } from '../../shared/domain/standing.ts';
import { type Input, type Reply, reply } from '../../shared/http/route.ts';
import type { ArticleId } from '../../shared/law/articles/titles.ts';
import type { Instant } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { heldUntil } from '../../shared/store/held-keys.ts';
import { findKey, putKey } from '../../shared/store/machine-keys.ts';
import { getScope, putScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { type Loaded, loadHead, type Unit } from '../../shared/store/unit.ts';
import type { channelParams, keysBody, openBody, requestBody } from './schema.ts';

type Of<Schema extends { parse: (value: never) => unknown }> = ReturnType<Schema['parse']>;
type OnChannel<B> = Input<Of<typeof channelParams>, unknown, B>;

/** Asks for a channel. Its scope must lie within the basis's and the dataset's (DZ-30, OPS-21). */
export async function requestChannel(
  { body, actor, at, receipt }: Input<unknown, unknown, Of<typeof requestBody>>,
  { store }: Service,
): Promise<Reply | Refusal> {
  const { dataset, basis, replaces } = body;
  const asked = scopeAsked(body);
  const scope = await putScope(store, asked);
  const id = store.newId();
  return transact(
    store,
    async (unit) => {
      const party = await partyOf(unit, body.basis, actor.organization);
      if (isRefusal(party)) return party;
      const gates = {
        basis: await unit.lean(nameOf(basis)),
        dataset: await unit.lean({ aggregate: 'dataset', id: dataset }),
      };
      const wrong = unusable(gates.basis, at, 'DZ-30', '/basis') ?? unusable(gates.dataset, at, 'DZ-13', '/dataset');
      if (wrong) return wrong;
      const outside = (await exceeds(store, asked, gates.basis)) ?? (await exceeds(store, asked, gates.dataset));
      if (outside) return outside;
      const links = { organization: actor.organization, dataset, basis, ...party };
      const command: ChannelCommand = { type: 'request', at, actor, ...links, scope, ...(replaces && { replaces }) };
      const after = await unit.decide(channel, id, command);
      if (isRefusal(after)) return after;
      return reply(await viewOf(store, after), { status: 201, version: after.version, location: `/channels/${id}` });
    },
    { receipt },
  );
}

function scopeAsked({ dataset, fields, purpose, rows, treatments, times, quota }: Of<typeof requestBody>): Scope {
  return {
    v: 1,
    datasets: { [dataset]: fields },
    purpose,
    ...(rows && { rows: { [dataset]: rows } }),
    ...(treatments && { treatments: { [dataset]: treatments } }),
    ...(times && { times }),
    ...(quota && { quota }),
  };
}

/** Opens a channel: creates its gate, so the next request is admitted. Not longer than its basis lasts. */
export async function openChannel(
  { params, body, actor, at, ifMatch, receipt }: OnChannel<Of<typeof openBody>>,
  { store }: Service,
): Promise<Reply | Refusal> {
  return transact(
    store,
    async (unit) => {
      const before = await unit.load(channel, params.id);
      const after = await unit.decide(channel, before, { type: 'open', at, actor, ...body }, ifMatch);
      if (isRefusal(after)) return after;
      if (before.state.status !== 'requested') throw new Error('opened from another state than requested');
      const { organization, dataset, basis, scope, keys } = before.state;
      const gate = await unit.lean(nameOf(basis));
      const source = await unit.lean({ aggregate: 'dataset', id: dataset });
      const party = await unit.lean({ aggregate: 'organization', id: organization });
      const wrong =
        unusable(gate, at, 'DZ-30', '/basis') ??
        unusable(source, at, 'DZ-13', '/dataset') ??
        unusable(party, at, 'DZ-30', '/organization') ??
        refuseAll([...(party ? unreviewed(party, at) : []), ...barredBy(source, gate, before.state, at)].map(groundOf));
      if (wrong) return wrong;
      if (gate?.until !== undefined && body.until > gate.until) return refuse('OPS-14', beyondBasis, '/until');
      const value: Gate = { ...body, scope, holds: {}, links: { organization, dataset, basis }, ...(keys && { keys }) };
      unit.gate({ aggregate: 'channel', id: params.id }, { do: 'open', value });
      return reply(await viewOf(store, after), { version: after.version });
    },
    { receipt },
  );
}

/**
 * Replaces the keys that may fetch data here. Also while a measure holds: rotation must never wait for a supervisor.
 * Keys are registered first: a crash in between leaves keys of the organization that this channel does not name yet.
 */
export async function registerKeys(
  { params, body, actor, at, ifMatch, receipt }: OnChannel<Of<typeof keysBody>>,
  { store }: Service,
): Promise<Reply | Refusal> {
  const before = await loadHead(store, channel, params.id);
  const probe = judge(channel, { type: 'register-keys', at, actor, keys: [] }, before.state);
  if (isRefusal(probe)) return probe;
  const keys: string[] = [];
  for (const jwk of body.keys) {
    const put = await putKey(store, { organization: actor.organization, jwk, by: actor.person });
    if (isRefusal(put)) return put;
    const { heldBy } = (await findKey(store, put.thumbprint)) ?? {};
    const uncovered = heldBy && (await heldUntil(store, heldBy, at));
    if (uncovered && isRefusal(uncovered)) return uncovered;
    keys.push(put.thumbprint);
  }
  return transact(
    store,
    async (unit) => {
      const command = { type: 'register-keys', at, actor, keys } as const;
      const after = await unit.decide(channel, params.id, command, ifMatch);
      if (isRefusal(after)) return after;
      if (after.state.status !== 'requested') {
        unit.gate({ aggregate: 'channel', id: params.id }, { do: 'loosen', set: { keys } });
      }
      return reply(await viewOf(store, after), { version: after.version });
    },
    { receipt },
  );
}

/** A channel as people read it: its state and what its scope says. */
export async function viewOf(store: Context, { id, version, state }: Loaded<Channel>) {
  const scope = state.status === 'none' ? undefined : await getScope(store, state.scope);
  return { id, version, channel: state, fields: Object.values(scope?.datasets ?? {}).flat(), ...(scope && { scope }) };
}

/** Whose agreement it is; another operator's agreement is told like a missing one. Links never change, so no condition. */
async function partyOf(unit: Unit, basis: { kind: string; id: string }, organization: string) {
  const { state } = await unit.load(agreement, basis.id);
  if (basis.kind !== 'agreement' || state.status === 'none' || state.operator !== organization) {
    return notFound('foreign', 'DZ-30');
  }
  return { grantor: state.grantor, jurisdiction: state.jurisdiction };
}

const nameOf = (basis: { kind: string; id: string }) => ({ aggregate: basis.kind, id: basis.id });

/** Why nothing can rest on this gate now, or `undefined`. A restrict hold narrows and does not stand in the way. */
function unusable(gate: Gate | undefined, at: Instant, article: ArticleId, pointer: string): Refusal | undefined {
  if (!gate) return refuse(article, { zh: '尚未生效或尚未发布', en: 'not in effect or not published yet' }, pointer);
  if (gate.ended) return refuse(gate.ended.article, { zh: '已经终止', en: 'has ended' }, pointer);
  if (gate.until !== undefined && at >= gate.until) {
    return refuse(article, { zh: `已于 ${gate.until} 到期`, en: `expired at ${gate.until}` }, pointer);
  }
  const stopping = Object.values(gate.holds).find((hold) => hold.verb !== 'restrict');
  if (stopping || gate.consolidate) {
    return refuse(stopping?.article ?? 'POLICY-4', { zh: '正被采取措施', en: 'a measure holds it' }, pointer);
  }
  return undefined;
}

/** What was said of the data later than the agreement, as the gate would judge it. @see DSL-21, DZ-47 */
const barredBy = (source: Gate | undefined, basis: Gate | undefined, links: Links, at: Instant): readonly Reason[] =>
  source && basis ? barredData(source, basis, links, at) : [];

const groundOf = ({ gate, article, detail }: Reason): Ground => ({ article, detail, pointer: `/${gate}` });

async function exceeds(store: Context, asked: Scope, gate: Gate | undefined): Promise<Refusal | undefined> {
  const allowed = gate?.scope === undefined ? undefined : await getScope(store, gate.scope);
  if (allowed && within(asked, allowed)) return undefined;
  const detail = {
    zh: '超出协议或目录允许的字段、行、形式、用途、时段或用量',
    en: 'beyond the fields, rows, forms, purpose, times or quota that agreement and catalogue allow',
  };
  return refuse('OPS-21', detail, '/fields');
}

const beyondBasis = { zh: '不得晚于协议到期时间', en: 'a channel does not outlast its agreement' };
