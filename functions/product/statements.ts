import * as z from 'zod';
import { commandsOn } from '../../shared/command.ts';
import { csvFile, csvText } from '../../shared/csv-text.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { pricing } from '../../shared/domain/pricing.ts';
import { product } from '../../shared/domain/product.ts';
import { id } from '../../shared/domain/values.ts';
import {
  type Figures,
  grantorDisclosure,
  operatorDisclosure,
  priceReport,
  type Yearly,
  type YearlyMachine,
  yearlyState,
} from '../../shared/domain/yearly.ts';
import { figuresOf } from '../../shared/domain/yearly-figures.ts';
import { type Caller, type Route, reply, routesFor } from '../../shared/http/route.ts';
import { readingRoutes } from '../../shared/reading.ts';
import type { Service } from '../../shared/service.ts';
import { givenDocument } from '../../shared/store/given.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import { loadHead, type Unit } from '../../shared/store/unit.ts';
import { figureRows } from '../../shared/yearly-text.ts';
import { listView, params } from './schema.ts';
import { anyRole, concerns, watches } from './watchers.ts';

const { member } = routesFor<Service>();
const statementView = z.object({ id, version: z.int(), statement: yearlyState });
const statementsQuery = z.strictObject({
  status: z.enum(yearlyState.options.map((option) => option.shape.status.value)).default('due'),
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const correctBody = z.strictObject({ reason: givenDocument });
const figuresQuery = z.strictObject({ format: z.enum(['json', 'csv']).default('json') });

interface Duty {
  readonly machine: YearlyMachine;
  readonly base: `/statements/${string}`;
  /** Ends the operationIds. */
  readonly name: string;
}

/** The routes of one yearly duty: prepare from the events, hand in or publish, correct, read, figures as JSON and CSV. */
function statementRoutes({ machine, base, name }: Duty): Route<Service>[] {
  const article = machine.transitions.publish.article;
  const unknown = notFound('foreign', article);
  const mayRead = (caller: Caller, state: Yearly) => state.status !== 'none' && concerns(caller, state);
  const command = commandsOn(machine, {
    tag: 'statement',
    base,
    view: (_, { id, version, state }) => ({ id, version, statement: state }),
    replyShape: statementView,
  });
  const computed = async (unit: Unit, state: Yearly) => (state.status === 'none' ? unknown : readFigures(unit, state));
  return [
    command({
      id: `prepare${name}`,
      command: 'prepare',
      path: '/{id}/preparation',
      make: async ({ before, unit }) => {
        const figures = await computed(unit, before.state);
        return 'refused' in figures ? figures : { figures };
      },
    }),
    // With the version that was read: a person puts their name to exactly these figures.
    command({ id: `publish${name}`, command: 'publish', path: '/{id}/publication', ifMatch: 'required' }),
    command({
      id: `correct${name}`,
      command: 'correct',
      path: '/{id}/correction',
      ifMatch: 'required',
      body: correctBody,
      make: async ({ body, before, unit }) => {
        const figures = await computed(unit, before.state);
        return 'refused' in figures ? figures : { ...body, figures };
      },
    }),
    member({
      id: `read${name}`,
      method: 'get',
      path: `${base}/{id}`,
      tag: 'statement',
      summary: { zh: `查看${machine.label.zh}`, en: `Read one ${machine.label.en}` },
      params,
      reply: statementView,
      handle: async ({ params, caller }, { store }) => {
        const { id, version, state } = await loadHead(store, machine, params.id);
        return mayRead(caller, state) ? reply({ id, version, statement: state }, { version }) : unknown;
      },
    }),
    member({
      id: `read${name}Figures`,
      method: 'get',
      path: `${base}/{id}/figures`,
      tag: 'statement',
      summary: {
        zh: `${machine.label.zh}数据`,
        en: `The figures of a ${machine.label.en}: JSON, or CSV for spreadsheets`,
      },
      params,
      query: figuresQuery,
      produces: ['application/json', 'text/csv'],
      handle: async ({ params, query, caller }, { store }) => {
        const { id, state } = await loadHead(store, machine, params.id);
        if (!mayRead(caller, state) || !('figures' in state)) return unknown;
        const { agreement, year, operator, figures } = state;
        if (query.format === 'csv')
          return csvFile(`${machine.aggregate}-${year}-${id}.csv`, csvText(figureRows(figures)));
        return reply({ id, agreement, year, operator, ...figures });
      },
    }),
    member({
      id: `list${name}s`,
      method: 'get',
      path: base,
      tag: 'statement',
      summary: {
        zh: `${machine.label.zh}列表`,
        en: `List each ${machine.label.en}: your own, or those of your jurisdiction`,
      },
      by: anyRole,
      query: statementsQuery,
      reply: listView,
      handle: async ({ query: { status, ...page }, caller }, { store }) => {
        const kind = machine.aggregate;
        return reply(
          await (watches(caller)
            ? listByKind(store, { kind, jurisdiction: caller.jurisdiction, status }, page)
            : listByParty(store, { kind, party: caller.organization, status }, page)),
        );
      },
    }),
    ...readingRoutes({ tag: 'statement', base, name, machine, article, mayRead }),
  ];
}

/** What became of the year in the folds of the account and of its products. A year that is over changes no more. */
async function readFigures(unit: Unit, { agreement, year }: { agreement: string; year: number }): Promise<Figures> {
  const account = (await unit.load(pricing, agreement)).state;
  const ids = account.status === 'none' ? [] : account.products;
  const products = await Promise.all(ids.map((one) => unit.load(product, one)));
  return figuresOf(year, account, products);
}

/** Yearly duties: the price report (PRICE-5) and the disclosures of both sides (OPS-18, OPS-19, LOCAL-3). */
export const statements: Route<Service>[] = [
  ...statementRoutes({ machine: priceReport, base: '/statements/price', name: 'PriceReport' }),
  ...statementRoutes({ machine: grantorDisclosure, base: '/statements/grantor', name: 'GrantorDisclosure' }),
  ...statementRoutes({ machine: operatorDisclosure, base: '/statements/operator', name: 'OperatorDisclosure' }),
];
