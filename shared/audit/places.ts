import { hex } from '../ledger/bytes.ts';
import { leafHash } from '../ledger/rfc6962.ts';
import { type EventItem, outboxItem } from '../store/items.ts';
import { eventKey, type Key, outboxKey, outboxSlot, streamOf } from '../store/keys.ts';
import { type EventPlace, indexItem, indexKey, leafItem, leafKey } from '../store/log-tiles.ts';
import type { Context } from '../store/store.ts';
import { nameOf, type Raw, readItems } from '../store/survey.ts';
import type { Tell } from './findings.ts';

/** Which leaves have their event: a bit for each, so a million leaves take 125 KB. */
export interface Places {
  /** Leaves of the tree that is audited. What came later is checked, not counted. */
  readonly size: number;
  /** Marks the leaf of an event; `false` when it was marked before. */
  readonly claim: (index: number) => boolean;
  /** Leaves that nobody marked, at most `limit`. */
  readonly unclaimed: (limit: number) => readonly number[];
}

export function placesOf(size: number): Places {
  const bits = new Uint8Array(Math.ceil(size / 8));
  const has = (index: number) => ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
  return {
    size,
    claim: (index) => {
      const fresh = !has(index);
      if (index < size) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
      return fresh;
    },
    unclaimed: (limit) => {
      const found: number[] = [];
      for (let index = 0; index < size && found.length < limit; index++) if (!has(index)) found.push(index);
      return found;
    },
  };
}

/**
 * Checks that each event of a stream has exactly one leaf in the log, or waits for it. Answers how many wait. An event's
 * place is one item under its id, so two events, or one event in two streams, can never both be found there.
 */
export async function checkPlaces(
  store: Context,
  stream: string,
  events: readonly EventItem[],
  places: Places,
  tell: Tell,
): Promise<number> {
  const index = await readItems(
    store,
    events.map(({ event }) => indexKey(event)),
  );
  const placed = events.map((event) => ({ event, place: placeIn(index, event) }));
  const missing = placed.flatMap(({ event, place }) => (place === undefined ? [event] : []));
  const standing = placed.flatMap(({ event, place }) => (place ? [{ event, place }] : []));
  await checkLeaves(store, stream, standing, places, tell);
  return checkWaiting(store, stream, missing, tell);
}

/** The outbox key of an event. */
export const waitingKey = ({ hash }: Context, event: string): Key =>
  outboxKey(outboxSlot(hash(new TextEncoder().encode(event))), event);

function placeIn(index: ReadonlyMap<string, Raw>, { event }: EventItem): EventPlace | undefined {
  const item = index.get(nameOf(indexKey(event)));
  // An index entry that cannot be read is as good as none: then the event is told as not in the log.
  return item && indexItem.safeParse(item).data;
}

async function checkLeaves(
  store: Context,
  stream: string,
  standing: readonly { readonly event: EventItem; readonly place: EventPlace }[],
  places: Places,
  tell: Tell,
): Promise<void> {
  const leaves = await readItems(
    store,
    standing.map(({ place }) => leafKey(place.index)),
  );
  for (const { event, place } of standing) {
    const about = `event ${event.version}, leaf ${place.index}`;
    if (place.stream !== stream || place.version !== event.version) {
      tell('place-differs', stream, about);
      continue;
    }
    if (place.index < places.size) places.claim(place.index);
    const leaf = leafItem.safeParse(leaves.get(nameOf(leafKey(place.index))));
    // A leaf that is missing below the size is told by the walk along the tree.
    if (!leaf.success && place.index >= places.size) tell('leaf-missing', stream, about);
    // Compared with the hash beside the event, so that an edited event is told as that and not as a wrong leaf.
    if (leaf.success && hex(leafHash(leaf.data.leaf, store.hash)) !== event.leaf) tell('leaf-differs', stream, about);
  }
}

async function checkWaiting(
  store: Context,
  stream: string,
  missing: readonly EventItem[],
  tell: Tell,
): Promise<number> {
  const waiting = await readItems(
    store,
    missing.map(({ event }) => waitingKey(store, event)),
  );
  const gone = missing.filter(({ event }) => !waiting.has(nameOf(waitingKey(store, event))));
  // The index is written before the outbox is emptied: an event on its way between the two reads is found now.
  const late = await readItems(
    store,
    gone.map(({ event }) => indexKey(event)),
  );
  for (const { event, version } of gone) {
    if (!late.has(nameOf(indexKey(event)))) tell('no-leaf', stream, `event ${version}`);
  }
  return missing.length - gone.length;
}

/** Checks that an outbox entry is its event's leaf, and not in the log already: whatever stands here comes into the log. */
export async function checkOutbox(store: Context, item: Raw, applied: boolean, tell: Tell): Promise<void> {
  const subject = item.sk;
  const entry = outboxItem.safeParse(item);
  // In another outbox than its own it would never be taken away.
  if (!entry.success || item.pk !== waitingKey(store, entry.data.sk).pk) return tell('outbox-differs', subject, 'form');
  const { leaf, stream, version } = entry.data;
  const eventName = eventKey(streamOf(stream), version);
  const found = await readItems(store, [item, eventName, indexKey(subject)]);
  // Taken since it was first seen: then the log has it, and the check of its stream finds it there.
  if (!found.has(nameOf(item))) return;
  const event = found.get(nameOf(eventName));
  const own = event?.event === subject && event.leaf === hex(leafHash(leaf, store.hash));
  if (!own) tell('outbox-differs', subject, `${stream}, event ${version}`);
  // While a batch is being written out its entries stand in both places.
  else if (applied && found.has(nameOf(indexKey(subject)))) tell('outbox-twice', subject);
}
