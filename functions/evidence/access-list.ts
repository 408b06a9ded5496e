import { agreement } from '../../shared/domain/agreement.ts';
import type { Channel } from '../../shared/domain/channel.ts';
import type { Caller } from '../../shared/http/route.ts';
import { divisions, upperOf } from '../../shared/law/identifiers.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import type { Instant } from '../../shared/law/time.ts';
import { type Listed, listByKind, listByParty, MAX_PAGE, type Page } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { type Access, accessAt } from './access.ts';

/** Who may ask about anybody's channels; operators, recipients and grantors ask about those of their own. */
export const askers = ['data-authority', 'auditor'] as const satisfies readonly LegalRole[];

/** Channels that one answer tells at most. */
const MAX_CHANNELS = 100;
const AT_ONCE = 8;

/** What is asked about: one of these. */
export interface About {
  readonly channel?: string | undefined;
  readonly agreement?: string | undefined;
  readonly dataset?: string | undefined;
  readonly organization?: string | undefined;
}

/** `more`: there are channels that were not looked at. */
export interface Accesses {
  readonly items: readonly Access[];
  readonly more: boolean;
}

/** Every channel of an agreement, a dataset or an organization as it was at a moment; those that the caller may see. */
export async function accessesAt(store: Context, about: About, at: Instant, caller: Caller): Promise<Accesses> {
  const { ids, more } = await channelsOf(store, about, caller);
  const items: Access[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const some = await Promise.all(ids.slice(i, i + AT_ONCE).map((id) => accessAt(store, id, at)));
    items.push(...some.filter((one) => one !== undefined).filter(({ state }) => mayAsk(caller, state)));
  }
  return { items, more };
}

function mayAsk(caller: Caller, state: Exclude<Channel, { status: 'none' }>): boolean {
  const own = state.organization === caller.organization || state.grantor === caller.organization;
  return own || askers.some((role) => caller.roles.includes(role));
}

/** Channels that ever were open, by the index: it follows a change within moments, what is told of each is history. */
async function channelsOf(store: Context, about: About, caller: Caller) {
  if (about.channel !== undefined) return { ids: [about.channel], more: false };
  const pages = await Promise.all(await listsOf(store, about, caller));
  const rests = about.agreement !== undefined ? `agreement#${about.agreement}` : `dataset#${about.dataset}`;
  const fits = (one: Listed) => about.organization !== undefined || one.rests?.includes(rests) === true;
  const ids = [...new Set(pages.flatMap(({ items }) => items.filter(fits).map(({ id }) => id)))];
  return {
    ids: ids.slice(0, MAX_CHANNELS),
    more: ids.length > MAX_CHANNELS || pages.some(({ cursor }) => cursor !== undefined),
  };
}

/** Of an agreement those of its operator; of a dataset those of the caller's divisions and of its own. */
async function listsOf(store: Context, about: About, caller: Caller): Promise<Promise<Page<Listed>>[]> {
  const ofParty = (party: string) =>
    statuses.map((status) => listByParty(store, { kind: 'channel', party, status }, page));
  if (about.organization !== undefined) return ofParty(about.organization);
  if (about.agreement !== undefined) {
    const { state } = await loadHead(store, agreement, about.agreement);
    return state.status === 'none' ? [] : ofParty(state.operator);
  }
  const inDivisions = jurisdictionsOf(caller.jurisdiction).flatMap((jurisdiction) =>
    statuses.map((status) => listByKind(store, { kind: 'channel', jurisdiction, status }, page)),
  );
  return [...inDivisions, ...ofParty(caller.organization)];
}

const statuses = ['open', 'held', 'closed'] as const;
const page = { limit: MAX_PAGE };

const jurisdictionsOf = (jurisdiction: string): readonly string[] => [
  jurisdiction,
  ...Object.keys(divisions).filter((code) => upperOf(code) === jurisdiction),
];
