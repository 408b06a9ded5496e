import * as z from 'zod';
import type { ArticleId } from '../law/articles/titles.ts';
import { openClock } from '../law/periods.ts';
import type { Text } from '../law/roles.ts';
import { localDateOf, startOfDay } from '../law/time.ts';
import { type Decision, type Envelope, type In, type Machine, refuse, type Transitions } from './decision.ts';
import { fen } from './money.ts';
import { MAX_PRODUCTS } from './pricing.ts';
import { unit, use } from './product-terms.ts';
import { yearlyStates } from './states.ts';
import { openClock as clock, type DocumentRef, documentRef, id, instant, jurisdiction } from './values.ts';

const count = z.int().min(0);
const year = z.int().min(2000).max(9999);
const links = {
  agreement: id,
  year,
  grantor: id,
  operator: id,
  jurisdiction,
  title: z.string().max(200).regex(/\S/),
};
/** One product of the year, as the fold of its events says: prices in force at its end, deliveries, revenue in 分. */
const line = z.strictObject({
  product: id,
  title: z.string().max(200).regex(/\S/),
  charge: use,
  unit,
  edition: z.int().positive(),
  ceiling: fen.optional(),
  price: fen.optional(),
  deliveries: count,
  free: count,
  quantity: count,
  revenue: fen,
});
export type Line = z.infer<typeof line>;
/** `approved`: the revenue approved for a year of this agreement, absent before it was. */
export const yearlyFigures = z.strictObject({
  lines: z.array(line).max(MAX_PRODUCTS),
  approved: fen.optional(),
  revenue: fen,
});
export type Figures = z.infer<typeof yearlyFigures>;

const due = { ...links, clock };
const prepared = { ...due, figures: yearlyFigures, preparedBy: id, preparedAt: instant };
const published = {
  ...prepared,
  publishedBy: id,
  publishedAt: instant,
  late: z.boolean(),
  edition: z.int().positive(),
};

/** What is owed for one year of one agreement: due → prepared from the events → published by a person. */
export const yearlyState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('due'), ...due }),
  z.strictObject({ status: z.literal('prepared'), ...prepared }),
  z.strictObject({ status: z.literal('published'), ...published }),
]);
export type Yearly = z.infer<typeof yearlyState>;

export const yearlyEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('fell-due'), at: instant, ...links, clock }),
  z.strictObject({ type: z.literal('prepared'), at: instant, by: id, figures: yearlyFigures }),
  z.strictObject({ type: z.literal('published'), at: instant, by: id, late: z.boolean() }),
  z.strictObject({ type: z.literal('corrected'), at: instant, by: id, figures: yearlyFigures, reason: documentRef }),
]);
export type YearlyEvent = z.infer<typeof yearlyEvent>;

type Links = z.infer<z.ZodObject<typeof links>>;
/** `figures` are computed by the platform, never said by a person. */
export type YearlyCommand = Envelope &
  (
    | ({ type: 'fall-due' } & Links)
    | { type: 'prepare'; figures: Figures }
    | { type: 'publish' }
    | { type: 'correct'; figures: Figures; reason: DocumentRef }
  );
type Command<K extends YearlyCommand['type']> = Extract<YearlyCommand, { type: K }>;
export type YearlyMachine = Machine<Yearly, YearlyCommand, YearlyEvent>;

interface Kind {
  readonly aggregate: string;
  readonly label: Text;
  readonly article: ArticleId;
  readonly period: 'PRICE-5' | 'LOCAL-3';
  /** Whose duty it is. */
  readonly by: 'grantor' | 'operator';
  /** What publishing it is called: a report is handed in, a disclosure made public. */
  readonly publish: Text;
}

/** One small engine for the three yearly duties; each has a table of its own, so that each row cites its own article. */
function yearly({ aggregate, label, article, period, by, publish }: Kind): YearlyMachine {
  const transitions: Transitions<Yearly, YearlyCommand, YearlyEvent> = {
    'fall-due': {
      by: ['system'],
      article,
      label: { zh: `到期应作${label.zh}`, en: `let the ${label.en} fall due` },
      tells: [by],
      starts: [period],
      none: (command) => fallDue(command, period),
    },
    prepare: {
      by: [by],
      article,
      label: { zh: `生成${label.zh}`, en: `prepare the ${label.en}` },
      due: ({ at, actor, figures }) => [{ type: 'prepared', at, by: actor.person, figures }],
      prepared: ({ at, actor, figures }) => [{ type: 'prepared', at, by: actor.person, figures }],
    },
    publish: {
      by: [by],
      article,
      label: publish,
      tells: ['data-authority'],
      stops: [period],
      prepared: ({ at, actor }, state) => [{ type: 'published', at, by: actor.person, late: at >= state.clock.dueAt }],
    },
    correct: {
      by: [by],
      article,
      label: { zh: `更正${label.zh}`, en: `correct the ${label.en}` },
      tells: ['data-authority'],
      published: ({ at, actor, figures, reason }) => [{ type: 'corrected', at, by: actor.person, figures, reason }],
    },
  };
  return {
    aggregate,
    label,
    states: yearlyStates,
    state: yearlyState,
    event: yearlyEvent,
    initial: { status: 'none' },
    transitions,
    evolve,
    parties: (state) => (state.status === 'none' ? {} : { grantor: state.grantor, operator: state.operator }),
    clocks: (state) => (state.status === 'due' || state.status === 'prepared' ? [state.clock] : []),
    summary: (state) =>
      state.status === 'none'
        ? { jurisdiction: '000000' }
        : {
            jurisdiction: state.jurisdiction,
            title: `${state.title} ${state.year}`,
            party: state[by],
            rests: [`agreement#${state.agreement}`],
          },
  };
}

/** Report on prices to 发改 and the data authority. @see PRICE-5 */
export const priceReport = yearly({
  aggregate: 'price-report',
  label: { zh: '价格执行情况报告', en: 'price report' },
  article: 'PRICE-5',
  period: 'PRICE-5',
  by: 'grantor',
  publish: { zh: '报送价格执行情况报告', en: 'hand in the price report' },
});

/** What the implementing body makes public. @see OPS-18, LOCAL-3 */
export const grantorDisclosure = yearly({
  aggregate: 'grantor-disclosure',
  label: { zh: '实施机构信息披露', en: 'disclosure of the implementing body' },
  article: 'OPS-18',
  period: 'LOCAL-3',
  by: 'grantor',
  publish: { zh: '公布实施机构信息披露', en: 'publish the disclosure of the implementing body' },
});

/** What the operator makes public. @see OPS-19, LOCAL-3 */
export const operatorDisclosure = yearly({
  aggregate: 'operator-disclosure',
  label: { zh: '运营机构信息披露', en: 'disclosure of the operator' },
  article: 'OPS-19',
  period: 'LOCAL-3',
  by: 'operator',
  publish: { zh: '公布运营机构信息披露', en: 'publish the disclosure of the operator' },
});

export const yearlies = [priceReport, grantorDisclosure, operatorDisclosure] as const;

/** The first moment after a year: from then on it can be reported on. */
export const yearEnd = (of: number) => startOfDay(localDateOf(of + 1, 1, 1));

/** The clock counts from the end of the year, however late the schedule notices. */
function fallDue(
  { type: _, at, actor: __, ...said }: Command<'fall-due'>,
  period: Kind['period'],
): Decision<YearlyEvent> {
  const end = yearEnd(said.year);
  if (at < end) return refuse(period, { zh: '该年度尚未终了', en: 'that year is not over' }, '/year');
  return [{ type: 'fell-due', at, ...said, clock: openClock(period, end) }];
}

function evolve(state: Yearly, event: YearlyEvent): Yearly {
  switch (event.type) {
    case 'fell-due': {
      const { type: _, at: __, ...said } = event;
      return state.status === 'none' ? { status: 'due', ...said } : state;
    }
    case 'prepared': {
      if (state.status !== 'due' && state.status !== 'prepared') return state;
      return { ...state, status: 'prepared', figures: event.figures, preparedBy: event.by, preparedAt: event.at };
    }
    case 'published': {
      if (state.status !== 'prepared') return state;
      const { by: publishedBy, at: publishedAt, late } = event;
      return { ...state, status: 'published', publishedBy, publishedAt, late, edition: 1 };
    }
    case 'corrected':
      return state.status === 'published' ? { ...state, figures: event.figures, edition: state.edition + 1 } : state;
  }
}

export type Published = In<Yearly, 'published'>;
