import type { Notice } from '../../shared/domain/notice.ts';
import type { Instant } from '../../shared/law/time.ts';
import { noticeView, type SeenClock } from '../../shared/notice-view.ts';
import {
  clockName,
  countUnread,
  endedClocks,
  type InboxItem,
  type InboxReader,
  listInbox,
  listOverdue,
} from '../../shared/store/inbox.ts';
import type { Context } from '../../shared/store/store.ts';
import type { InboxView } from './schema.ts';

/**
 * One page of the inbox. What is late stands in front of the first page wherever it lies, and in no other page. Whether a
 * clock ended is written with its end, so that none is shown as running after.
 */
export async function readInbox(
  store: Context,
  reader: InboxReader,
  at: Instant,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<InboxView> {
  const [{ items, cursor }, reminded] = await Promise.all([listInbox(store, reader, page), listOverdue(store, reader)]);
  const ended = await endedIn(
    store,
    [...items, ...reminded].map(({ notice }) => notice),
  );
  const view = ({ place, read, notice }: InboxItem) => ({
    place,
    read,
    ...noticeView(notice, at, seen(notice, ended)),
  });
  const isLate = ({ clocks }: ReturnType<typeof view>) => clocks.some(({ overdue, running }) => overdue && running);
  const everywhere = latest(reminded.map(view).filter(isLate));
  const here = items.map(view).filter(({ place }) => !everywhere.some((one) => one.place === place));
  const first = page.cursor === undefined;
  // One whose first reminder is still to come is found on its own page only.
  const late = latest([...(first ? everywhere : []), ...here.filter(isLate)]);
  const leading = first ? late : late.filter((one) => !everywhere.some((other) => sameClocks(one, other)));
  const ordered = [...leading, ...here.filter((one) => !leading.includes(one))];
  return { asOf: at, ...(await countUnread(store, reader)), items: ordered, ...(cursor && { cursor }) };
}

/** Of several notices about one late clock, the newest stands in front; the others keep their places. */
function latest<T extends OfClocks>(items: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(clocksOf(item))) first.set(clocksOf(item), item);
  return [...first.values()];
}

interface OfClocks {
  readonly stream: { readonly kind: string; readonly id: string };
  readonly clocks: readonly { readonly rule: string }[];
}
const clocksOf = ({ stream, clocks }: OfClocks): string =>
  [stream.kind, stream.id, ...clocks.map(({ rule }) => rule)].join('#');
const sameClocks = (one: OfClocks, other: OfClocks): boolean => clocksOf(one) === clocksOf(other);

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
