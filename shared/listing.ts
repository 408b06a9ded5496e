import type { Caller } from './http/route.ts';
import type { Kind } from './kinds.ts';
import { type Listed, listByKind, listByParty, type Page } from './store/lists.ts';
import type { Context } from './store/store.ts';

/** Of each status at most so many where all that is open is shown together; a page of one status has as many. */
const EACH = 50;

export interface Listing extends Page<Listed> {
  /** The one status that was asked for; absent: all that is open. */
  readonly status?: string;
  /** Where more are open than are shown: look at one status. */
  readonly more: boolean;
}

/** What is open, newest first, or one status page by page: of the jurisdiction for its watchers, else one's own. */
export async function listing(
  store: Context,
  kind: Kind,
  caller: Caller,
  { status, cursor }: { status?: string | undefined; cursor?: string | undefined },
): Promise<Listing> {
  const { aggregate, open, states } = kind;
  const all = caller.roles.some((role) => kind.watchers.includes(role));
  const { organization: party, jurisdiction } = caller;
  const list = (wanted: string, from?: string) => {
    const page = { limit: EACH, cursor: from };
    return all
      ? listByKind(store, { kind: aggregate, jurisdiction, status: wanted }, page)
      : listByParty(store, { kind: aggregate, party, status: wanted }, page);
  };
  if (status !== undefined && Object.hasOwn(states, status)) {
    return { ...(await list(status, cursor)), status, more: false };
  }
  const pages = await Promise.all(open.map((wanted) => list(wanted)));
  const items = pages.flatMap((page) => page.items).toSorted((a, b) => ((a.time ?? '') > (b.time ?? '') ? -1 : 1));
  return { items, more: pages.some((page) => page.cursor !== undefined) };
}
