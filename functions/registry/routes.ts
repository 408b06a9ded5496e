import { certificate } from '../../shared/certifying.ts';
import { notFound, type Refusal } from '../../shared/domain/decision.ts';
import { registration } from '../../shared/domain/registration.ts';
import { pendingDifference } from '../../shared/domain/registration-editions.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { readingRoutes } from '../../shared/reading.ts';
import { byNumber, editions, isCoded, recordOf } from '../../shared/registered.ts';
import type { Service } from '../../shared/service.ts';
import { shownOfRegistration } from '../../shared/shown-registration.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { certificateView } from './certificate.ts';
import { coding } from './coding.ts';
import { deposits } from './deposits.ts';
import { filing } from './filing.ts';
import { inventoryOf, inventoryQuery, inventoryView } from './inventory.ts';
import { objections } from './objections.ts';
import { stepFor } from './records.ts';
import { editionsView, listQuery, listView, numberParams, registrationParams, registrationView } from './schema.ts';
import { isAgency, isParty, viewOf } from './views.ts';

const { member, open } = routesFor<Service>();
const readers: readonly LegalRole[] = ['operator', 'source-unit', 'grantor', 'registration-agency', 'data-authority'];
const reading = { method: 'get', tag: 'registry', by: readers } as const;

/** Asset registration 资产登记 (REG): every command of the machine, and what its parties read. */
export const routes = [
  ...filing,
  ...objections,
  ...coding,
  ...deposits,
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
      if (!['registration-agency', 'data-authority'].some((role) => caller.roles.some((own) => own === role))) {
        return reply(await listByParty(store, { kind: 'registration', party: caller.organization, status }, page));
      }
      const { jurisdiction } = caller;
      return reply(await listByKind(store, { kind: 'registration', jurisdiction, status: status ?? 'applied' }, page));
    },
  }),
  member({
    ...reading,
    id: 'readInventory',
    path: '/inventory',
    summary: { zh: '本单位数据资产清单', en: 'What your unit holds and makes, and whether each is registered' },
    by: ['operator', 'source-unit', 'grantor'],
    query: inventoryQuery,
    reply: inventoryView,
    handle: async ({ query, caller }, { store, clock }) =>
      reply(await inventoryOf(store, caller, clock.domain(), query)),
  }),
  member({
    ...reading,
    id: 'readCertificate',
    path: '/registrations/{id}/certificate',
    summary: { zh: '登记凭证', en: 'The fields of the record, once it is coded' },
    params: registrationParams,
    reply: certificateView,
    handle: async ({ params, caller }, { store, origin }) => {
      const { state, ...found } = await loadHead(store, registration, params.id);
      if (!isParty(caller, state)) return unknown;
      return isCoded(state) ? reply(await recordOf(store, origin, { ...found, state }), found) : uncoded;
    },
  }),
  member({
    ...reading,
    id: 'readEditions',
    path: '/registrations/{id}/editions',
    summary: {
      zh: '历次变更更正对照，及待办变更的前后对照',
      en: 'What each edition made different, and what the amendment under way would: side by side',
    },
    params: registrationParams,
    reply: editionsView,
    handle: async ({ params: { id }, caller }, { store }) => {
      const { state, version } = await loadHead(store, registration, id);
      if (!isParty(caller, state)) return unknown;
      return reply({ items: await editions(store, id), pending: pendingDifference(state) }, { version });
    },
  }),
  member({
    ...reading,
    id: 'proveRegistration',
    path: '/registrations/{id}/proof',
    summary: {
      zh: '可离线核验的登记证明',
      en: 'A certificate to keep: proves offline what was registered (shuqi verify)',
    },
    params: registrationParams,
    produces: 'application/json',
    handle: async ({ params: { id }, caller }, { store }) => {
      const { state } = await loadHead(store, registration, id);
      return isParty(caller, state)
        ? certificate(store, { aggregate: 'registration', id }, { kind: 'registration', shown: shownOfRegistration })
        : unknown;
    },
  }),
  open({
    method: 'get',
    tag: 'registry',
    id: 'proveRecord',
    path: '/registry/{number}/proof',
    summary: { zh: '可离线核验的登记证明', en: 'The certificate of a record, for shuqi verify' },
    params: numberParams,
    produces: 'application/json',
    handle: async ({ params: { number } }, { store }) => {
      const found = await byNumber(store, number.toUpperCase());
      if (!found) return notFound('missing', 'REG-13');
      return certificate(
        store,
        { aggregate: 'registration', id: found.id },
        { kind: 'registration', shown: shownOfRegistration },
      );
    },
  }),
  ...readingRoutes({
    tag: 'registry',
    base: '/registrations',
    name: 'Registration',
    machine: registration,
    article: 'REG-9',
    by: readers,
    mayRead: isParty,
    shows: (caller, state, item) => stepFor(isAgency(caller, state), item),
  }),
];

const unknown = notFound('foreign', 'REG-9');

const uncoded: Refusal = {
  refused: 'state',
  grounds: [{ article: 'REG-13', detail: { zh: '尚未赋码', en: 'it has no code yet' } }],
};
