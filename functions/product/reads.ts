import { notFound } from '../../shared/domain/decision.ts';
import { product } from '../../shared/domain/product.ts';
import { ceilingAt, priceAt } from '../../shared/domain/product-price.ts';
import type { Product } from '../../shared/domain/product-schema.ts';
import { type Caller, reply, routesFor } from '../../shared/http/route.ts';
import type { Instant } from '../../shared/law/time.ts';
import { standingOf } from '../../shared/offering.ts';
import { readingRoutes } from '../../shared/reading.ts';
import type { Service } from '../../shared/service.ts';
import { listByKind, listByParty } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { type Loaded, loadHead } from '../../shared/store/unit.ts';
import { listView, params, productReadView, productsQuery } from './schema.ts';
import { anyRole, concerns, watches } from './watchers.ts';

const { member } = routesFor<Service>();
const mayRead = (caller: Caller, state: Product): boolean => state.status !== 'none' && concerns(caller, state);

/** Reading products: one with its standing as the gates say it now, a list, the history. */
export const reads = [
  member({
    id: 'readProduct',
    method: 'get',
    path: '/products/{id}',
    tag: 'product',
    summary: {
      zh: '查看数据产品：现在能否出售，不能的原因和由谁解除',
      en: 'Read a product: whether it may be sold now, and if not, why and who lifts it',
    },
    params,
    reply: productReadView,
    handle: async ({ params: { id }, caller, at }, { store }) => {
      const found = await loadHead(store, product, id);
      if (!mayRead(caller, found.state)) return notFound('foreign', 'DZ-36');
      return reply(await viewOf(store, found, at), { version: found.version });
    },
  }),
  member({
    id: 'listProducts',
    method: 'get',
    path: '/products',
    tag: 'product',
    summary: { zh: '数据产品列表', en: 'List products: your own, or those of your jurisdiction' },
    by: anyRole,
    query: productsQuery,
    reply: listView,
    handle: async ({ query: { status, ...page }, caller }, { store }) => {
      const kind = 'product';
      const all = watches(caller) || caller.roles.includes('grantor');
      return reply(
        await (all
          ? listByKind(store, { kind, jurisdiction: caller.jurisdiction, status }, page)
          : listByParty(store, { kind, party: caller.organization, status }, page)),
      );
    },
  }),
  ...readingRoutes({ tag: 'product', base: '/products', name: 'Product', machine: product, article: 'DZ-36', mayRead }),
];

async function viewOf(store: Context, { id, version, state }: Loaded<Product>, at: Instant) {
  if (state.status === 'none') return { id, version, product: state };
  const ceiling = 'ceilings' in state ? ceilingAt(state.ceilings, at)?.amount : undefined;
  const price = 'ceilings' in state ? priceAt(state, at) : undefined;
  return {
    id,
    version,
    product: state,
    asOf: at,
    ...(await standingOf(store, state, at)),
    ...(price !== undefined && { price }),
    ...(ceiling !== undefined && { ceiling }),
  };
}
