import { mayRead } from '../../shared/case-readers.ts';
import { certificate } from '../../shared/certifying.ts';
import { violation } from '../../shared/domain/case.ts';
import type { Case } from '../../shared/domain/case-schema.ts';
import { notFound } from '../../shared/domain/decision.ts';
import type { Measure } from '../../shared/domain/measure.ts';
import { readerOf, wantsPage } from '../../shared/http/page.tsx';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import { shownOfCase } from '../../shared/shown-case.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { unconfirmedOf } from '../../shared/unconfirmed.ts';
import { measurePage } from './measure-page.tsx';
import { measureView } from './measure-view.ts';
import { preview } from './preview.ts';
import { measureParams, pageQuery, previewQuery, previewView, unconfirmedView } from './schema.ts';
import type { EnforcementService } from './service.ts';
import { readers, reportedBy, watchers } from './views.ts';

const { member } = routesFor<EnforcementService>();

/** Reading measures: what one would stop, how far one is, what waits to be confirmed, and the proof to keep. */
export const measureReads = [
  member({
    id: 'previewMeasure',
    method: 'get',
    path: '/measures/preview',
    tag: 'enforcement',
    summary: {
      zh: '措施影响预览：通道、单位、进行中的供给与公共服务，截至何时',
      en: 'What a measure would stop: channels, organizations, running deliveries, public services, as of when',
    },
    by: watchers,
    query: previewQuery,
    reply: previewView,
    handle: async ({ query, caller }, { store, clock }) => {
      const below = await preview(store, query, caller.jurisdiction, clock.domain());
      return below ? reply(below) : notFound('missing', 'DZ-43');
    },
  }),
  member({
    id: 'listUnconfirmed',
    method: 'get',
    path: '/measures/unconfirmed',
    tag: 'enforcement',
    summary: {
      zh: '尚未确认的措施',
      en: 'Measures that are committed and not confirmed: since when, tried how often, why',
    },
    by: watchers,
    reply: unconfirmedView,
    handle: async ({ caller }, { store, clock }) => {
      const items = await unconfirmedOf(store, caller.jurisdiction);
      return reply({ items, asOf: clock.domain() });
    },
  }),
  member({
    id: 'readMeasure',
    method: 'get',
    path: '/cases/{id}/measures/{measure}',
    tag: 'enforcement',
    summary: { zh: '查看措施', en: 'Read a measure: committed when, confirmed when, or why not yet' },
    by: readers,
    params: measureParams,
    query: pageQuery,
    produces: ['application/json', 'text/html'],
    handle: async ({ params, query, caller, request, language }, { store, clock }) => {
      const { state } = await loadHead(store, violation, params.id);
      const one = measureOf(caller, state, params.measure);
      if (!one) return notFound('foreign', 'DZ-43');
      const view = await measureView(store, { id: params.id, state }, one, caller.jurisdiction, clock.domain());
      return wantsPage(request)
        ? measurePage(readerOf(request, language, query.lang, caller), view, state)
        : reply(view);
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
      return certificate(store, { aggregate: 'case', id }, { kind: 'measure', measure, shown: shownOfCase });
    },
  }),
];

/** A measure of a case that this caller may read; who reported reads those that carry out its own request. */
function measureOf(caller: Caller, state: Case, wanted: string): Measure | undefined {
  if (state.status === 'none') return undefined;
  const one = state.measures.find(({ measure }) => measure === wanted);
  const own = one?.forRequest === true && reportedBy(caller, state);
  return mayRead(caller, state) || own ? one : undefined;
}
