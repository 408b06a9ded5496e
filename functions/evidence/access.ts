import {
  agreementDemands,
  channelDemands,
  type Demand,
  datasetDemands,
  organizationDemands,
} from '../../shared/audit/gates.ts';
import { type Admission, admission, type GateKind, gateKinds, type Reason } from '../../shared/domain/admission.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { type Channel, type ChannelEvent, channel } from '../../shared/domain/channel.ts';
import { dataset as datasets } from '../../shared/domain/dataset.ts';
import { type Envelope, fold, type Machine } from '../../shared/domain/decision.ts';
import type { Gate, Links } from '../../shared/domain/gate.ts';
import { GATE_HOLDS } from '../../shared/domain/hold.ts';
import { organization as organizations } from '../../shared/domain/organization.ts';
import { notPermitted } from '../../shared/domain/permitted.ts';
import { canonical, intersect, onlyOf, ownFields, type Scope } from '../../shared/domain/scope.ts';
import type { ArticleId } from '../../shared/law/articles/titles.ts';
import type { Instant } from '../../shared/law/time.ts';
import { hex, utf8 } from '../../shared/ledger/bytes.ts';
import { getExclusions } from '../../shared/store/exclusions.ts';
import type { EventItem } from '../../shared/store/items.ts';
import type { StreamName } from '../../shared/store/keys.ts';
import { listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import { getScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';

/** Pages of a stream's events that are read: 5,000 events. */
const MAX_PAGES = 25;

/** What a channel was at a moment, and what its gates would have said of a request then. */
export interface Access {
  readonly channel: string;
  readonly state: Exclude<Channel, { status: 'none' }>;
  readonly admitted: boolean;
  /** Why not: all reasons, in the order of the gates. */
  readonly reasons: readonly Reason[];
  /** What could be read, by the purpose that was agreed; only where it was admitted. */
  readonly scope?: { readonly hash: string; readonly permit: Scope };
  /** Subjects whose rows were left out of it: the hash of their list, the field that names them, how many. */
  readonly excluded?: { readonly list: string; readonly field: string; readonly subjects: number };
  /** Versions of the streams that this follows from, by `aggregate#id`. */
  readonly versions: Readonly<Record<string, number>>;
}

/**
 * Who could read what at a moment, from history alone: the events of channel, basis, organization and dataset up to and
 * with it are folded by their machines, what each state demands of its gate is asked as the gate asks it, and scopes are
 * read by their hashes. `undefined` when the channel did not exist then. How much of a quota was used up by then stands in
 * no state: the permit tells the quota, the delivery records what was used of it. @see DZ-49
 */
export async function accessAt(store: Context, id: string, at: Instant): Promise<Access | undefined> {
  const own = await eventsUntil(store, { aggregate: channel.aggregate, id }, at);
  const state = fold(channel, own.map(eventOf));
  if (state.status === 'none') return undefined;
  const { organization, dataset, basis, keys } = state;
  const streams: Record<GateKind, StreamName> = {
    channel: { aggregate: channel.aggregate, id },
    basis: { aggregate: basis.kind, id: basis.id },
    organization: { aggregate: 'organization', id: organization },
    dataset: { aggregate: 'dataset', id: dataset },
  };
  const found = await Promise.all(
    gateKinds.map(async (kind) => {
      const events = kind === 'channel' ? own : await eventsUntil(store, streams[kind], at);
      return { kind, version: events.length, demand: demandOf(streams[kind], events, store) };
    }),
  );
  const versions = Object.fromEntries(
    found.map(({ kind, version }) => [`${streams[kind].aggregate}#${streams[kind].id}`, version]),
  );
  const told = { channel: id, state, versions };
  const missing = found.filter(({ demand }) => demand.gate === 'none').map(({ kind }) => notThen[kind]);
  if (missing.length > 0) return { ...told, admitted: false, reasons: missing };
  const claimed = { organization, dataset, basis };
  const gates = Object.fromEntries(found.map(({ kind, demand }) => [kind, gateOf(kind, demand, claimed)]));
  // Asked as whoever has one of its keys would have asked.
  const [key] = keys ?? [];
  const outcome = admission({ gates, claimed, caller: organization, now: at, ...(key && { key }) });
  if (!outcome.admit) return { ...told, admitted: false, reasons: outcome.reasons };
  const { exclusions } = gates.dataset ?? {};
  return { ...told, ...(await permitted(store, outcome, dataset, at)), ...(await excluding(store, exclusions)) };
}

/** The gate refuses where the list cannot be read; here its absence is a fault. */
async function excluding(store: Context, list: string | undefined): Promise<Pick<Access, 'excluded'>> {
  if (list === undefined) return {};
  const found = await getExclusions(store, list);
  if (!found) throw new Error(`exclusions ${list} are missing`);
  return { excluded: { list, field: found.field, subjects: found.subjects.length } };
}

/** The events of a stream up to and with a moment. */
async function eventsUntil(store: Context, stream: StreamName, at: Instant): Promise<readonly EventItem[]> {
  const found: EventItem[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, cursor: next } = await listEvents(store, stream, { limit: MAX_PAGE, cursor, ascending: true });
    const later = items.findIndex((item) => item.at > at);
    found.push(...items.slice(0, later < 0 ? undefined : later));
    if (later >= 0 || next === undefined) return found;
    cursor = next;
  }
  throw new Error(`${stream.aggregate}#${stream.id} has more events than are looked through`);
}

const eventOf = ({ data }: EventItem): ChannelEvent => channel.event.parse(data);

type Events = readonly EventItem[];

/** What the streams that have gates demand of them: the machines and demands with which the audit compares the two. */
const demands: ReadonlyMap<string, (events: Events, id: string, store: Context) => Demand> = new Map([
  demandsOf(channel, channelDemands),
  demandsOf(agreement, agreementDemands),
  demandsOf(organizations, organizationDemands),
  demandsOf(datasets, datasetDemands),
]);

/** A basis of another kind has no stream here yet: it demands nothing, so it was not in effect. */
const demandOf = ({ aggregate, id }: StreamName, events: Events, store: Context): Demand =>
  demands.get(aggregate)?.(events, id, store) ?? { gate: 'none' };

function demandsOf<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  machine: Machine<S, C, E>,
  demand: (state: S, id: string, hash: Context['hash']) => Demand,
): [string, (events: Events, id: string, store: Context) => Demand] {
  return [
    machine.aggregate,
    (events, id, { hash }) => {
      let state = machine.initial;
      let opened = false;
      for (const { data } of events) {
        state = machine.evolve(state, machine.event.parse(data));
        opened ||= demand(state, id, hash).gate === 'open';
      }
      const now = demand(state, id, hash);
      // What ended before its gate was opened never had one.
      return now.gate === 'ended' && !opened ? { gate: 'none' } : now;
    },
  ];
}

/** The gate as the state wants it. What ended demands only that: its other members are such that nothing else refuses. */
function gateOf(kind: GateKind, demand: Demand, links: Links): Gate | undefined {
  if (demand.gate === 'none') return undefined;
  if (demand.gate === 'ended') {
    const ended = { at: demand.since, article: endArticles[kind] };
    return { holds: {}, ended, scope: NOTHING, mainland: true, ...(kind === 'channel' && { links }) };
  }
  const holds = Object.fromEntries(Object.entries(demand.holds).slice(0, GATE_HOLDS));
  const consolidate = Object.keys(demand.holds).length > GATE_HOLDS;
  return { ...demand.values, holds, ...(consolidate && { consolidate }) };
}

/** Stands in for the scope of what has ended: it is refused before any scope is read. */
const NOTHING = '0'.repeat(64);

async function permitted(
  store: Context,
  { scopes }: Extract<Admission, { admit: true }>,
  dataset: string,
  at: Instant,
) {
  const found = await Promise.all(scopes.map((hash) => getScope(store, hash)));
  const [first, ...others] = found;
  const read = others.filter((one) => one !== undefined);
  if (!first || read.length < others.length) return { admitted: false, reasons: [unreadable] };
  const permit = onlyOf(read.reduce(intersect, first), dataset);
  if (ownFields(permit, dataset).length === 0) return { admitted: false, reasons: [nothingLeft] };
  // Whoever asked then had to declare the agreed purpose.
  const reasons = notPermitted(permit, { now: at, purpose: permit.purpose });
  if (reasons.length > 0) return { admitted: false, reasons };
  return { admitted: true, reasons, scope: { hash: hex(store.hash(utf8(canonical(permit)))), permit } };
}

const reason = (gate: GateKind, article: ArticleId, zh: string, en: string): Reason => ({
  gate,
  article,
  detail: { zh, en },
});

const notThen: Readonly<Record<GateKind, Reason>> = {
  channel: reason('channel', 'DZ-30', '当时通道尚未开通', 'the channel was not open yet'),
  basis: reason('basis', 'DZ-30', '当时供给依据尚未生效', 'the basis was not in effect yet'),
  organization: reason('organization', 'DZ-30', '当时使用单位尚未核验', 'the organization was not verified yet'),
  dataset: reason('dataset', 'DZ-13', '当时数据资源尚未发布', 'the dataset was not published yet'),
};

/** The state tells that and when something ended; the article is that of the gate's own kind. */
const endArticles: Readonly<Record<GateKind, ArticleId>> = {
  channel: 'DZ-43',
  basis: 'OPS-14',
  organization: 'DZ-6',
  dataset: 'DZ-13',
};

const unreadable = reason('channel', 'POLICY-9', '授权范围文件无法读取', 'a scope document cannot be read');
const nothingLeft = reason(
  'basis',
  'OPS-21',
  '通道、依据、数据资源与各项限制的共同范围内已无任何字段',
  'channel, basis, dataset and restrictions had no field in common',
);
