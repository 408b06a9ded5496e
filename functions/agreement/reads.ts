import { certificate } from '../../shared/certifying.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { type Agreement, agreementEvent, type DraftVersion, type Terms } from '../../shared/domain/agreement-schema.ts';
import { notFound, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { signable } from '../../shared/domain/signable.ts';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import { readingRoutes } from '../../shared/reading.ts';
import type { Service } from '../../shared/service.ts';
import { shownOfAgreement } from '../../shared/shown-agreement.ts';
import { getDocument } from '../../shared/store/documents.ts';
import { listByKind, listByParty, listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { type Loaded, loadHead } from '../../shared/store/unit.ts';
import { printable } from './print.ts';
import {
  agreementReadView,
  agreementsQuery,
  listView,
  params,
  signingInputBody,
  signingInputView,
  textQuery,
} from './schema.ts';
import { signingInput } from './signature.ts';
import { currentOf } from './versions.ts';
import { fullViewOf } from './views.ts';
import { anyRole, watches } from './watchers.ts';

const { member } = routesFor<Service>();
const read = { base: '/agreements', machine: agreement, article: 'OPS-14', mayRead } as const;

/** Reading agreements: one, its text, what to sign, a list, the history. The two sides and those who watch. */
export const reads = [
  member({
    id: 'readAgreement',
    method: 'get',
    path: '/agreements/{id}',
    tag: 'agreement',
    summary: { zh: '查看授权运营协议', en: 'Read an agreement: its clauses, its scope, what is missing' },
    params,
    reply: agreementReadView,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, agreement, params.id);
      if (!mayRead(caller, found.state)) return notFound('foreign', 'OPS-14');
      return reply(await fullViewOf(store, found), { version: found.version });
    },
  }),
  member({
    id: 'readAgreementText',
    method: 'get',
    path: '/agreements/{id}/text',
    tag: 'agreement',
    summary: { zh: '协议文本', en: 'The text of a version, byte for byte as it was hashed and signed' },
    params,
    query: textQuery,
    produces: 'text/plain',
    handle: async ({ params, query, caller }, { store }) => {
      const found = await loadHead(store, agreement, params.id);
      if (!mayRead(caller, found.state)) return notFound('foreign', 'OPS-14');
      const version = await versionOf(store, found, query.version);
      const text = version && (await getDocument(store, version.text));
      return version && text ? asText(String(text.content), version.textHash) : notFound('missing', 'OPS-14');
    },
  }),
  member({
    id: 'printAgreement',
    method: 'get',
    path: '/agreements/{id}/print',
    tag: 'agreement',
    summary: { zh: '协议打印页', en: 'A version as a page to print on A4, with who signed it' },
    params,
    query: textQuery,
    produces: 'text/html',
    handle: async ({ params, query, caller }, { store }) => {
      const found = await loadHead(store, agreement, params.id);
      if (!mayRead(caller, found.state)) return notFound('foreign', 'OPS-14');
      const version = await versionOf(store, found, query.version);
      const text = version && (await getDocument(store, version.text));
      if (!version || !text) return notFound('missing', 'OPS-14');
      return printable(String(text.content), version, found.state);
    },
  }),
  member({
    id: 'readSigningInput',
    method: 'post',
    path: '/agreements/{id}/signing-input',
    tag: 'agreement',
    summary: { zh: '待签名内容', en: 'The exact bytes to sign with a key, and where the signature goes' },
    params,
    body: signingInputBody,
    reply: signingInputView,
    handle: async ({ params, body, caller }, { store }) => {
      const { state } = await loadHead(store, agreement, params.id);
      if (!mayRead(caller, state)) return notFound('foreign', 'ESL-13');
      const terms = signable(state);
      if (!terms) return nothingToSign;
      const { version, textHash } = terms;
      return reply({ version, textHash, ...signingInput(body.jwk, textHash) });
    },
  }),
  member({
    id: 'listAgreements',
    method: 'get',
    path: '/agreements',
    tag: 'agreement',
    summary: { zh: '授权运营协议列表', en: 'List agreements: your own, or those of your jurisdiction' },
    by: anyRole,
    query: agreementsQuery,
    reply: listView,
    handle: async ({ query: { status, ...page }, caller }, { store }) => {
      const all = watches(caller) || caller.roles.includes('grantor');
      const kind = 'agreement';
      return reply(
        await (all
          ? listByKind(store, { kind, jurisdiction: caller.jurisdiction, status }, page)
          : listByParty(store, { kind, party: caller.organization, status }, page)),
      );
    },
  }),
  member({
    id: 'proveAgreement',
    method: 'get',
    path: '/agreements/{id}/proof',
    tag: 'agreement',
    summary: {
      zh: '可离线核验的协议证明',
      en: 'A certificate to keep: proves offline who agreed on which text (shuqi verify)',
    },
    params,
    produces: 'application/json',
    handle: async ({ params: { id }, caller }, { store }) => {
      const { state } = await loadHead(store, agreement, id);
      if (!mayRead(caller, state)) return notFound('foreign', 'OPS-14');
      return certificate(store, { aggregate: 'agreement', id }, { kind: 'agreement', shown: shownOfAgreement });
    },
  }),
  ...readingRoutes({ tag: 'agreement', name: 'Agreement', ...read }),
];

export const nothingToSign: Refusal = {
  ...refuse('ESL-3', { zh: '没有待签署的文本', en: 'no text waits to be signed' }),
  refused: 'state',
};

export function mayRead(caller: Caller, state: Agreement): boolean {
  if (state.status === 'none') return false;
  return state.operator === caller.organization || state.grantor === caller.organization || watches(caller);
}

/** Pages of events in which an earlier version is looked for: 1,000 steps. */
const MAX_PAGES = 5;

/** The current version unless another number is asked for; earlier ones stand in the events. */
async function versionOf(
  store: Context,
  { id, state }: Loaded<Agreement>,
  wanted: number | undefined,
): Promise<DraftVersion | Terms | undefined> {
  const pending = signable(state);
  if (wanted !== undefined && pending?.version === wanted) return pending;
  const current = currentOf(state);
  if (wanted === undefined || (current && 'version' in current && current.version === wanted)) return current;
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    // Newest first: of texts withdrawn and proposed again under one number, the last one counts.
    const found = await listEvents(
      store,
      { aggregate: 'agreement', id },
      { limit: MAX_PAGE, cursor, ascending: false },
    );
    for (const { data } of found.items) {
      const event = agreementEvent.parse(data);
      if ('terms' in event && event.terms.version === wanted) return event.terms;
    }
    cursor = found.cursor;
    if (cursor === undefined) return undefined;
  }
  return undefined;
}

function asText(text: string, hash: string): Response {
  return new Response(text, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      // RFC 9530: what a signatory compares with `textHash`.
      'repr-digest': `sha-256=:${Buffer.from(hash, 'hex').toString('base64')}:`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}
