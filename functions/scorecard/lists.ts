import { upperOf } from '../../shared/law/identifiers.ts';
import type { Instant } from '../../shared/law/time.ts';
import { type Listed, MAX_PAGE, type Page } from '../../shared/store/lists.ts';

/** Whose scorecard, where it is, for which year, as known when. */
export interface Scope {
  readonly organization: string;
  readonly jurisdiction: string;
  readonly year: number;
  readonly asOf: Instant;
}

/** Streams of one list that are looked through, and how many reads go on at once. */
export const MAX_STREAMS = 1_000;
const AT_ONCE = 8;

/** A list page by page up to its bound; `more`: there is more. */
export async function listAll(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<Listed>>,
  most = MAX_STREAMS,
): Promise<{ readonly items: readonly Listed[]; readonly more: boolean }> {
  const items: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: Math.min(MAX_PAGE, most - items.length), ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor && items.length < most);
  return { items, more: cursor !== undefined };
}

/** Where what concerns an organization is filed: its own place and the one above. @see DZ-5 */
export const places = (jurisdiction: string): readonly string[] => {
  const upper = upperOf(jurisdiction);
  return upper === undefined || upper === jurisdiction ? [jurisdiction] : [jurisdiction, upper];
};

/** Does the work for each, a few at once, in no order. */
export async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const left = [...all];
  const done: R[] = [];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) done.push(await work(one));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}
