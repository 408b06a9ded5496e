import type { Notice } from '../../shared/domain/notice.ts';
import type { Instant } from '../../shared/law/time.ts';
import { noticeView, type SeenClock } from '../../shared/notice-view.ts';
import { clockName, countUnread, endedClocks, type InboxReader, listInbox } from '../../shared/store/inbox.ts';
import type { Context } from '../../shared/store/store.ts';
import type { InboxView } from './schema.ts';

/** One page of the inbox. Whether a clock ended is written with its end, so that none is shown as running after. */
export async function readInbox(
  store: Context,
  reader: InboxReader,
  at: Instant,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<InboxView> {
  const { items, cursor } = await listInbox(store, reader, page);
  const ended = await endedIn(
    store,
    items.map(({ notice }) => notice),
  );
  const shown = items.map(({ place, read, notice }) => ({
    place,
    read,
    ...noticeView(notice, at, seen(notice, ended)),
  }));
  const late = latest(shown.filter(({ clocks }) => clocks.some(({ overdue, running }) => overdue && running)));
  const ordered = [...late, ...shown.filter((one) => !late.includes(one))];
  return { asOf: at, ...(await countUnread(store, reader)), items: ordered, ...(cursor && { cursor }) };
}

/** Of several notices about one late clock, the newest stands in front; the others keep their places. */
function latest<T extends { stream: { kind: string; id: string }; clocks: readonly { rule: string }[] }>(
  items: readonly T[],
): T[] {
  const first = new Map<string, T>();
  for (const item of items) {
    const key = [item.stream.kind, item.stream.id, ...item.clocks.map(({ rule }) => rule)].join('#');
    if (!first.has(key)) first.set(key, item);
  }
  return [...first.values()];
}

const nameOf = ({ kind, id }: Notice['stream']): string => `${kind}#${id}`;

/** The ended clocks of each stream that these notices name a clock of, each stream read once. */
async function endedIn(store: Context, notices: readonly Notice[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const named = new Map(
    notices.filter(({ clocks }) => clocks.length > 0).map((one) => [nameOf(one.stream), one.stream]),
  );
  const read = [...named].map(async ([name, stream]) => [name, await endedClocks(store, stream)] as const);
  return new Map(await Promise.all(read));
}

function seen({ stream, clocks }: Notice, ended: ReadonlyMap<string, ReadonlySet<string>>): SeenClock[] {
  const over = ended.get(nameOf(stream));
  return clocks.map((clock) => ({ clock, running: !over?.has(clockName(stream, clock)) }));
}
