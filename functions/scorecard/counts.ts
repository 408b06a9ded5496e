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
import { endOfDay, type Instant, startOfDay } from '../../shared/law/time.ts';
import type { EventItem } from '../../shared/store/items.ts';
import { type Listed, listByParty, listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';

/** Streams of one kind that are looked through, newest first, and events of one stream. */
const MAX_STREAMS = 50;
const AT_ONCE = 8;

/** A kind of streams as the scorecard reads it, whatever its machine. */
interface Kind {
  readonly aggregate: string;
  readonly look: (store: Context, id: string, organization: string) => Promise<Looked>;
}
interface Looked {
  readonly duties: readonly Duty[];
  readonly events: readonly Happened[];
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

/** What the events of one organization's streams say for a year, as known at `asOf`. `more`: a list was longer than is looked through. */
export async function countsOf(
  store: Context,
  { organization, year, asOf }: { organization: string; year: number; asOf: Instant },
): Promise<{ counts: Counts; more: boolean; streams: number }> {
  const lists = await Promise.all(kinds.map((kind) => streamsOf(store, kind.aggregate, organization)));
  const begin = startOfDay(`${year}-01-01`);
  const wanted = kinds.flatMap((kind, index) =>
    (lists[index]?.items ?? []).filter((one) => mayCount(one, begin)).map(({ id }) => ({ kind, id })),
  );
  const looked = await inTurns(wanted, async ({ kind, id }) => ({
    aggregate: kind.aggregate,
    ...(await kind.look(store, id, organization)),
  }));
  const outcomes = looked.flatMap(({ aggregate, duties }) =>
    duties.flatMap((duty) => {
      const outcome = outcomeOf(duty, asOf);
      return outcome?.year === year ? [{ aggregate, ...outcome }] : [];
    }),
  );
  const late = outcomes.filter(({ kept }) => !kept);
  const during = ({ at }: Happened) => yearOf(at) === year && at <= asOf;
  const of = (aggregate: string) => looked.filter((one) => one.aggregate === aggregate);
  // The index knows what is held now, and nothing of what was held then.
  const use = asOf < endOfDay(`${year}-12-31`) ? await useOf(store, organization) : unknown;
  const counts: Counts = {
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
    ),
    used: use.used,
    held: use.held,
  };
  const more = use.more || lists.some(({ cursor }) => cursor !== undefined);
  return { counts, more, streams: wanted.length };
}

/** Cases decided in the year, and the measures carried out under them; what an appeal overturned never counts. */
function violations(cases: readonly (readonly Happened[])[], during: (one: Happened) => boolean) {
  const counted = cases.filter(
    (events) =>
      events.some((one) => one.type === 'decided' && during(one)) &&
      !events.some(({ type }) => type === 'appeal-overturned'),
  );
  const carriedOut = counted.flatMap((events) =>
    events.filter((one) => during(one) && ['measure-committed', 'emergency-placed'].includes(one.type)),
  );
  const measures = carriedOut.reduce((sum, { count }) => sum + count, 0);
  return { cases: counted.length, measures };
}

const unknown = { used: 0, held: 0, more: false };

/** What it holds now, from the index: datasets and whether they are published, agreements and whether a channel is open. */
async function useOf(store: Context, party: string) {
  const list = (kind: string, status?: string) => listByParty(store, { kind, party, status }, { limit: MAX_PAGE });
  const [datasets, agreements, channels] = await Promise.all([
    list('dataset'),
    list('agreement', 'in-effect'),
    list('channel', 'open'),
  ]);
  const rested = new Set(channels.items.flatMap(({ rests = [] }) => rests));
  const living = datasets.items.filter(({ status }) => status !== 'withdrawn');
  const published = living.filter(({ status }) => status === 'published').length;
  const supplying = agreements.items.filter(({ id }) => rested.has(`agreement#${id}`)).length;
  return {
    used: published + supplying,
    held: living.length + agreements.items.length,
    more: [datasets, agreements, channels].some(({ cursor }) => cursor !== undefined),
  };
}

const streamsOf = (store: Context, kind: string, party: string) =>
  listByParty(store, { kind, party }, { limit: MAX_STREAMS });

/** A stream whose last event is older can only count by a clock that still runs. */
const mayCount = ({ time, dueAt }: Listed, begin: Instant): boolean =>
  time === undefined || time >= begin || dueAt !== undefined;

function kindOf<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  machine: Machine<S, C, E>,
): Kind {
  return {
    aggregate: machine.aggregate,
    look: async (store, id, organization) => {
      const { items } = await listEvents(store, { aggregate: machine.aggregate, id }, { limit: MAX_PAGE });
      const events = items.map(({ at, data }) => {
        const recounted = clocksRecomputed.safeParse(data);
        return { at, event: recounted.success ? recounted.data : machine.event.parse(data) };
      });
      return {
        duties: dutiesIn<S, C, E>(machine, events, organization),
        events: items.map(({ at, data }) => ({ at, type: String(data.type), count: countIn(data) })),
      };
    },
  };
}

/** How many things an event tells of: findings by their count, measures placed at once by their list. */
function countIn({ count, measures }: EventItem['data']): number {
  if (typeof count === 'number') return count;
  return Array.isArray(measures) ? measures.length : 1;
}

async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const left = [...all];
  const done: R[] = [];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) done.push(await work(one));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

/** The moment up to which a year is counted: now, or the year's end. */
export function asOfFor(year: number, now: Instant): Instant {
  const end = endOfDay(`${year}-12-31`);
  return now < end ? now : end;
}
