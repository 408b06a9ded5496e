import { notFound, refuse } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { scored, yearOf } from '../../shared/domain/scorecard.ts';
import { readerOf, wantsPage } from '../../shared/http/page.tsx';
import { lawPath } from '../../shared/http/problem.ts';
import { type Caller, type Route, reply, routesFor } from '../../shared/http/route.ts';
import { upperOf } from '../../shared/law/identifiers.ts';
import type { Text } from '../../shared/law/roles.ts';
import { scoringOn } from '../../shared/law/scoring.ts';
import { localDate } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { asOfFor, countsOf } from './counts.ts';
import { scorecardPage } from './page.tsx';
import { scorecardParams, scorecardQuery, scorecardView, watchers } from './schema.ts';

/** What no event that is read here says, told on every scorecard. */
const notCounted: readonly Text[] = [
  {
    zh: '以他人为登记主体的事项中由本单位办理的期限（如登记机构受理期限）',
    en: 'clocks that it keeps in streams listed under somebody else, such as a registration agency’s',
  },
  {
    zh: '供给的数据量和被拒绝的请求：见逐小时封存的供给记录和闸门计数',
    en: 'amounts supplied and requests refused: they stand in the hours sealed and in the gates’ counters',
  },
  {
    zh: '辖区和上一级辖区以外登记的告警、举报，以及不予处置的告警',
    en: 'alarms and reports filed elsewhere than in its place and the one above, and alarms that were dismissed',
  },
];

/** Scorecard 考核评分 of one organization and year: counted from events at each request, stored nowhere. @see DZ-49, LOCAL-62 */
const scorecardRoute: Route<Service> = routesFor<Service>().member({
  id: 'readScorecard',
  method: 'get',
  path: '/scorecards/{organization}',
  tag: 'scorecard',
  summary: {
    zh: '考核评分：由事件计算，公式和数字一并列出',
    en: 'Scorecard of an organization, computed from events, with its formulas and numbers',
  },
  params: scorecardParams,
  query: scorecardQuery,
  reply: scorecardView,
  produces: ['application/json', 'text/html'],
  handle: async ({ params, query: { year: asked, lang }, caller, at, request, language }, { store }) => {
    const { state } = await loadHead(store, organization, params.organization);
    if (state.status === 'none' || !maySee(caller, params.organization, state.jurisdiction)) {
      return notFound('foreign', 'DZ-49');
    }
    const year = asked ?? yearOf(at);
    if (year > yearOf(at)) return notYet;
    const asOf = asOfFor(year, at);
    const scoring = scoringOn(localDate(asOf));
    if (!scoring) return notYet;
    const { counts, ...looked } = await countsOf(store, {
      ...{ organization: params.organization, jurisdiction: state.jurisdiction, year, asOf },
    });
    const view = scorecardView.parse({
      ...{ organization: params.organization, title: state.title, year, asOf, counts, notCounted, ...looked },
      ...scored(counts, scoring.value),
      rule: { id: 'LOCAL-62', href: lawPath('LOCAL-62'), since: scoring.since },
    });
    return wantsPage(request) ? scorecardPage(readerOf(request, language, lang, caller), view) : reply(view);
  },
});

/** Scorecards 考核评分: read-only. @see DZ-49 */
export const routes: Route<Service>[] = [scorecardRoute];

const notYet = refuse('LOCAL-62', { zh: '该年度尚未开始', en: 'that year has not begun' }, '/query/year');

/** The organization itself; supervisors, heads and auditors of its jurisdiction or the one above. */
function maySee(caller: Caller, whose: string, jurisdiction: string): boolean {
  if (caller.organization === whose) return true;
  const near = caller.jurisdiction === jurisdiction || caller.jurisdiction === upperOf(jurisdiction);
  return near && caller.roles.some((role) => watchers.includes(role));
}
