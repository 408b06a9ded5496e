import { wholeStep } from '../../shared/reading.ts';
import type { EventItem } from '../../shared/store/items.ts';
import { listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';

/** A registration has some dozens of events; beyond so many pages nothing is looked for. */
const MAX_PAGES = 10;

/** Every event of one registration, oldest first. */
export async function* eventsOf(store: Context, id: string): AsyncGenerator<EventItem> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const found = await listEvents(store, { aggregate: 'registration', id }, { limit: MAX_PAGE, cursor });
    yield* found.items;
    cursor = found.cursor;
    if (cursor === undefined) return;
  }
}

/** An event as its readers see it. Who objected is for the agency alone (REG-12). */
export function stepFor(agency: boolean, item: EventItem) {
  if (item.data.type !== 'objected' || agency) return wholeStep(item);
  const { objector: _, evidence: __, ...event } = item.data;
  return { version: item.version, at: item.at, event };
}
