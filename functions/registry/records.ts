import type { DocumentRef } from '../../shared/domain/values.ts';
import { documentRef } from '../../shared/domain/values.ts';
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
export function eventFor(agency: boolean, { version, at, person, organization, data }: EventItem) {
  if (data.type !== 'objected' || agency) return { version, at, person, organization, event: data };
  const { objector: _, evidence: __, ...event } = data;
  return { version, at, event };
}

/** The reference to this document in the events that the reader may see. */
export async function documentIn(
  store: Context,
  id: string,
  document: string,
  agency: boolean,
): Promise<DocumentRef | undefined> {
  for await (const item of eventsOf(store, id)) {
    const found = refIn(eventFor(agency, item).event, document);
    if (found) return found;
  }
  return undefined;
}

/** Events are small, and how deep they go is bounded by their schemas. */
function refIn(value: unknown, document: string): DocumentRef | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const ref = documentRef.safeParse(value);
  if (ref.success) return ref.data.document === document ? ref.data : undefined;
  for (const one of Object.values(value)) {
    const found = refIn(one, document);
    if (found) return found;
  }
  return undefined;
}
