import * as z from 'zod';
import { organization } from '../domain/organization.ts';
import { sha256 } from '../domain/values.ts';
import { hex, utf8 } from '../ledger/bytes.ts';
import { TILE_WIDTH } from '../ledger/tiles.ts';
import { headKey, type StreamName, streamOf, streamText } from '../store/keys.ts';
import { indexItem } from '../store/log-tiles.ts';
import { officeIn, officeKey } from '../store/offices.ts';
import type { Context } from '../store/store.ts';
import { nameOf, type Raw, readItems, scanTable } from '../store/survey.ts';
import type { Finding, Tell } from './findings.ts';
import { checkFiled, type SealedHours } from './hours.ts';
import { inParallel } from './parallel.ts';
import { checkOutbox, type Places, placesOf } from './places.ts';
import { checkStream } from './stream.ts';

const SEGMENTS = 4;
const STREAMS_AT_ONCE = 4;
const ROUNDS = 4;
const PAUSE_MS = 400;
/** Streams without a head are remembered so that each is told once; the report's own bound is lower. */
const MAX_HEADLESS = 10_000;

export interface SweepOptions {
  /** The platform may be writing meanwhile. */
  readonly live: boolean;
  readonly places: Places;
  /** HEAD named no batch that was still being written out. */
  readonly applied: boolean;
  /** Hours of delivery records that were sealed when the audit began. */
  readonly sealed: SealedHours;
  readonly onProgress: (events: number) => void;
}

/** What the table holds. `lastPlace`: the highest place in the log that any leaf or index entry claims; -1: none. */
export interface Swept {
  readonly items: number;
  readonly streams: number;
  readonly events: number;
  readonly waiting: number;
  readonly documents: number;
  readonly erased: number;
  readonly gates: number;
  readonly lastPlace: number;
}

/** Goes through the whole table once, in segments beside each other, and checks every stream where its head turns up. */
export async function sweep(store: Context, options: SweepOptions, tell: Tell): Promise<Swept> {
  const total = { items: 0, streams: 0, events: 0, waiting: 0, documents: 0, erased: 0, gates: 0, lastPlace: -1 };
  const { live, places, applied, sealed, onProgress } = options;
  const indexed = placesOf(places.size);
  const headless = new Set<string>();
  const settled = settling(store, live, tell);

  const stream = async (name: StreamName) => {
    const counts = await settled((told) => checkStream(store, name, places, told));
    total.streams += 1;
    for (const [what, count] of Object.entries(counts) as [keyof typeof counts, number][]) total[what] += count;
    onProgress(total.events);
  };
  const page = async (items: readonly Raw[]) => {
    total.items += items.length;
    for (const item of items) {
      const place = placeOf(item);
      if (place !== undefined) total.lastPlace = Math.max(total.lastPlace, place);
      const entry = item.pk.startsWith('log#index#') ? indexItem.safeParse(item).data : undefined;
      if (entry && entry.index < places.size && !indexed.claim(entry.index)) {
        tell('place-twice', item.pk, `leaf ${entry.index}`);
      }
      if (item.pk.startsWith('scope#') && !isScope(store, item)) tell('scope-differs', item.pk);
    }
    await inParallel(
      items.filter(isHead).map(({ pk }) => streamOf(pk)),
      STREAMS_AT_ONCE,
      stream,
    );
    await inParallel(await headlessIn(store, items, headless), STREAMS_AT_ONCE, stream);
    const outbox = items.filter(({ pk }) => pk.startsWith('outbox#'));
    await inParallel(outbox, STREAMS_AT_ONCE, (item) => settled((told) => checkOutbox(store, item, applied, told)));
    await settled((told) => checkGateOwners(store, items, told));
    await settled((told) => checkOfficeHolders(store, items, told));
    await settled((told) => checkFiled(store, items, sealed, told));
  };
  const segments = Array.from({ length: SEGMENTS }, (_, segment) => segment);
  await inParallel(segments, SEGMENTS, async (segment) => {
    for await (const items of scanTable(store, segment, SEGMENTS)) await page(items);
  });
  return total;
}

/**
 * Reads of several items are no snapshot: beside a running platform one may be older than another. So what is found
 * counts only when it is still found after a few pauses.
 */
function settling(store: Context, live: boolean, tell: Tell) {
  return async <T>(check: (tell: Tell) => Promise<T>): Promise<T> => {
    for (let round = 1; ; round++) {
      const found: Finding[] = [];
      const result = await check((code, subject, detail) => {
        found.push({ code, subject, ...(detail !== undefined && { detail }) });
      });
      if (found.length === 0 || !live || round === ROUNDS) {
        for (const { code, subject, detail } of found) tell(code, subject, detail);
        return result;
      }
      await store.sleep(PAUSE_MS);
    }
  };
}

const isHead = ({ pk, sk }: Raw): boolean => sk === 'head' && pk !== 'log#head';

/** Streams of a page that have events and no head anywhere. Each is answered once. */
async function headlessIn(store: Context, items: readonly Raw[], known: Set<string>): Promise<readonly StreamName[]> {
  const here = new Set(items.filter(isHead).map(({ pk }) => pk));
  const eventful = items.filter(({ pk, sk }) => sk.startsWith('event#') && !here.has(pk) && !known.has(pk));
  const names = [...new Set(eventful.map(({ pk }) => pk))].map(streamOf);
  const heads = await readItems(store, names.map(headKey));
  const without = names.filter((name) => !heads.has(nameOf(headKey(name))));
  for (const name of without) if (known.size < MAX_HEADLESS) known.add(streamText(name));
  return without;
}

/** Gates whose stream does not exist: nothing ever decided what they say. */
async function checkGateOwners(store: Context, items: readonly Raw[], tell: Tell): Promise<void> {
  const owners = items.filter(({ sk }) => sk === 'gate').map(({ pk }) => streamOf(pk.slice('gate#'.length)));
  const heads = await readItems(store, owners.map(headKey));
  for (const owner of owners) if (!heads.has(nameOf(headKey(owner)))) tell('gate-alone', streamText(owner));
}

/** Offices of organizations that do not hold them: what is for the authority would be told to somebody else. */
async function checkOfficeHolders(store: Context, items: readonly Raw[], tell: Tell): Promise<void> {
  const offices = items.filter((item) => officeIn(item) !== undefined);
  const holders = offices.map(({ sk: id }) => headKey({ aggregate: organization.aggregate, id }));
  const found = await readItems(store, [...offices, ...holders]);
  for (const item of offices) {
    const head = found.get(nameOf(headKey({ aggregate: organization.aggregate, id: item.sk })));
    const state = organization.state.safeParse(head?.state);
    const held = state.success ? (organization.offices?.(state.data) ?? []) : [];
    // Taken away since it was first seen: then nobody is told by it.
    const stands = found.has(nameOf(item));
    if (stands && !held.some((one) => nameOf(officeKey(one)) === nameOf(item))) tell('office-alone', item.pk, item.sk);
  }
}

/** The place in the log that an item claims, if it is about one. */
function placeOf(item: Raw): number | undefined {
  const [, bundle] = /^log#leaf#(\d{1,13})$/.exec(item.pk) ?? [];
  if (bundle !== undefined) return Number(bundle) * TILE_WIDTH + Number(item.sk);
  return item.pk.startsWith('log#index#') ? indexItem.safeParse(item).data?.index : undefined;
}

const scopeItem = z.object({ pk: z.string(), text: z.string() });

/** Gates name scopes by hash: one that has not its hash would be refused when it is read. */
function isScope({ hash }: Context, item: Raw): boolean {
  const parsed = scopeItem.safeParse(item);
  const named = sha256.safeParse(item.pk.slice('scope#'.length));
  return parsed.success && named.success && hex(hash(utf8(parsed.data.text))) === named.data;
}
