import { notFound } from '../../shared/domain/decision.ts';
import { type Registration, type RegistrationEvent, registration } from '../../shared/domain/registration.ts';
import { registrationEvent } from '../../shared/domain/registration-schema.ts';
import type { DocumentRef } from '../../shared/domain/values.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import { eventsOf } from '../../shared/registered.ts';
import type { Service } from '../../shared/service.ts';
import { getDocument } from '../../shared/store/documents.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { claimResources } from './resources.ts';
import { decideObjectionBody, objectBody, objectionParams, objectionView, objector } from './schema.ts';
import { command, isAgency, objecting } from './views.ts';

const { member } = routesFor<Service>();

/** The very roles that may object. */
const objectors = registration.transitions.object.by;

/** Objections 异议 during the notice: real name and evidence, read by the agency alone (REG-12). */
export const objections = [
  objecting({
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
    hearers: ({ body, before, deps }) => objectorsOf(deps.store, before.id, [body.objection]),
  }),
  command({
    id: 'upholdObjection',
    command: 'uphold-objection',
    path: '/{id}/objections/upholding',
    body: decideObjectionBody,
    // It ends the notice, and with it whatever else was objected.
    hearers: ({ before: { id, state }, deps }) => objectorsOf(deps.store, id, openObjections(state)),
    also: claimResources,
  }),
  member({
    id: 'readObjection',
    method: 'get',
    path: '/registrations/{id}/objections/{objection}',
    tag: 'registry',
    summary: { zh: '查看异议', en: 'Read an objection: for the agency that decides it, and for whoever made it' },
    by: ['registration-agency', ...objectors],
    params: objectionParams,
    reply: objectionView,
    handle: async ({ params: { id, objection }, caller }, { store }) => {
      const { state } = await loadHead(store, registration, id);
      const found = await courseOf(store, id, objection);
      // Told to the agency, and to the very person who objected; to everybody else there is no such objection.
      if (!found || !(isAgency(caller, state) || caller.person === found.person)) return notFound('foreign', 'REG-12');
      const { made, decided } = found;
      return reply({
        objection,
        at: made.at,
        status: decided ? outcomes[decided.type] : state.status === 'ended' ? 'moot' : 'open',
        ...(decided && { decidedAt: decided.at, reasons: await textOf(store, decided.reasons) }),
        objector: await objectorOf(store, made.objector),
        evidence: made.evidence.map(({ document }) => document),
      });
    },
  }),
];

/** The objections that nobody has decided yet. */
export const openObjections = (state: Registration): readonly string[] =>
  state.status === 'in-notice'
    ? state.objections.filter(({ dismissedAt }) => !dismissedAt).map(({ objection }) => objection)
    : [];

/** The organizations that made these objections: they stand beside the events and in no state (REG-12). */
export async function objectorsOf(store: Context, id: string, asked: readonly string[]) {
  const objector = new Set<string>();
  if (asked.length === 0) return {};
  for await (const { data, organization } of eventsOf(store, id)) {
    if (data.type === 'objected' && asked.some((one) => one === data.objection)) objector.add(organization);
  }
  return { objector: [...objector] };
}

const outcomes = { 'objection-dismissed': 'dismissed', 'objection-upheld': 'upheld' } as const;

/** What became of one objection: who made it, and how it was decided. */
async function courseOf(store: Context, id: string, objection: string) {
  let course: { person: string; made: Event<'objected'>; decided?: Decided } | undefined;
  for await (const { data, person } of eventsOf(store, id)) {
    const event = registrationEvent.parse(data);
    if (!('objection' in event) || event.objection !== objection) continue;
    if (event.type === 'objected') course = { person, made: event };
    else if (course) course = { ...course, decided: event };
  }
  return course;
}

type Event<K extends RegistrationEvent['type']> = Extract<RegistrationEvent, { type: K }>;
type Decided = Event<'objection-dismissed' | 'objection-upheld'>;

/** Both sides read why: the registrant in the history, the objector here. */
async function textOf(store: Context, ref: DocumentRef): Promise<string | undefined> {
  const document = await getDocument(store, ref);
  return document?.mediaType === 'text/plain' ? String(document.content) : undefined;
}

async function objectorOf(store: Context, ref: DocumentRef) {
  const document = await getDocument(store, ref);
  return document && objector.parse(JSON.parse(String(document.content)));
}
