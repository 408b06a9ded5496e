import { channel } from '../../shared/domain/channel.ts';
import type { Measure, Target } from '../../shared/domain/measure.ts';
import { divisions, upperOf } from '../../shared/law/identifiers.ts';
import type { Instant } from '../../shared/law/time.ts';
import { readGate } from '../../shared/store/gates.ts';
import { type Listed, listByKind, listByParty, MAX_PAGE, type Page } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';

/** At most this many channels are counted; beyond, the answer says "at least". */
const COUNTED = 1_000;

const live = ['open', 'held'];

/** What lies below a stream, from the indexes: eventual, so it is told "as of". */
export interface Below {
  readonly channels: number;
  readonly organizations: readonly string[];
  /** True when there are more than were counted. */
  readonly atLeast: boolean;
}

/**
 * The live channels that a measure on this stream would stop. `undefined` when the stream does not exist. An agreement
 * or a dataset is found in what the channels of its divisions rest on.
 */
export async function preview(store: Context, { kind, id }: Target, jurisdiction: string): Promise<Below | undefined> {
  if (kind === 'channel') {
    const { state } = await loadHead(store, channel, id);
    if (state.status === 'none') return undefined;
    const alive = state.status === 'open' || state.status === 'held';
    return { channels: alive ? 1 : 0, organizations: alive ? [state.organization] : [], atLeast: false };
  }
  if (!(await readGate(store, { aggregate: kind, id }))) return undefined;
  const channels =
    kind === 'organization'
      ? await ofParty(store, id)
      : await resting(store, `${kind}#${id}`, jurisdictionsOf(jurisdiction));
  const organizations = new Set(channels.flatMap(({ party }) => party ?? []));
  return { channels: channels.length, organizations: [...organizations], atLeast: channels.length >= COUNTED };
}

const ofParty = async (store: Context, party: string): Promise<Listed[]> => {
  const pages = live.map((status) => all((page) => listByParty(store, { kind: 'channel', party, status }, page)));
  return (await Promise.all(pages)).flat().slice(0, COUNTED);
};

async function resting(store: Context, on: string, jurisdictions: readonly string[]): Promise<Listed[]> {
  const lists = jurisdictions.flatMap((jurisdiction) =>
    live.map((status) => ({ kind: 'channel', jurisdiction, status })),
  );
  const found = await Promise.all(lists.map((list) => all((page) => listByKind(store, list, page))));
  return found
    .flat()
    .filter(({ rests }) => rests?.includes(on))
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

/** A measure as people read it: committed, then confirmed; nothing is called closed before (POLICY-8). */
export async function measureView(store: Context, one: Measure, jurisdiction: string, asOf: Instant) {
  const progress = one.liftedAt ? 'lifted' : one.confirmed ? 'confirmed' : one.committedAt ? 'committed' : 'ordered';
  return { ...one, progress, below: await preview(store, one.target, jurisdiction), asOf };
}
