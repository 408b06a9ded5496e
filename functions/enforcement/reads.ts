import { mayRead, watches } from '../../shared/case-readers.ts';
import { violation } from '../../shared/domain/case.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { wantsPage } from '../../shared/http/page.tsx';
import { reply, routesFor } from '../../shared/http/route.ts';
import { readingRoutes } from '../../shared/reading.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { caseParams, caseView, listQuery, listView, pageQuery } from './schema.ts';
import type { EnforcementService } from './service.ts';
import { readers, stepFor, viewFor } from './views.ts';

const { member } = routesFor<EnforcementService>();

/** Reading cases: whole, in lists, step by step. */
export const caseReads = [
  member({
    id: 'readCase',
    method: 'get',
    path: '/cases/{id}',
    tag: 'enforcement',
    summary: { zh: '查看案件', en: 'Read a case' },
    by: readers,
    params: caseParams,
    query: pageQuery,
    reply: caseView,
    produces: ['application/json', 'text/html'],
    handle: async ({ params, caller, request }, { store }) => {
      const found = await loadHead(store, violation, params.id);
      const view = viewFor(caller, found);
      if (!view) return notFound('foreign', 'DZ-43');
      if (!wantsPage(request) || !mayRead(caller, found.state)) return reply(view, { version: found.version });
      // Its page stands with those on which people work.
      return new Response(null, { status: 303, headers: { location: `/console/cases/${found.id}` } });
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
      const kind = { kind: 'case', jurisdiction: caller.jurisdiction, status };
      return reply(
        await (watches(caller)
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
];
