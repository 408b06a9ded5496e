import type * as z from 'zod';
import { type Machine, notFound } from '../../shared/domain/decision.ts';
import { type DocumentRef, documentRef } from '../../shared/domain/values.ts';
import { type Caller, type Route, reply, routesFor } from '../../shared/http/route.ts';
import type { ArticleId } from '../../shared/law/articles.ts';
import { type LegalRole, legalRoles, supervisors } from '../../shared/law/roles.ts';
import type { Service } from '../../shared/service.ts';
import { getDocument } from '../../shared/store/documents.ts';
import type { StreamName } from '../../shared/store/keys.ts';
import { listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { documentParams, historyQuery, historyView, params } from './schema.ts';

/** Whoever may look at every plan, qualification and agreement of its jurisdiction; the parties see their own. */
export const watchers: readonly LegalRole[] = [...supervisors, 'government', 'operating-agency', 'head', 'auditor'];
export const watches = (caller: Caller): boolean => watchers.some((role) => caller.roles.includes(role));
export const anyRole = Object.keys(legalRoles) as LegalRole[]; // Object.keys forgets the key type

interface Read<S> {
  readonly id: string;
  readonly base: `/${string}`;
  // The commands of a machine do not matter for reading it.
  readonly machine: Pick<Machine<S & { status: string }, never, never>, 'aggregate' | 'label'> & {
    readonly state: z.ZodType<S>;
    readonly initial: S;
  };
  readonly article: ArticleId;
  readonly mayRead: (caller: Caller, state: S) => boolean;
}

const { member } = routesFor<Service>();

/** `GET {base}/{id}/history`: every event, oldest first; documents stand in them by reference only. */
export const historyRoute = <S extends { status: string }>(read: Read<S>): Route<Service> =>
  member({
    id: read.id,
    method: 'get',
    path: `${read.base}/{id}/history`,
    tag: 'agreement',
    summary: { zh: `${read.machine.label.zh}历史`, en: `Every step of the ${read.machine.label.en}, oldest first` },
    params,
    query: historyQuery,
    reply: historyView,
    handle: async ({ params: { id }, query, caller }, { store }) => {
      const { state } = await loadHead(store, read.machine, id);
      if (!read.mayRead(caller, state)) return notFound('foreign', read.article);
      const stream = { aggregate: read.machine.aggregate, id };
      const { items, cursor } = await listEvents(store, stream, { ...query, ascending: true });
      return reply({
        items: items.map(({ version, at, person, organization, data: event }) => ({
          version,
          at,
          person,
          organization,
          event,
        })),
        ...(cursor && { cursor }),
      });
    },
  });

/** `GET {base}/{id}/documents/{document}`: a document that the stream names, to whoever may read the stream. */
export const documentRoute = <S extends { status: string }>(read: Read<S>): Route<Service> =>
  member({
    id: read.id,
    method: 'get',
    path: `${read.base}/{id}/documents/{document}`,
    tag: 'agreement',
    summary: { zh: `${read.machine.label.zh}的文件`, en: `A document of the ${read.machine.label.en}` },
    params: documentParams,
    produces: 'application/octet-stream',
    handle: async ({ params: { id, document }, caller }, { store }) => {
      const { state } = await loadHead(store, read.machine, id);
      if (!read.mayRead(caller, state)) return notFound('foreign', read.article);
      const ref =
        refIn(state, document) ?? (await refInEvents(store, { aggregate: read.machine.aggregate, id }, document));
      const found = ref && (await getDocument(store, ref));
      return found ? download(found) : notFound('foreign', read.article);
    },
  });

/** Pages of events in which a document is looked for: 1,000 steps. */
const MAX_PAGES = 5;

/** What the state no longer names, such as the reason of a return, stands in an event; the newest are asked first. */
async function refInEvents(store: Context, stream: StreamName, document: string): Promise<DocumentRef | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const found = await listEvents(store, stream, { limit: MAX_PAGE, cursor, ascending: false });
    const ref = refIn(
      found.items.map(({ data }) => data),
      document,
    );
    cursor = found.cursor;
    if (ref || cursor === undefined) return ref;
  }
  return undefined;
}

/** The document as a file: never shown inside a page of ours, whatever its type says. */
function download({ id, mediaType, content }: { id: string; mediaType: string; content: string | Uint8Array }) {
  return new Response(content, {
    headers: {
      'content-type': mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType,
      'content-disposition': `attachment; filename="${id}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
      'cache-control': 'no-store',
    },
  });
}

/** The reference to this document somewhere in a state. States are small and their depth is bounded by their schemas. */
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
