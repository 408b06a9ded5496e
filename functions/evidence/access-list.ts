import { agreement } from '../../shared/domain/agreement.ts';
import type { Channel } from '../../shared/domain/channel.ts';
import type { Caller } from '../../shared/http/route.ts';
import { divisions, upperOf } from '../../shared/law/identifiers.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import type { Instant } from '../../shared/law/time.ts';
import {
  BadCursor,
  type Listed,
  listByKind,
  listByParty,
  type Page,
  type PageRequest,
} from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { type Access, accessAt } from './access.ts';

/** Who may ask about anybody's channels; operators, recipients and grantors ask about those of their own. */
export const askers = ['data-authority', 'auditor'] as const satisfies readonly LegalRole[];

/** Pages of lists that one answer looks through for channels that fit. */
const MAX_READS = 10;
const AT_ONCE = 8;

/** What is asked about: one of these. */
export interface About {
  readonly channel?: string | undefined;
  readonly agreement?: string | undefined;
  readonly dataset?: string | undefined;
  readonly organization?: string | undefined;
}

/**
 * A page of the channels of an agreement, a dataset or an organization as they were at a moment: those that the caller
 * may see. With a cursor there may be more, even where a page is empty. Throws BadCursor.
 */
export async function accessesAt(
  store: Context,
  about: About,
  at: Instant,
  caller: Caller,
  page: PageRequest,
): Promise<Page<Access>> {
  const { items: ids, cursor } = await channelsOf(store, about, caller, page);
  const items: Access[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const some = await Promise.all(ids.slice(i, i + AT_ONCE).map((id) => accessAt(store, id, at)));
    items.push(...some.filter((one) => one !== undefined).filter(({ state }) => mayAsk(caller, state)));
  }
  return { items, ...(cursor !== undefined && { cursor }) };
}

function mayAsk(caller: Caller, state: Exclude<Channel, { status: 'none' }>): boolean {
  const own = state.organization === caller.organization || state.grantor === caller.organization;
  return own || askers.some((role) => caller.roles.includes(role));
}

/** Channels that ever were open, by the index: it follows a change within moments, what is told of each is history. */
async function channelsOf(store: Context, about: About, caller: Caller, page: PageRequest): Promise<Page<string>> {
  if (about.channel !== undefined) return { items: [about.channel] };
  const lists = await listsOf(store, about, caller);
  let place: Place | undefined = placeOf(page.cursor, lists.length);
  for (let reads = 0; place && reads < MAX_READS; reads++) {
    const { items, cursor }: Page<Listed> = (await lists[place.list]?.({ ...page, cursor: place.cursor })) ?? {
      items: [],
    };
    place = cursor !== undefined ? { list: place.list, cursor } : following(place.list, lists.length);
    if (items.length > 0) return { items: items.map(({ id }) => id), ...(place && { cursor: textOf(place) }) };
  }
  return { items: [], ...(place && { cursor: textOf(place) }) };
}

/** Lists are told one behind the other: which of them, and where in it. */
interface Place {
  readonly list: number;
  readonly cursor?: string | undefined;
}
const textOf = ({ list, cursor = '' }: Place): string => `${list}~${cursor}`;
const following = (list: number, count: number): Place | undefined =>
  list + 1 < count ? { list: list + 1 } : undefined;

/** What is behind the sign is sealed by its own list. */
function placeOf(cursor: string | undefined, count: number): Place {
  if (cursor === undefined) return { list: 0 };
  const [, list = '', inner] = /^(\d{1,3})~(.*)$/s.exec(cursor) ?? [];
  if (list === '' || Number(list) >= count) throw new BadCursor();
  return { list: Number(list), ...(inner && { cursor: inner }) };
}

type List = (page: PageRequest) => Promise<Page<Listed>>;

/** Of an agreement those of its operator; of a dataset those of the caller's divisions and of its own. */
async function listsOf(store: Context, about: About, caller: Caller): Promise<readonly List[]> {
  const ofParty = (party: string): List[] =>
    statuses.map((status) => (page) => listByParty(store, { kind: 'channel', party, status }, page));
  if (about.organization !== undefined) return ofParty(about.organization);
  const rests = about.agreement !== undefined ? `agreement#${about.agreement}` : `dataset#${about.dataset}`;
  const fitting =
    (list: List, fits: (one: Listed) => boolean): List =>
    async (page) => {
      const { items, ...more } = await list(page);
      return { items: items.filter((one) => one.rests?.includes(rests) === true && fits(one)), ...more };
    };
  if (about.agreement !== undefined) {
    const { state } = await loadHead(store, agreement, about.agreement);
    return state.status === 'none' ? [] : ofParty(state.operator).map((list) => fitting(list, () => true));
  }
  const here = jurisdictionsOf(caller.jurisdiction);
  const inDivisions = here.flatMap((jurisdiction) =>
    statuses.map(
      (status): List =>
        (page) =>
          listByKind(store, { kind: 'channel', jurisdiction, status }, page),
    ),
  );
  // Its own of other divisions: those of these were told already.
  const elsewhere = ofParty(caller.organization).map((list) =>
    fitting(list, (one) => !here.includes(one.jurisdiction)),
  );
  return [...inDivisions.map((list) => fitting(list, () => true)), ...elsewhere];
}

const statuses = ['open', 'held', 'closed'] as const;

const jurisdictionsOf = (jurisdiction: string): readonly string[] => [
  jurisdiction,
  ...Object.keys(divisions).filter((code) => upperOf(code) === jurisdiction),
];
