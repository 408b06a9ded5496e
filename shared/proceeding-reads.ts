import * as z from 'zod';
import { notFound } from './domain/decision.ts';
import { type AnyProceeding, loose } from './domain/proceeding-schema.ts';
import { id } from './domain/values.ts';
import { type Caller, type Route, reply, routesFor } from './http/route.ts';
import { type LegalRole, legalRoles } from './law/roles.ts';
import { readingRoutes } from './reading.ts';
import type { Service } from './service.ts';
import { listByKind, listByParty, listed, MAX_PAGE } from './store/lists.ts';
import { loadHead } from './store/unit.ts';

/** Where the routes of a proceeding stand, and who looks at all of its jurisdiction; its parties see their own. */
export interface Family<S = never> {
  readonly tag: string;
  readonly base: `/${string}`;
  /** Ends the operationIds, such as `Incident` for `reportIncident`. */
  readonly name: string;
  readonly watchers: readonly LegalRole[];
  /** In place of: its parties, whoever took a step of it, the watchers. */
  readonly mayRead?: (caller: Caller, state: S) => boolean;
}

/** Under this name a view shows the state: `riskAssessment` for `risk-assessment`. */
export const viewName = (aggregate: string): string =>
  aggregate.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** A proceeding as people read it. */
export const viewShape = (machine: { readonly aggregate: string; readonly state: z.ZodType }) =>
  z.object({ id, version: z.int(), [viewName(machine.aggregate)]: machine.state });

const { member } = routesFor<Service>();
const anyRole = Object.keys(legalRoles) as LegalRole[]; // Object.keys forgets the key type
const params = z.strictObject({ id });

/** Read one, list, history and documents of any proceeding. */
export function proceedingReads(proceeding: object, family: Family): Route<Service>[] {
  const machine = loose(proceeding);
  const { tag, base, name, watchers } = family;
  const { aggregate, label, states } = machine;
  const article = Object.values(machine.transitions)[0]?.article ?? 'POLICY-9';
  const watches = (caller: Caller) => caller.roles.some((role) => watchers.includes(role));
  const mayRead = (caller: Caller, state: ReturnType<AnyProceeding['evolve']>) =>
    family.mayRead?.(caller, state as never) ?? concerned(machine, watchers, caller, state);
  const statuses = Object.keys(states).filter((status) => status !== machine.initial.status);
  const [first = ''] = statuses;
  return [
    member({
      id: `read${name}`,
      method: 'get',
      path: `${base}/{id}`,
      tag,
      summary: { zh: `查看${label.zh}`, en: `Read one ${label.en}` },
      params,
      reply: viewShape(machine),
      handle: async ({ params, caller }, { store }) => {
        const { id, version, state } = await loadHead(store, machine, params.id);
        if (version === 0 || !mayRead(caller, state)) return notFound('foreign', article);
        return reply({ id, version, [viewName(aggregate)]: state }, { version });
      },
    }),
    member({
      id: `list${name}s`,
      method: 'get',
      path: base,
      tag,
      summary: { zh: `${label.zh}列表`, en: `List each ${label.en}: your own, or those of your jurisdiction` },
      by: anyRole,
      query: z.strictObject({
        status: z.enum(statuses).default(first),
        cursor: z.string().max(4_096).optional(),
        limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
      }),
      reply: z.object({ items: z.array(listed), cursor: z.string().optional() }),
      handle: async ({ query: { status, ...page }, caller }, { store }) => {
        const { organization: party, jurisdiction } = caller;
        return reply(
          await (watches(caller)
            ? listByKind(store, { kind: aggregate, jurisdiction, status }, page)
            : listByParty(store, { kind: aggregate, party, status }, page)),
        );
      },
    }),
    ...readingRoutes({
      tag,
      base,
      name,
      machine,
      article,
      mayRead: (caller, state) => state.status !== 'none' && mayRead(caller, state),
    }),
  ];
}

/** Whether it is theirs, they took a step of it, or watch over it. */
export function concerned(machine: object, watchers: readonly LegalRole[], caller: Caller, state: object): boolean {
  const table = loose(machine);
  const watches = caller.roles.some((role) => watchers.includes(role));
  return watches || officesOf(table, table.state.parse(state)).has(caller.organization);
}

/** The organizations that have to do with it: its parties, and whoever took a step. */
function officesOf(machine: AnyProceeding, state: ReturnType<AnyProceeding['evolve']>): Set<string> {
  const done = Object.values(state.done ?? {}).map((one) => one?.office);
  return new Set([...Object.values(machine.parties(state)), ...done].filter((one) => one !== undefined));
}
