import { clockView, runOf } from './clock-view.ts';
import { clocked } from './clocked.ts';
import type { Caller } from './http/route.ts';
import { type LegalRole, overseers } from './law/roles.ts';
import type { Instant } from './law/time.ts';
import { type Listed, listByKind, listByParty, MAX_PAGE, type Page } from './store/lists.ts';
import type { Context } from './store/store.ts';

/** Supervision looks through its whole jurisdiction; everybody else sees the streams that they are a party to. */
const watchers: readonly LegalRole[] = overseers;
/** Which kinds these find by their jurisdiction, because the index knows a stream by another party than them. */
const serving: Readonly<Partial<Record<LegalRole, readonly string[]>>> = {
  'registration-agency': ['registration'],
  grantor: ['agreement'],
};
export const clockReaders: readonly LegalRole[] = [
  ...watchers,
  'registration-agency',
  'grantor',
  'operator',
  'source-unit',
  'operating-agency',
  'chief-data-officer',
  'right-holder',
];

/** At most this many streams of one list are looked through. */
const LOOKED_THROUGH = 1_000;

/** Open clocks in the order in which they end, from the index; each stream is then read itself, so that none is told wrong. */
export async function openClocks(
  store: Context,
  caller: Caller,
  at: Instant,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const { streams, more } = await streamsFor(store, caller);
  const ordered = streams.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const rest = cursor === undefined ? ordered : ordered.filter((one) => placeOf(one) > cursor);
  const shown = rest.slice(0, limit);
  const watching = watchers.some((role) => caller.roles.includes(role));
  const items = await Promise.all(
    shown.map(async ({ kind, id, title }) => {
      const known = clocked[kind];
      const head = await known?.read(store, id);
      if (!known || !head || !(watching || Object.values(head.parties).includes(caller.organization))) return [];
      const stream = { kind, id, label: known.label, status: head.status, ...(title !== undefined && { title }) };
      return head.clocks.map((clock) => ({ stream, ...clockView(clock), ...runOf(clock, at) }));
    }),
  );
  const last = shown.at(-1);
  return {
    asOf: at,
    items: items.flat().toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
    ...(last && rest.length > shown.length && { cursor: placeOf(last) }),
    more,
  };
}

/** Instants order as their texts do; ties are settled by the stream. */
const placeOf = ({ dueAt, kind, id }: Listed): string => `${dueAt}_${kind}_${id}`;

async function streamsFor(store: Context, { organization: party, jurisdiction, roles }: Caller) {
  const watching = watchers.some((role) => roles.includes(role));
  const kinds = watching ? Object.keys(clocked) : roles.flatMap((role) => serving[role] ?? []);
  const wanted = Object.entries(clocked).flatMap(([kind, { statuses }]) =>
    statuses.flatMap((status) => [
      (page: PageWanted) => listByParty(store, { party, kind, status }, page),
      ...(kinds.includes(kind) ? [(page: PageWanted) => listByKind(store, { kind, jurisdiction, status }, page)] : []),
    ]),
  );
  const lists = await Promise.all(wanted.map(all));
  const running = lists.flatMap(({ found }) => found).filter(({ dueAt }) => dueAt !== undefined);
  const streams = [...new Map(running.map((one) => [`${one.kind}#${one.id}`, one])).values()];
  return { streams, more: lists.some(({ more }) => more) };
}

interface PageWanted {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

async function all(list: (page: PageWanted) => Promise<Page<Listed>>): Promise<{ found: Listed[]; more: boolean }> {
  const found: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: MAX_PAGE, cursor });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < LOOKED_THROUGH);
  return { found, more: cursor !== undefined };
}

/** What is shown of the clocks; `more`: those due later may be missing. */
export interface OpenClocks extends Omit<Awaited<ReturnType<typeof openClocks>>, 'cursor'> {
  readonly cursor?: string;
}
