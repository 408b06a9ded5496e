import * as z from 'zod';
import { type Machine, notFound } from './domain/decision.ts';
import { type DocumentRef, documentRef, id, instant } from './domain/values.ts';
import { type Caller, type Route, reply, routesFor } from './http/route.ts';
import type { ArticleId } from './law/articles/titles.ts';
import type { LegalRole } from './law/roles.ts';
import type { Service } from './service.ts';
import { type Document, getDocument } from './store/documents.ts';
import type { EventItem } from './store/items.ts';
import { listEvents, MAX_PAGE } from './store/lists.ts';
import type { Context } from './store/store.ts';
import { loadHead } from './store/unit.ts';

const historyView = z.object({
  items: z.array(
    z.object({ version: z.int(), at: instant, person: id.optional(), organization: id.optional(), event: z.json() }),
  ),
  cursor: z.string().optional(),
});
type Step = z.infer<typeof historyView>['items'][number];

/** One step as it stands: what was decided, by whom, documents by reference. */
export const wholeStep = ({ version, at, person, organization, data }: EventItem): Step => ({
  version,
  at,
  person,
  organization,
  event: data,
});

/** How the steps of one machine's streams are read. */
interface Reading<S> {
  readonly tag: string;
  readonly base: `/${string}`;
  /** Ends the operationIds, such as `Plan` for `readPlanHistory`. */
  readonly name: string;
  // The commands of a machine do not matter for reading it.
  readonly machine: Pick<Machine<S & { status: string }, never, never>, 'aggregate' | 'label'> & {
    readonly state: z.ZodType<S>;
    readonly initial: S;
  };
  readonly article: ArticleId;
  readonly by?: readonly LegalRole[];
  readonly mayRead: (caller: Caller, state: S) => boolean;
  /** What a reader sees of a step; the whole unless told. A document that is left out of every step cannot be read. */
  readonly shows?: (caller: Caller, state: S, item: EventItem) => Step;
}

const { member } = routesFor<Service>();
const params = z.strictObject({ id });
const page = {
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
};
/** Pages of events in which a document is looked for: 1,000 steps. */
const MAX_PAGES = 5;

/**
 * `GET {base}/{id}/history`, oldest step first, and `GET {base}/{id}/documents/{document}`, a document that some step
 * names; for whoever may read the stream. A stream of others is told like a missing one.
 */
export function readingRoutes<S extends { status: string }>(reading: Reading<S>): Route<Service>[] {
  const { tag, base, name, machine, article, mayRead, by, shows = (_, __, item) => wholeStep(item) } = reading;
  const streamOf = (stream: string) => ({ aggregate: machine.aggregate, id: stream });
  const unknown = notFound('foreign', article);
  return [
    member({
      id: `read${name}History`,
      method: 'get',
      path: `${base}/{id}/history`,
      tag,
      summary: { zh: `${machine.label.zh}历史`, en: `Every step of the ${machine.label.en}, oldest first` },
      ...(by && { by }),
      params,
      query: z.strictObject(page),
      reply: historyView,
      handle: async ({ params: { id: stream }, query, caller }, { store }) => {
        const { state } = await loadHead(store, machine, stream);
        if (!mayRead(caller, state)) return unknown;
        const { items, ...rest } = await listEvents(store, streamOf(stream), { ...query, ascending: true });
        return reply({ items: items.map((item) => shows(caller, state, item)), ...rest });
      },
    }),
    member({
      id: `read${name}Document`,
      method: 'get',
      path: `${base}/{id}/documents/{document}`,
      tag,
      summary: { zh: `${machine.label.zh}的文件`, en: `A document that a step of the ${machine.label.en} names` },
      ...(by && { by }),
      params: params.extend({ document: id }),
      produces: 'application/octet-stream',
      handle: async ({ params: { id: stream, document }, caller }, { store }) => {
        const { state } = await loadHead(store, machine, stream);
        if (!mayRead(caller, state)) return unknown;
        const ref = await named(store, streamOf(stream), document, (item) => shows(caller, state, item));
        const found = ref && (await getDocument(store, ref));
        return found ? download(found) : unknown;
      },
    }),
  ];
}

/** The reference to this document in what the reader sees of the steps; the newest are asked first. */
async function named(
  store: Context,
  stream: { aggregate: string; id: string },
  document: string,
  shown: (item: EventItem) => Step,
): Promise<DocumentRef | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const found = await listEvents(store, stream, { limit: MAX_PAGE, cursor, ascending: false });
    const ref = refIn(found.items.map(shown), document);
    cursor = found.cursor;
    if (ref || cursor === undefined) return ref;
  }
  return undefined;
}

/** Evidence says beside its document what it is and how large. */
const anyRef = documentRef.strip();

/** Events are small, and how deep they go is bounded by their schemas. */
function refIn(value: unknown, document: string): DocumentRef | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const ref = anyRef.safeParse(value);
  if (ref.success) return ref.data.document === document ? ref.data : undefined;
  for (const one of Object.values(value)) {
    const found = refIn(one, document);
    if (found) return found;
  }
  return undefined;
}

/** The document as a file: never shown inside a page of ours, whatever its type says. */
function download({ id: name, mediaType, content }: Document): Response {
  return new Response(content, {
    headers: {
      'content-type': mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType,
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
      'cache-control': 'no-store',
    },
  });
}
