import { type ClockedStream, clocked } from '../../shared/clocked.ts';
import { sameClock } from '../../shared/domain/clock-change.ts';
import type { Notice } from '../../shared/domain/notice.ts';
import type { Instant } from '../../shared/law/time.ts';
import { noticeView, type SeenClock } from '../../shared/notice-view.ts';
import { countUnread, type InboxReader, listInbox } from '../../shared/store/inbox.ts';
import type { Context } from '../../shared/store/store.ts';
import type { InboxView } from './schema.ts';

/** One page of the inbox. Clocks are looked up in their streams, so that none is shown as running after it was kept. */
export async function readInbox(
  store: Context,
  reader: InboxReader,
  at: Instant,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<InboxView> {
  const { items, cursor } = await listInbox(store, reader, page);
  const streams = await streamsOf(
    store,
    items.map(({ notice }) => notice),
  );
  const shown = items.map(({ place, read, notice }) => ({
    place,
    read,
    ...noticeView(notice, at, seen(notice, streams)),
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

/** Each stream that a clock of these notices runs in, read once. */
async function streamsOf(store: Context, notices: readonly Notice[]): Promise<ReadonlyMap<string, ClockedStream>> {
  const named = new Map(
    notices.filter(({ clocks }) => clocks.length > 0).map((one) => [nameOf(one.stream), one.stream]),
  );
  const read = [...named].map(async ([name, { kind, id }]) => {
    const stream = await clocked[kind]?.read(store, id);
    return stream ? [[name, stream] as const] : [];
  });
  return new Map((await Promise.all(read)).flat());
}

function seen({ stream, clocks }: Notice, streams: ReadonlyMap<string, ClockedStream>): SeenClock[] {
  const found = streams.get(nameOf(stream));
  return clocks.map((clock) => ({
    clock,
    ...(found && { running: found.clocks.some((one) => sameClock(one, clock)) }),
  }));
}
