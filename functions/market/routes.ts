import { csvFile, csvText } from '../../shared/csv-text.ts';
import { notFound } from '../../shared/domain/decision.ts';
import { json, readerOf, wantsJson } from '../../shared/http/page.tsx';
import { type OpenInput, routesFor } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { figureRows } from '../../shared/yearly-text.ts';
import { disclosurePage, disclosuresPage } from './disclosures.tsx';
import { marketPage, missingPage, productPage } from './products.tsx';
import { publicDisclosure, publicDisclosures, publicProduct, publicProducts } from './published.ts';
import {
  disclosureParams,
  disclosureQuery,
  disclosuresQuery,
  disclosuresView,
  disclosureView,
  listQuery,
  marketView,
  pageQuery,
  params,
  productView,
} from './schema.ts';

const { open } = routesFor<Service>();
const page = { method: 'get', tag: 'market', query: pageQuery } as const;

/** The public face of the market: products, and what both sides disclose each year. @see DZ-36, OPS-18, OPS-19 */
export const routes = [
  open({
    ...page,
    id: 'listMarket',
    path: '/market',
    summary: { zh: '上架的数据产品', en: 'Listed data products of a division, page by page' },
    query: listQuery,
    reply: marketView,
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
    params,
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
    query: disclosuresQuery,
    reply: disclosuresView,
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
    params: disclosureParams,
    query: disclosureQuery,
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
