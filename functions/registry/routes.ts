import { certificate } from '../../shared/certifying.ts';
import { notFound, type Refusal } from '../../shared/domain/decision.ts';
import { registration } from '../../shared/domain/registration.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { readingRoutes } from '../../shared/reading.ts';
import type { Service } from '../../shared/service.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { certificateOf, isCoded } from './certificate.ts';
import { coding } from './coding.ts';
import { filing } from './filing.ts';
import { objections } from './objections.ts';
import { stepFor } from './records.ts';
import { listQuery, listView, registrationParams, registrationView } from './schema.ts';
import { isAgency, isParty, viewOf } from './views.ts';

const { member } = routesFor<Service>();
const readers: readonly LegalRole[] = ['operator', 'source-unit', 'grantor', 'registration-agency', 'data-authority'];
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
      if (!['registration-agency', 'data-authority'].some((role) => caller.roles.some((own) => own === role))) {
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
        ? certificate(store, { aggregate: 'registration', id }, { kind: 'registration' })
        : unknown;
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
