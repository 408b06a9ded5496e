import { notFound, type Refusal } from '../../shared/domain/decision.ts';
import { registration } from '../../shared/domain/registration.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import type { Service } from '../../shared/service.ts';
import { type Document, getDocument } from '../../shared/store/documents.ts';
import { listByKind, listByParty, listEvents } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { certificateOf, isCoded } from './certificate.ts';
import { coding } from './coding.ts';
import { filing } from './filing.ts';
import { objections } from './objections.ts';
import { documentIn, eventFor } from './records.ts';
import {
  documentParams,
  historyQuery,
  historyView,
  listQuery,
  listView,
  registrationParams,
  registrationView,
} from './schema.ts';
import { isAgency, isParty, viewOf } from './views.ts';

const { member } = routesFor<Service>();
const readers: readonly LegalRole[] = ['operator', 'source-unit', 'grantor', 'registration-agency'];
const reading = { method: 'get', tag: 'registry', by: readers } as const;

/** Asset registration 资产登记 (REG): every command of the machine, and what its parties read. */
export const routes = [
  ...filing,
  ...objections,
  ...coding,
  member({
    ...reading,
    id: 'readRegistration',
    path: '/registrations/{id}',
    summary: { zh: '查看登记', en: 'Read a registration: its registrants and its agency' },
    params: registrationParams,
    reply: registrationView,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, registration, params.id);
      return isParty(caller, found.state) ? reply(viewOf(found), { version: found.version }) : unknown;
    },
  }),
  member({
    ...reading,
    id: 'listRegistrations',
    path: '/registrations',
    summary: { zh: '登记列表', en: 'List registrations: your own, or for the agency those of its jurisdiction' },
    query: listQuery,
    reply: listView,
    handle: async ({ query: { status, ...page }, caller }, { store }) => {
      if (!caller.roles.includes('registration-agency')) {
        return reply(await listByParty(store, { kind: 'registration', party: caller.organization, status }, page));
      }
      const { jurisdiction } = caller;
      return reply(await listByKind(store, { kind: 'registration', jurisdiction, status: status ?? 'applied' }, page));
    },
  }),
  member({
    ...reading,
    id: 'readCertificate',
    path: '/registrations/{id}/certificate',
    summary: { zh: '登记凭证', en: 'The fields of the record, once it is coded' },
    params: registrationParams,
    handle: async ({ params, caller }, { store }) => {
      const { state, ...found } = await loadHead(store, registration, params.id);
      if (!isParty(caller, state)) return unknown;
      return isCoded(state) ? reply(await certificateOf(store, { ...found, state }), found) : uncoded;
    },
  }),
  member({
    ...reading,
    id: 'readRegistrationHistory',
    path: '/registrations/{id}/history',
    summary: { zh: '登记历史', en: 'Every step, oldest first; documents by reference, objectors never' },
    params: registrationParams,
    query: historyQuery,
    reply: historyView,
    handle: async ({ params: { id }, query, caller }, { store }) => {
      const { state } = await loadHead(store, registration, id);
      if (!isParty(caller, state)) return unknown;
      const { items, ...rest } = await listEvents(store, { aggregate: 'registration', id }, query);
      return reply({ items: items.map((item) => eventFor(isAgency(caller, state), item)), ...rest });
    },
  }),
  member({
    ...reading,
    id: 'readRegistrationDocument',
    path: '/registrations/{id}/documents/{document}',
    summary: { zh: '登记材料', en: 'A document of the registration, to whoever may read the step that names it' },
    params: documentParams,
    produces: 'application/octet-stream',
    handle: async ({ params: { id, document }, caller }, { store }) => {
      const { state } = await loadHead(store, registration, id);
      if (!isParty(caller, state)) return unknown;
      const ref = await documentIn(store, id, document, isAgency(caller, state));
      const found = ref && (await getDocument(store, ref));
      return found ? download(found) : unknown;
    },
  }),
];

const unknown = notFound('foreign', 'REG-9');

const uncoded: Refusal = {
  refused: 'state',
  grounds: [{ article: 'REG-13', detail: { zh: '尚未赋码', en: 'it has no code yet' } }],
};

/** The document as a file: never shown inside a page of ours, whatever its type says. */
function download({ id, mediaType, content }: Document): Response {
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
