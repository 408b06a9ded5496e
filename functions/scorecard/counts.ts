import { agreement } from '../../shared/domain/agreement.ts';
import { violation } from '../../shared/domain/case.ts';
import type { Envelope, Machine } from '../../shared/domain/decision.ts';
import { inspection } from '../../shared/domain/inspection.ts';
import { clocksRecomputed } from '../../shared/domain/notice.ts';
import { plan } from '../../shared/domain/plan.ts';
import { proceedings } from '../../shared/domain/proceedings.ts';
import { qualification } from '../../shared/domain/qualification.ts';
import { rectification } from '../../shared/domain/rectification.ts';
import { registration } from '../../shared/domain/registration.ts';
import { type Counts, type Duty, dutiesIn, outcomeOf, yearOf } from '../../shared/domain/scorecard.ts';
import { yearlies } from '../../shared/domain/yearly.ts';
import type { Text } from '../../shared/law/roles.ts';
import { endOfDay, type Instant, startOfDay } from '../../shared/law/time.ts';
import type { EventItem } from '../../shared/store/items.ts';
import { type Listed, listByParty, listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { LOOKED_HOURS } from '../../shared/store/supplied.ts';
import { inTurns, listAll, MAX_STREAMS, type Scope } from './lists.ts';
import { reportsAbout } from './reports.ts';
import { useOf } from './supply.ts';

/** Events of one stream that are read. */
const MAX_EVENTS = 2_000;

/** A kind of streams as the scorecard reads it, whatever its machine. */
interface Kind {
  readonly aggregate: string;
  readonly look: (store: Context, id: string, organization: string) => Promise<Looked>;
}
interface Looked {
  readonly duties: readonly Duty[];
  readonly events: readonly Happened[];
  /** There are more events than are read. */
  readonly more: boolean;
}
interface Happened {
  readonly at: Instant;
  readonly type: string;
  readonly count: number;
}

const kinds: readonly Kind[] = [
  kindOf(registration),
  kindOf(agreement),
  kindOf(plan),
  kindOf(qualification),
  kindOf(violation),
  ...yearlies.map((machine) => kindOf(machine)),
  ...proceedings.map((machine) => kindOf(machine)),
];

/** What is counted for an organization and year, as known at `asOf`; and why it is not all, where it is not. */
export async function countsOf(
  store: Context,
  scope: Scope,
): Promise<{ counts: Counts; complete: boolean; incomplete: readonly Text[]; streams: number }> {
  const { organization, year } = scope;
  const [lists, use, { more: moreReports, ...reports }] = await Promise.all([
    inTurns(kinds, async (kind) => ({ kind, ...(await streamsOf(store, kind.aggregate, organization)) })),
    useOf(store, scope),
    reportsAbout(store, scope),
  ]);
  const begin = startOfDay(`${year}-01-01`);
  const wanted = lists.flatMap(({ kind, items }) =>
    items.filter((one) => mayCount(one, begin)).map(({ id }) => ({ kind, id })),
  );
  const looked = await inTurns(wanted, async ({ kind, id }) => ({
    aggregate: kind.aggregate,
    ...(await kind.look(store, id, organization)),
  }));
  const { used, held, deliveries } = use;
  const counts = { ...countsIn(looked, scope), ...reports, used, held, deliveries };
  const incomplete = [
    ...(use.more || moreReports || lists.some(({ more }) => more) ? [bounds.streams] : []),
    ...(looked.some(({ more }) => more) ? [bounds.events] : []),
    ...(use.hoursLeft ? [bounds.hours] : []),
  ];
  return { counts, complete: incomplete.length === 0, incomplete, streams: wanted.length };
}

/** Every bound that a count can meet, as it is told on the card. */
const bounds = {
  streams: {
    zh: `有列表超过 ${MAX_STREAMS} 条或通道超过 100 个，其余未计入`,
    en: `a list is longer than ${MAX_STREAMS}, or there are more than 100 channels: the rest is not counted`,
  },
  events: {
    zh: `有记录超过 ${MAX_EVENTS} 个事件，其后的未计入`,
    en: `a stream has more than ${MAX_EVENTS} events: those after are not counted`,
  },
  hours: {
    zh: `有通道在 ${LOOKED_HOURS} 小时内没有供给，其供给次数未能全部计入`,
    en: `a channel did not supply in ${LOOKED_HOURS} hours: its deliveries are not all counted`,
  },
} as const satisfies Record<string, Text>;

/** What the events of its own streams say. */
function countsIn(all: readonly (Looked & { readonly aggregate: string })[], { year, asOf }: Scope) {
  const outcomes = all.flatMap(({ aggregate, duties }) =>
    duties.flatMap((duty) => {
      const outcome = outcomeOf(duty, asOf);
      return outcome?.year === year ? [{ aggregate, ...outcome }] : [];
    }),
  );
  const late = outcomes.filter(({ kept }) => !kept);
  const during = ({ at }: Happened) => yearOf(at) === year && at <= asOf;
  const of = (aggregate: string) => all.filter((one) => one.aggregate === aggregate);
  return {
    kept: outcomes.length - late.length,
    late: late.length,
    findings: of(inspection.aggregate)
      .flatMap(({ events }) => events.filter((one) => one.type === 'find' && during(one)))
      .reduce((sum, { count }) => sum + count, 0),
    rectifications: of(rectification.aggregate).filter(({ events }) =>
      events.some((one) => one.type === 'order' && during(one)),
    ).length,
    lateRectifications: late.filter(({ aggregate }) => aggregate === rectification.aggregate).length,
    ...violations(
      of(violation.aggregate).map(({ events }) => events),
      during,
      asOf,
    ),
  };
}

/** Cases decided in the year, the measures carried out under them, and reports not decided; what an appeal overturned never counts. */
function violations(cases: readonly (readonly Happened[])[], during: (one: Happened) => boolean, asOf: Instant) {
  const counted = cases.filter(
    (events) =>
      events.some((one) => one.type === 'decided' && during(one)) &&
      !events.some(({ type }) => type === 'appeal-overturned'),
  );
  const carriedOut = counted.flatMap((events) =>
    events.filter((one) => during(one) && ['measure-committed', 'emergency-placed'].includes(one.type)),
  );
  const measures = carriedOut.reduce((sum, { count }) => sum + count, 0);
  const settled = ['decided', 'dismissed'];
  const open = cases.filter(
    (events) =>
      events.some((one) => one.type === 'reported' && during(one)) &&
      !events.some((one) => settled.includes(one.type) && one.at <= asOf),
  );
  return { cases: counted.length, measures, reports: open.length };
}

const streamsOf = (store: Context, kind: string, party: string) =>
  listAll((page) => listByParty(store, { kind, party }, page));

/** A stream whose last event is older can only count by a clock that still runs. */
const mayCount = ({ time, dueAt }: Listed, begin: Instant): boolean =>
  time === undefined || time >= begin || dueAt !== undefined;

function kindOf<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  machine: Machine<S, C, E>,
): Kind {
  return {
    aggregate: machine.aggregate,
    look: async (store, id, organization) => {
      const { items, more } = await eventsOf(store, machine.aggregate, id);
      const events = items.map(({ at, data }) => {
        const recounted = clocksRecomputed.safeParse(data);
        return { at, event: recounted.success ? recounted.data : machine.event.parse(data) };
      });
      return {
        duties: dutiesIn<S, C, E>(machine, events, organization),
        events: items.map(({ at, data }) => ({ at, type: String(data.type), count: countIn(data) })),
        more,
      };
    },
  };
}

/** Page by page, up to the bound. */
async function eventsOf(store: Context, aggregate: string, id: string) {
  const items: EventItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEvents(store, { aggregate, id }, { limit: MAX_PAGE, cursor });
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor && items.length < MAX_EVENTS);
  return { items, more: cursor !== undefined };
}

/** How many things an event tells of: findings by their count, measures placed at once by their list. */
function countIn({ count, measures }: EventItem['data']): number {
  if (typeof count === 'number') return count;
  return Array.isArray(measures) ? measures.length : 1;
}

/** The moment up to which a year is counted: now, or the year's end. */
export function asOfFor(year: number, now: Instant): Instant {
  const end = endOfDay(`${year}-12-31`);
  return now < end ? now : end;
}
