import { notFound } from '../../shared/domain/decision.ts';
import { json, readerOf, wantsJson } from '../../shared/http/page.tsx';
import { type OpenInput, routesFor } from '../../shared/http/route.ts';
import { apiPage, machinesPage } from './api.tsx';
import { cataloguePage, entryPage, missingPage, noticesPage } from './catalogue.tsx';
import { homePage } from './home.tsx';
import { lawArticle, lawIndex } from './law.tsx';
import { notices, publicEntries, publicEntry, warnings } from './published.ts';
import { registerRoutes } from './register-routes.ts';
import {
  articleParams,
  articleView,
  catalogueView,
  entryParams,
  healthView,
  lawView,
  listQuery,
  noticesView,
  pageQuery,
  publicEntryView,
  searchQuery,
  warningsView,
} from './schema.ts';
import type { Disclosure } from './service.ts';
import { warningsPage } from './warnings.tsx';

const { open } = routesFor<Disclosure>();
const page = { method: 'get', tag: 'disclosure', query: pageQuery } as const;

/** What anybody may read 公开, without account: pages for people, JSON for programs that ask for it. */
export const routes = [
  open({
    ...page,
    id: 'readHome',
    path: '/',
    summary: { zh: '首页', en: 'Front page' },
    produces: 'text/html',
    handle: async (input) => homePage(reader(input)),
  }),
  open({
    ...page,
    id: 'listCatalogue',
    path: '/catalog',
    summary: { zh: '开放目录', en: 'The open catalogue of a division, page by page' },
    query: listQuery,
    reply: catalogueView,
    handle: async ({ query: { jurisdiction, lang, ...wanted }, ...input }, { store }) => {
      const listed = await publicEntries(store, jurisdiction, wanted);
      if (wantsJson(input.request)) return json(listed, input.language);
      return cataloguePage({ ...reader({ ...input, query: { lang } }), jurisdiction, listed });
    },
  }),
  open({
    ...page,
    id: 'readCatalogueEntry',
    path: '/catalog/{id}',
    summary: { zh: '开放目录条目', en: 'One entry of the open catalogue' },
    params: entryParams,
    reply: publicEntryView,
    handle: async (input, { store }) => {
      const entry = await publicEntry(store, input.params.id);
      if (wantsJson(input.request)) return entry ? json(entry, input.language) : notFound('missing', 'DZ-26');
      return entry ? entryPage(reader(input), entry) : missingPage(reader(input));
    },
  }),
  open({
    ...page,
    id: 'listNotices',
    path: '/notices',
    summary: { zh: '登记公示', en: 'Registrations in public notice: their four fields' },
    query: listQuery,
    reply: noticesView,
    handle: async ({ query: { jurisdiction, lang, ...wanted }, ...input }, { store }) => {
      const listed = await notices(store, jurisdiction, wanted);
      if (wantsJson(input.request)) return json(listed, input.language);
      return noticesPage({ ...reader({ ...input, query: { lang } }), jurisdiction, listed });
    },
  }),
  ...registerRoutes,
  open({
    ...page,
    id: 'listPublicWarnings',
    path: '/notices/warnings',
    summary: { zh: '公众警示', en: 'Warnings to the public that are in force' },
    query: listQuery,
    reply: warningsView,
    handle: async ({ query: { jurisdiction, lang, ...wanted }, ...input }, { store }) => {
      const listed = await warnings(store, jurisdiction, wanted);
      if (wantsJson(input.request)) return json(listed, input.language);
      return warningsPage({ ...reader({ ...input, query: { lang } }), jurisdiction, listed });
    },
  }),
  open({
    ...page,
    id: 'listLaw',
    path: '/law',
    summary: { zh: '全部规则', en: 'All rules, or those with the words of `q`' },
    query: searchQuery,
    reply: lawView,
    handle: async (input) => lawIndex(reader(input), input.query.q || undefined, wantsJson(input.request)),
  }),
  open({
    ...page,
    id: 'readArticle',
    path: '/law/{article}',
    summary: { zh: '一条规则', en: 'One rule: what it says, its clocks, where it is carried out' },
    params: articleParams,
    reply: articleView,
    handle: async (input, { api }) =>
      lawArticle(reader(input), input.params.article, api, wantsJson(input.request)) ?? notFound('missing', 'POLICY-9'),
  }),
  open({
    ...page,
    id: 'readApi',
    path: '/api',
    summary: { zh: '接口说明', en: 'The API, for people' },
    produces: 'text/html',
    handle: async (input, { api, origin }) => apiPage({ ...reader(input), api, origin }),
  }),
  open({
    ...page,
    id: 'readMachines',
    path: '/api/machines',
    summary: { zh: '状态机', en: 'The state machines, as tables and as Mermaid text' },
    produces: 'text/html',
    handle: async (input, { api }) => {
      const machines = api['x-machines'];
      if (!input.request.headers.get('accept')?.startsWith('text/plain')) return machinesPage(reader(input), machines);
      const text = machines.map(({ aggregate, diagram }) => `%% ${aggregate}\n${diagram}\n`).join('\n');
      return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8', vary: 'Accept' } });
    },
  }),
  open({
    ...page,
    id: 'readOpenApi',
    path: '/openapi.json',
    summary: { zh: '接口文档', en: 'This document' },
    handle: async (input, { api }) => json(api, input.language, 3_600),
  }),
  open({
    ...page,
    id: 'readHealth',
    path: '/health',
    summary: { zh: '是否在运行', en: 'Whether this answers' },
    reply: healthView,
    handle: async (input) => json({ status: 'ok' }, input.language, 0),
  }),
];

type Asked = Pick<OpenInput<unknown, { lang?: 'zh' | 'en' | undefined }, unknown>, 'request' | 'language' | 'query'>;

const reader = ({ request, language, query }: Asked) => readerOf(request, language, query.lang);
