import type * as z from 'zod';
import { keyStream } from '../../shared/domain/log-keys.ts';
import { base64 } from '../../shared/ledger/bytes.ts';
import type { EventItem } from '../../shared/store/items.ts';
import { streamText } from '../../shared/store/keys.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { findEvent } from '../../shared/store/log-tiles.ts';
import type { Context } from '../../shared/store/store.ts';
import type { keyChanges } from './schema.ts';

type Changes = z.infer<typeof keyChanges>;

/** A key changes once in years; the newest are told first. */
const LIMIT = 50;

/** The changes whose leaf stands in the published tree, each with its record and the seed of its salts: none is hidden. */
export async function changesOf(store: Context, size: number): Promise<Changes> {
  const { items } = await listEvents(store, keyStream, { limit: LIMIT, ascending: false });
  const placed = items.map(async (item) => opened(item, (await findEvent(store, item.event))?.index ?? size));
  return { changes: (await Promise.all(placed)).filter(({ index }) => index < size) };
}

function opened({ event, version, prev, at, person, organization, data, seed }: EventItem, index: number) {
  const record = { stream: streamText(keyStream), version, prev, at, person, organization, data };
  return { event, index, seed: base64(seed), record };
}
