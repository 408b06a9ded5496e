import { alarm } from '../../shared/domain/alarm.ts';
import { marketReport } from '../../shared/domain/market-report.ts';
import { yearOf } from '../../shared/domain/scorecard.ts';
import { listByKind } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { inTurns, listAll, places, type Scope } from './lists.ts';

/**
 * Alarms and reports of market disorder about one organization, in the year of their last step. They stand in the lists
 * of their place and name it in what they rest on, never in its own lists. An alarm that was dismissed does not count.
 * @see POLICY-50, DZ-38
 */
export async function reportsAbout(store: Context, scope: Scope) {
  const [alarms, marketReports] = await Promise.all([
    about(store, scope, alarm.aggregate, ['raised', 'answered']),
    about(store, scope, marketReport.aggregate, ['received', 'referred', 'answered']),
  ]);
  const answered = marketReports.items.filter(({ status }) => status === 'answered');
  const outcomes = await inTurns(answered, async ({ id }) => {
    const { state } = await loadHead(store, marketReport, id);
    return state.status === 'none' ? undefined : state.done.answer?.outcome;
  });
  return {
    alarms: alarms.items.length,
    marketReports: marketReports.items.length,
    confirmedReports: outcomes.filter((outcome) => outcome === 'confirmed').length,
    more: alarms.more || marketReports.more,
  };
}

async function about(store: Context, { organization, jurisdiction, year, asOf }: Scope, kind: string, all: string[]) {
  const lists = places(jurisdiction).flatMap((place) => all.map((status) => ({ kind, jurisdiction: place, status })));
  const found = await inTurns(lists, (list) => listAll((page) => listByKind(store, list, page)));
  const during = (time: string | undefined) =>
    time !== undefined && yearOf(time as typeof asOf) === year && time <= asOf;
  return {
    items: found
      .flatMap(({ items }) => items)
      .filter(({ rests = [], time }) => rests.includes(`organization#${organization}`) && during(time)),
    more: found.some(({ more }) => more),
  };
}
