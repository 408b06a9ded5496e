import * as z from 'zod';
import { csvFile, csvText } from '../../shared/csv-text.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { grain, processingForm, unit, use } from '../../shared/domain/product-terms.ts';
import { id, instant, jurisdiction, localDate } from '../../shared/domain/values.ts';
import { yearlyFigures } from '../../shared/domain/yearly.ts';
import { json, readerOf, wantsJson } from '../../shared/http/page.tsx';
import { type OpenInput, routesFor } from '../../shared/http/route.ts';
import { figureRows } from '../../shared/yearly-text.ts';
import { missingPage } from './catalogue.tsx';
import { disclosurePage, disclosuresPage } from './disclosures.tsx';
import { publicDisclosure, publicDisclosures, publicProduct, publicProducts } from './market.ts';
import { marketPage, productPage } from './market.tsx';
import { entryParams, listQuery, pageQuery } from './schema.ts';
import type { Disclosure } from './service.ts';

const { open } = routesFor<Disclosure>();
const page = { method: 'get', tag: 'disclosure', query: pageQuery } as const;

const productView = z.object({
  ...{ id, title: z.string(), description: z.string(), operator: z.string(), jurisdiction, edition: z.int() },
  ...{ charge: use, form: processingForm, grain, unit },
  standing: z.enum(['on-sale', 'not-yet', 'expired', 'suspended']),
  ...{ from: localDate, until: localDate, listedAt: instant, contact: z.string(), contactDetails: z.string() },
  price: z.int().optional(),
  registered: z.string().optional(),
});
const cursor = z.string().optional();
const side = z.enum(['operator', 'grantor']);
const disclosureView = z.object({
  ...{ id, side, title: z.string(), operator: z.string(), grantor: z.string(), year: z.int(), edition: z.int() },
  ...{ late: z.boolean(), publishedAt: instant, figures: yearlyFigures },
});
const overdueView = z.object({ id, title: z.string(), year: z.int(), dueAt: instant });

/** The public face of the market: products, and what both sides disclose each year. @see DZ-36, OPS-18, OPS-19 */
export const marketRoutes = [
  open({
    ...page,
    id: 'listMarket',
    path: '/market',
    summary: { zh: '上架的数据产品', en: 'Listed data products of a division, page by page' },
    query: listQuery,
    reply: z.object({ items: z.array(productView), cursor }),
    handle: async ({ query: { jurisdiction: where, lang, ...wanted }, at, ...input }, { store }) => {
      const listed = await publicProducts(store, at, where, wanted);
      if (wantsJson(input.request)) return json(listed, input.language, 0);
      return marketPage({ ...reader({ ...input, query: { lang } }), jurisdiction: where, listed });
    },
  }),
  open({
    ...page,
    id: 'readMarketProduct',
    path: '/market/{id}',
    summary: { zh: '一个上架的数据产品', en: 'One listed data product' },
    params: entryParams,
    reply: productView,
    handle: async (input, { store }) => {
      const one = await publicProduct(store, input.at, input.params.id);
      if (wantsJson(input.request)) return one ? json(one, input.language, 0) : notFound('missing', 'DZ-36');
      return one ? productPage(reader(input), one) : missingPage(reader(input));
    },
  }),
  open({
    ...page,
    id: 'listDisclosures',
    path: '/disclosures',
    summary: { zh: '年度信息披露', en: 'Yearly disclosures of one side in a division; first of all what is overdue' },
    query: listQuery.extend({ side: side.default('operator') }),
    reply: z.object({ items: z.array(disclosureView), overdue: z.array(overdueView), cursor }),
    handle: async ({ query: { jurisdiction: where, side: of, lang, ...wanted }, at, ...input }, { store }) => {
      const listed = await publicDisclosures(store, at, { side: of, jurisdiction: where }, wanted);
      if (wantsJson(input.request)) return json(listed, input.language);
      return disclosuresPage({ ...reader({ ...input, query: { lang } }), side: of, jurisdiction: where, listed });
    },
  }),
  open({
    ...page,
    id: 'readDisclosure',
    path: '/disclosures/{side}/{id}',
    summary: { zh: '一份年度信息披露', en: 'One yearly disclosure: a page, JSON, or CSV for spreadsheets' },
    params: entryParams.extend({ side }),
    query: pageQuery.extend({ format: z.enum(['json', 'csv']).optional() }),
    reply: disclosureView,
    handle: async (input, { store }) => {
      const { format } = input.query;
      const one = await publicDisclosure(store, input.params.side, input.params.id);
      const program = format === 'json' || wantsJson(input.request);
      if (!one) return program ? notFound('missing', 'LOCAL-3') : missingPage(reader(input));
      if (format === 'csv') {
        return csvFile(`disclosure-${one.year}-${one.id}.csv`, csvText(figureRows(one.figures)), 'public, max-age=60');
      }
      return program ? json(one, input.language) : disclosurePage(reader(input), one);
    },
  }),
];

type Asked = Pick<OpenInput<unknown, { lang?: 'zh' | 'en' | undefined }, unknown>, 'request' | 'language' | 'query'>;

const reader = ({ request, language, query }: Asked) => readerOf(request, language, query.lang);
