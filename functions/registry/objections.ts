import { notFound } from '../../shared/domain/decision.ts';
import { registration } from '../../shared/domain/registration.ts';
import { registrationEvent } from '../../shared/domain/registration-schema.ts';
import type { DocumentRef } from '../../shared/domain/values.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { getDocument } from '../../shared/store/documents.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { eventsOf } from './records.ts';
import { claimResources } from './resources.ts';
import { decideObjectionBody, objectBody, objectionParams, objectionView, objector } from './schema.ts';
import { command, isAgency, outsideCommand } from './views.ts';

const { member } = routesFor<Service>();

/** Objections 异议 during the notice: real name and evidence, read by the agency alone (REG-12). */
export const objections = [
  outsideCommand({
    id: 'objectToRegistration',
    command: 'object',
    path: '/{id}/objections',
    body: objectBody,
    make: ({ body, deps }) => ({ objection: deps.store.newId(), ...body }),
  }),
  command({
    id: 'dismissObjection',
    command: 'dismiss-objection',
    path: '/{id}/objections/dismissal',
    body: decideObjectionBody,
  }),
  command({
    id: 'upholdObjection',
    command: 'uphold-objection',
    path: '/{id}/objections/upholding',
    body: decideObjectionBody,
    also: claimResources,
  }),
  member({
    id: 'readObjection',
    method: 'get',
    path: '/registrations/{id}/objections/{objection}',
    tag: 'registry',
    summary: { zh: '查看异议', en: 'Read an objection: who objects and why, for the agency that decides it' },
    by: ['registration-agency'],
    params: objectionParams,
    reply: objectionView,
    handle: async ({ params: { id, objection }, caller }, { store }) => {
      const { state } = await loadHead(store, registration, id);
      const found = isAgency(caller, state) ? await made(store, id, objection) : undefined;
      if (!found) return notFound('foreign', 'REG-12');
      const standing = 'objections' in state ? state.objections : [];
      const dismissedAt = standing.find((one) => one.objection === objection)?.dismissedAt;
      return reply({
        objection,
        at: found.at,
        ...(dismissedAt && { dismissedAt }),
        objector: await objectorOf(store, found.objector),
        evidence: found.evidence.map(({ document }) => document),
      });
    },
  }),
];

async function made(store: Context, id: string, objection: string) {
  for await (const { data } of eventsOf(store, id)) {
    const event = registrationEvent.parse(data);
    if (event.type === 'objected' && event.objection === objection) return event;
  }
  return undefined;
}

async function objectorOf(store: Context, ref: DocumentRef) {
  const document = await getDocument(store, ref);
  return document && objector.parse(JSON.parse(String(document.content)));
}
