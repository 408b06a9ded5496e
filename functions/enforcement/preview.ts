import { channel } from '../../shared/domain/channel.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import type { Target } from '../../shared/domain/measure.ts';
import { divisions, upperOf } from '../../shared/law/identifiers.ts';
import type { Instant } from '../../shared/law/time.ts';
import { readGate } from '../../shared/store/gates.ts';
import { type Listed, listByKind, listByParty, MAX_PAGE, type Page } from '../../shared/store/lists.ts';
import { runningIn } from '../../shared/store/running.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { verbFor } from './exclusion.ts';

/** At most this many channels or products are counted; beyond, the answer says "at least". */
const COUNTED = 1_000;
/** Running deliveries are looked for in so many channels: each is a read of its own. */
const LOOKED_INTO = 100;

const live = ['open', 'held'];

/** What lies below a stream, from the indexes: eventual, so it is told "as of". */
export interface Below {
  readonly channels: number;
  readonly organizations: readonly string[];
  /** Deliveries that have begun in the last 15 minutes and not ended. */
  readonly deliveries: number;
  /** Products that are listed and rest on it or on a channel below it 公共服务. */
  readonly products: readonly { readonly id: string; readonly title?: string | undefined }[];
  /** True when there are more than were counted. */
  readonly atLeast: boolean;
  /** For a dataset: how a right holder's request would be carried out on it (POLICY-31). */
  readonly request?: 'exclude' | 'close';
  readonly asOf: Instant;
}

/** What a measure on this stream would stop, or stops. `undefined` when the stream does not exist. */
export async function preview(
  store: Context,
  target: Target,
  jurisdiction: string,
  asOf: Instant,
): Promise<Below | undefined> {
  const channels = await channelsBelow(store, target, jurisdiction);
  if (!channels) return undefined;
  const names = channels.map(({ id }) => id);
  const on = new Set([`${target.kind}#${target.id}`, ...names.map((id) => `channel#${id}`)]);
  const [products, running, request] = await Promise.all([
    resting(store, 'product', ['listed'], on, jurisdictionsOf(jurisdiction)),
    runningBelow(store, names),
    target.kind === 'dataset' ? loadHead(store, dataset, target.id) : undefined,
  ]);
  return {
    channels: channels.length,
    organizations: [...new Set(channels.flatMap(({ party }) => party ?? []))],
    deliveries: running.count,
    products: products.map(({ id, title }) => ({ id, title })),
    atLeast: running.atLeast || channels.length >= COUNTED || products.length >= COUNTED,
    ...(request && { request: verbFor(request.state) }),
    asOf,
  };
}

type Reached = Pick<Listed, 'id' | 'party'>;

/** The live channels that hang below. An agreement or a dataset is found in what the channels of its divisions rest on. */
async function channelsBelow(
  store: Context,
  { kind, id }: Target,
  jurisdiction: string,
): Promise<readonly Reached[] | undefined> {
  if (kind === 'channel') {
    const { state } = await loadHead(store, channel, id);
    if (state.status === 'none') return undefined;
    return live.includes(state.status) ? [{ id, party: state.organization }] : [];
  }
  if (!(await readGate(store, { aggregate: kind, id }))) return undefined;
  if (kind === 'organization') return ofParty(store, id);
  return resting(store, 'channel', live, new Set([`${kind}#${id}`]), jurisdictionsOf(jurisdiction));
}

async function runningBelow(store: Context, channels: readonly string[]) {
  const looked = await Promise.all(channels.slice(0, LOOKED_INTO).map((id) => runningIn(store, id)));
  return {
    count: looked.reduce((sum, { running }) => sum + running, 0),
    atLeast: channels.length > LOOKED_INTO || looked.some(({ atLeast }) => atLeast),
  };
}

const ofParty = async (store: Context, party: string): Promise<Listed[]> => {
  const pages = live.map((status) => all((page) => listByParty(store, { kind: 'channel', party, status }, page)));
  return (await Promise.all(pages)).flat().slice(0, COUNTED);
};

async function resting(
  store: Context,
  kind: string,
  statuses: readonly string[],
  on: ReadonlySet<string>,
  jurisdictions: readonly string[],
): Promise<Listed[]> {
  const lists = jurisdictions.flatMap((jurisdiction) => statuses.map((status) => ({ kind, jurisdiction, status })));
  const found = await Promise.all(lists.map((list) => all((page) => listByKind(store, list, page))));
  return found
    .flat()
    .filter(({ rests = [] }) => rests.some((one) => on.has(one)))
    .slice(0, COUNTED);
}

/** A county's measure reaches its own channels; the city's reaches those of every division. @see DZ-5 */
const jurisdictionsOf = (jurisdiction: string): readonly string[] => {
  const below = Object.keys(divisions).filter((code) => upperOf(code) === jurisdiction);
  return [jurisdiction, ...below];
};

async function all(read: (page: { limit: number; cursor?: string }) => Promise<Page<Listed>>): Promise<Listed[]> {
  const found: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: MAX_PAGE, ...(cursor && { cursor }) });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor && found.length < COUNTED);
  return found;
}
