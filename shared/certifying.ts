import type { Refusal } from './domain/decision.ts';
import {
  type About,
  CERTIFICATE_EXTENSION,
  type CertifiedEvent,
  certifyEvent,
  formatCertificate,
  MAX_EVENTS,
} from './ledger/certificate.ts';
import type { Json } from './ledger/leaf.ts';
import type { ShownOf } from './shown-fields.ts';
import { proofOf } from './store/inclusion.ts';
import type { EventItem } from './store/items.ts';
import { recordLeaf } from './store/leaf.ts';
import { listEvents, MAX_PAGE } from './store/lists.ts';
import { type PublishedCheckpoint, readCheckpoint } from './store/log.ts';
import type { Context } from './store/store.ts';

/** `shown`: what of its events, by type; see `shown.ts`. */
type Asked = Pick<About, 'kind' | 'measure'> & { readonly shown: ShownOf };

/**
 * The certificate of a stream, or of one measure of a case, as a file to keep and hand on: what `shown.ts` lists, each
 * event with its proof. Refused with DZ-49 while the published checkpoint does not cover all of it. Whoever calls has
 * checked who asks. @throws when an event is not what its leaf commits to
 */
export async function certificate(
  store: Context,
  stream: { readonly aggregate: string; readonly id: string },
  about: Asked,
): Promise<Response | Refusal> {
  const published = await readCheckpoint(store);
  const items = await provable(store, stream, about);
  const events = published && (await inTurn(items, (item) => certified(store, item, about, published)));
  if (!events || events.includes(undefined)) return notYet;
  const { vkeys: keys } = published;
  const { kind, measure } = about;
  const named = { kind, stream: `${stream.aggregate}#${stream.id}`, ...(measure !== undefined && { measure }) };
  const text = formatCertificate({ about: named, keys, events: events.filter((event) => event !== undefined) });
  return new Response(text, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${kind}-${measure ?? stream.id}${CERTIFICATE_EXTENSION}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}

const notYet: Refusal = {
  refused: 'state',
  grounds: [
    {
      article: 'DZ-49',
      detail: { zh: '尚未全部公布，请稍后再试', en: 'not all of it is published yet: try again in a moment' },
    },
  ],
};

/** Pages of events in which the listed ones are looked for: 2,000 steps. */
const MAX_PAGES = 10;
/** Proofs that are made at once. */
const AT_ONCE = 8;

/** The events that a certificate shows, oldest first; of very many the newest. */
async function provable(
  store: Context,
  stream: { readonly aggregate: string; readonly id: string },
  { shown, measure }: Asked,
): Promise<readonly EventItem[]> {
  const found: EventItem[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES && found.length < MAX_EVENTS; page++) {
    const { items, ...rest } = await listEvents(store, stream, { limit: MAX_PAGE, cursor, ascending: false });
    found.push(...items.filter(({ data }) => shown[String(data.type)] && concerns(data, measure)));
    cursor = rest.cursor;
    if (cursor === undefined) break;
  }
  return found.slice(0, MAX_EVENTS).reverse();
}

/** Whether an event that names measures names this one; `undefined`: no measure is asked for. */
function concerns({ measure: one, measures }: EventItem['data'], asked: string | undefined): boolean {
  if (asked === undefined || (one === undefined && measures === undefined)) return true;
  if (one !== undefined) return one === asked;
  return Array.isArray(measures) && measures.some((each: Json) => idIn(each) === asked);
}

const idIn = (one: Json) => (typeof one === 'object' && one !== null && 'measure' in one ? one.measure : one);

/** One event with its proof; `undefined` while it waits for its checkpoint. */
async function certified(
  store: Context,
  item: EventItem,
  { shown }: Asked,
  published: PublishedCheckpoint,
): Promise<CertifiedEvent | undefined> {
  const { pk: stream, event, version, prev, at, person, organization, data, seed } = item;
  const record = { stream, version, prev, at, person, organization, data };
  const { leaf, leafHash } = recordLeaf(event, record, seed, store.hash);
  // Against what was logged, not against itself: an edited event is a certificate of nothing.
  if (leafHash !== item.leaf) throw new Error(`event ${event} of ${stream} is not what its leaf commits to`);
  const proof = await proofOf(store, event, published);
  if (proof === 'waiting') return undefined;
  if (proof === 'unknown') throw new Error(`event ${event} of ${stream} neither waits nor stands in the log`);
  const show = shown[String(data.type)]?.fields ?? [];
  return certifyEvent(record, seed, show, { leaf, proof: proof.file }, store.hash);
}

async function inTurn<T, R>(list: readonly T[], make: (one: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (let at = 0; at < list.length; at += AT_ONCE) {
    made.push(...(await Promise.all(list.slice(at, at + AT_ONCE).map(make))));
  }
  return made;
}
