import { routes as productRoutes } from '../../functions/product/routes.ts';
import type { Service } from '../../shared/service.ts';
import { agreementInEffect, done, type InEffect, paper, type Wish } from './agreement-world.ts';
import { open } from './harness.ts';

/** Organizations that must be settled before anything here. */
export const productSeats = [
  ...(['government', 'authority', 'grantor', 'agency', 'source', 'alpha', 'beta'] as const),
  ...(['cyber', 'audit'] as const),
] as const;

/** The app of products. */
export const openProducts = (service: Service) => open(productRoutes, service);

/** The body of `POST /products`: complete and lawful under this agreement. */
export const productBody = ({ agreement, dataset, fields }: InEffect, more: object = {}) => ({
  agreement,
  title: '农田干旱指数',
  description: '按乡镇逐周汇总的农田干旱指数，由气象观测计算。',
  contact: '数据产品部',
  contactDetails: '0818-2100000',
  charge: 'industry',
  form: 'index',
  grain: 'aggregate',
  processing: { method: '以逐小时观测计算标准化指数，按乡镇与周汇总。', output: ['乡镇', '干旱指数'] },
  scope: { [dataset]: fields },
  from: '2026-11-23',
  until: '2027-11-22',
  unit: 'month',
  ...more,
});

export const buyer = { name: '乙数据科技有限公司', creditCode: '91511700MA00000023' };
export const deliveryBody = (more: object = {}) => ({
  buyer,
  contract: '甲合〔2026〕1号',
  use: 'industry',
  quantity: 2,
  unitPrice: 9_900,
  ...more,
});
/** A lawful free use. */
export const freeBody = (more: object = {}) =>
  deliveryBody({ use: 'public-good', unitPrice: 0, condition: paper('防汛调度使用协议'), ...more });

export interface World extends InEffect {
  readonly product: string;
}

/** Declared and reviewed; for industry with ceiling and price in force, and the revenue approved. */
export async function reviewedProduct(service: Service, under: InEffect, more: object = {}): Promise<string> {
  const { as } = openProducts(service);
  const [ann, engineer, signer, clerk] = await Promise.all([as('ann'), as('engineer'), as('signer'), as('clerk')]);
  const { id, product } = (await done(ann.post('/products', productBody(under, more)))).body;
  await done(engineer.post(`/products/${id}/security-review`, { document: paper('安全审核意见') }));
  await done(signer.post(`/products/${id}/business-review`, { document: paper('业务审核意见') }));
  if (product.charge === 'public-good') return id;
  const account = `/pricing/${under.agreement}`;
  if ((await signer.get(account)).body.pricing.status !== 'approved') {
    await done(signer.post(`${account}/proposal`, { cap: 100_000, basis: paper('收入测算') }));
    const approved = { number: '测发改价〔2026〕1号', document: paper('批复') };
    await done(clerk.post(`${account}/approval`, { reform: approved, authority: approved }));
  }
  await done(signer.post(`/products/${id}/ceilings`, { from: '2026-11-23', amount: 12_000, document: paper('上限') }));
  await done(ann.post(`/products/${id}/prices`, { from: '2026-11-23', amount: 9_900 }));
  return id;
}

/** A listed product under an agreement in effect, all through real routes. */
export async function listedProduct(service: Service, wish: Wish = {}, more: object = {}): Promise<World> {
  const under = await agreementInEffect(service, wish);
  const product = await reviewedProduct(service, under, more);
  const ann = await openProducts(service).as('ann');
  await done(ann.post(`/products/${product}/listing`));
  return { ...under, product };
}
