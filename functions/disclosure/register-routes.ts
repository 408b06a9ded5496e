import { notFound } from '../../shared/domain/decision.ts';
import { json, readerOf, wantsJson } from '../../shared/http/page.tsx';
import { routesFor } from '../../shared/http/route.ts';
import { byNumber, publicEditions, recordOf } from '../../shared/registered.ts';
import { registered } from './published.ts';
import { recordPage, registerPage, unknownNumberPage } from './record.tsx';
import { numberParams, pageQuery, recordView, registerQuery, registerView } from './schema.ts';
import type { Disclosure } from './service.ts';

const { open } = routesFor<Disclosure>();
const page = { method: 'get', tag: 'disclosure' } as const;

/** The register 登记查询: what is coded, and one record by its number; without account. @see REG-13 */
export const registerRoutes = [
  open({
    ...page,
    id: 'listRegister',
    path: '/registry',
    summary: { zh: '登记查询', en: 'What is registered in a division; `number` leads to one record' },
    query: registerQuery,
    reply: registerView,
    handle: async ({ query: { jurisdiction, lang, number, ...wanted }, request, language }, { store }) => {
      if (number) return new Response(null, { status: 303, headers: { location: addressOf(number) } });
      const listed = await registered(store, jurisdiction, wanted);
      if (wantsJson(request)) return json(listed, language);
      return registerPage({ ...readerOf(request, language, lang), jurisdiction, listed });
    },
  }),
  open({
    ...page,
    id: 'readRecord',
    path: '/registry/{number}',
    summary: { zh: '登记凭证', en: 'One record by its number: what it says and what was changed' },
    params: numberParams,
    query: pageQuery,
    reply: recordView,
    handle: async ({ params: { number }, query, request, language }, { store, origin }) => {
      const found = await byNumber(store, number.toUpperCase());
      const reader = readerOf(request, language, query.lang);
      if (!found) return wantsJson(request) ? notFound('missing', 'REG-13') : unknownNumberPage(reader);
      const [record, editions] = await Promise.all([recordOf(store, origin, found), publicEditions(store, found.id)]);
      return wantsJson(request) ? json({ ...record, editions }, language) : recordPage(reader, record, editions);
    },
  }),
];

const addressOf = (number: string): string => `/registry/${encodeURIComponent(number.normalize('NFKC').toUpperCase())}`;
