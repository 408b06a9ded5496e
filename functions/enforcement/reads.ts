import { violation } from '../../shared/domain/case.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { readerOf, wantsPage } from '../../shared/http/page.tsx';
import { reply, routesFor } from '../../shared/http/route.ts';
import { readingRoutes } from '../../shared/reading.ts';
import { listByKind, listByParty, listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { casePage } from './case-page.tsx';
import { caseParams, caseView, listQuery, listView, pageQuery } from './schema.ts';
import type { EnforcementService } from './service.ts';
import { mayRead, readers, stepFor, viewFor, watches } from './views.ts';

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
    handle: async ({ params, query, caller, request, language }, { store }) => {
      const found = await loadHead(store, violation, params.id);
      const view = viewFor(caller, found);
      if (!view) return notFound('foreign', 'DZ-43');
      if (!wantsPage(request) || !mayRead(caller, found.state)) return reply(view, { version: found.version });
      const steps = await listEvents(store, { aggregate: 'case', id: params.id }, { limit: MAX_PAGE });
      return casePage(readerOf(request, language, query.lang, caller), found, steps);
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
