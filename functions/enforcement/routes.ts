import { certificate } from '../../shared/certifying.ts';
import { commandsOn } from '../../shared/command.ts';
import { violation } from '../../shared/domain/case.ts';
import type { Case } from '../../shared/domain/case-schema.ts';
import { notFound } from '../../shared/domain/decision.ts';
import type { Measure } from '../../shared/domain/measure.ts';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import { type LegalRole, supervisors } from '../../shared/law/roles.ts';
import { readingRoutes, wholeStep } from '../../shared/reading.ts';
import type { Service } from '../../shared/service.ts';
import type { EventItem } from '../../shared/store/items.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import { type Loaded, loadHead } from '../../shared/store/unit.ts';
import { execution } from './execution.ts';
import { measureView, preview } from './preview.ts';
import { process } from './process.ts';
import { caseParams, caseView, listQuery, listView, measureParams, previewQuery } from './schema.ts';

/** How people read a case. */
export const viewOf = ({ id, version, state }: Loaded<Case>) => ({ id, version, case: state });

/** The commands of a case, in the shape that both halves of the procedure share. */
export const command = commandsOn(violation, {
  tag: 'enforcement',
  base: '/cases',
  view: (_, one) => viewOf(one),
  replyShape: caseView,
});
export type CaseCommandRoute = typeof command;

const { member } = routesFor<Service>();
const watchers: readonly LegalRole[] = [...supervisors, 'head', 'auditor'];
const readers: readonly LegalRole[] = [...watchers, 'operator', 'source-unit', 'grantor', 'right-holder'];

/** Case handling 违约处置 (DZ-43): the procedure, its measures, and what they reach. */
export const routes = [
  ...process(command),
  ...execution(command),
  member({
    id: 'readCase',
    method: 'get',
    path: '/cases/{id}',
    tag: 'enforcement',
    summary: { zh: '查看案件', en: 'Read a case' },
    by: readers,
    params: caseParams,
    reply: caseView,
    handle: async ({ params, caller }, { store }) => {
      const found = await loadHead(store, violation, params.id);
      return mayRead(caller, found.state)
        ? reply(viewOf(found), { version: found.version })
        : notFound('foreign', 'DZ-43');
    },
  }),
  member({
    id: 'listCases',
    method: 'get',
    path: '/cases',
    tag: 'enforcement',
    summary: { zh: '案件列表', en: 'List cases: of your jurisdiction, or those about your organization' },
    by: readers,
    query: listQuery,
    reply: listView,
    handle: async ({ query: { status, ...page }, caller }, { store }) => {
      const all = watchers.some((role) => caller.roles.includes(role));
      const kind = { kind: 'case', jurisdiction: caller.jurisdiction, status };
      return reply(
        await (all
          ? listByKind(store, kind, page)
          : listByParty(store, { kind: 'case', party: caller.organization, status }, page)),
      );
    },
  }),
  ...readingRoutes({
    tag: 'enforcement',
    base: '/cases',
    name: 'Case',
    machine: violation,
    article: 'DZ-43',
    by: readers,
    mayRead,
    shows: (caller, _, item) => stepFor(caller, item),
  }),
  member({
    id: 'previewMeasure',
    method: 'get',
    path: '/measures/preview',
    tag: 'enforcement',
    summary: { zh: '措施影响预览', en: 'What a measure would stop: channels and organizations below, as of when' },
    by: watchers,
    query: previewQuery,
    handle: async ({ query, caller }, { store, clock }) => {
      const below = await preview(store, query, caller.jurisdiction);
      return below ? reply({ ...below, asOf: clock.domain() }) : notFound('missing', 'DZ-43');
    },
  }),
  member({
    id: 'readMeasure',
    method: 'get',
    path: '/cases/{id}/measures/{measure}',
    tag: 'enforcement',
    summary: { zh: '查看措施', en: 'Read a measure: committed when, confirmed when' },
    by: readers,
    params: measureParams,
    handle: async ({ params, caller }, { store, clock }) => {
      const { state } = await loadHead(store, violation, params.id);
      const one = measureOf(caller, state, params.measure);
      return one
        ? reply(await measureView(store, one, caller.jurisdiction, clock.domain()))
        : notFound('foreign', 'DZ-43');
    },
  }),
  member({
    id: 'proveMeasure',
    method: 'get',
    path: '/cases/{id}/measures/{measure}/proof',
    tag: 'enforcement',
    summary: {
      zh: '可离线核验的措施证明',
      en: 'A certificate to keep: proves offline what was ordered (shuqi verify)',
    },
    by: readers,
    params: measureParams,
    produces: 'application/json',
    handle: async ({ params: { id, measure }, caller }, { store }) => {
      const { state } = await loadHead(store, violation, id);
      if (!measureOf(caller, state, measure)) return notFound('foreign', 'DZ-43');
      return certificate(store, { aggregate: 'case', id }, { kind: 'measure', measure });
    },
  }),
];

/** Who reported is for those who handle the case, never for the party it is about. */
function stepFor(caller: Caller, item: EventItem) {
  if (item.data.type !== 'reported' || watchers.some((role) => caller.roles.includes(role))) return wholeStep(item);
  const { standing: _, ...event } = item.data;
  return { version: item.version, at: item.at, event };
}

const measureOf = (caller: Caller, state: Case, wanted: string): Measure | undefined =>
  mayRead(caller, state) && 'measures' in state ? state.measures.find(({ measure }) => measure === wanted) : undefined;

/** Supervisors and auditors, the organization it is about, and the grantor to whom something was proposed. */
function mayRead(caller: Caller, state: Case): boolean {
  if (state.status === 'none') return false;
  if (watchers.some((role) => caller.roles.includes(role)) || state.subject === caller.organization) return true;
  return 'measures' in state && state.measures.some(({ addressee }) => addressee === caller.organization);
}
