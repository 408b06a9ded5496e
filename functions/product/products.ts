import { commandsOn } from '../../shared/command.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { assetStanding } from '../../shared/domain/asset-standing.ts';
import { isRefusal, notFound, refuse } from '../../shared/domain/decision.ts';
import { pricing } from '../../shared/domain/pricing.ts';
import { product } from '../../shared/domain/product.ts';
import type { Product } from '../../shared/domain/product-schema.ts';
import { registration } from '../../shared/domain/registration.ts';
import type { Route } from '../../shared/http/route.ts';
import { creditCodeDefects } from '../../shared/law/identifiers.ts';
import { openClock } from '../../shared/law/periods.ts';
import { leanOn, scopeOfProduct } from '../../shared/offering.ts';
import type { Service } from '../../shared/service.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
import { agreementOf, declarationOf, enrolled, originOf } from './declaring.ts';
import {
  ceilingBody,
  declareBody,
  delistBody,
  deliverBody,
  priceBody,
  productView,
  reasonsBody,
  registrationBody,
  reviewBody,
  reviseBody,
} from './schema.ts';

const command = commandsOn(product, {
  tag: 'product',
  base: '/products',
  view: (_, { id, version, state }) => ({ id, version, product: state }),
  replyShape: productView,
});

/** Data products 数据产品: declare, review, price, list, deliver, delist. @see DZ-36, OPS-21, PRICE */
export const commands: Route<Service>[] = [
  command({
    id: 'declareProduct',
    command: 'declare',
    path: '',
    body: declareBody,
    example: exampleDeclaration({ agreement: '7h2k9q4mzx0c8v5t1n3w6r8byd' }),
    make: async ({
      body: { agreement: basis, replaces, ...declared },
      unit,
      dry,
      input: { actor },
      deps: { store },
    }) => {
      const under = await agreementOf(unit, basis, actor.organization);
      if (isRefusal(under)) return under;
      const { operator, grantor, jurisdiction } = under;
      const place = { store, unit, dry, agreement: basis, operator, replaces };
      const { content, facts } = await declarationOf(place, declared);
      const edition = replaces === undefined ? 1 : await editionAfter(unit, replaces);
      const links = { agreement: basis, operator, grantor, jurisdiction, edition, ...(replaces && { replaces }) };
      return { ...links, ...content, facts };
    },
    also: ({ unit, after: { id: made, state }, command: { at, actor } }) => {
      if (state.status === 'none') throw new Error('declared, and yet not there');
      const { agreement: basis, operator, grantor, jurisdiction } = state;
      return enrolled(unit, { agreement: basis, product: made, operator, grantor, jurisdiction }, { at, actor });
    },
  }),
  command({
    id: 'reviseProduct',
    command: 'revise',
    path: '/{id}',
    method: 'put',
    ifMatch: 'required',
    body: reviseBody,
    example: exampleDeclaration({}),
    make: async ({ body, before: { state }, unit, dry, deps: { store } }) => {
      if (state.status === 'none') return unknown;
      const { agreement: basis, operator } = state;
      const { content, facts } = await declarationOf({ store, unit, dry, agreement: basis, operator }, body);
      return { ...content, facts };
    },
  }),
  command({
    id: 'passSecurityReview',
    command: 'pass-security-review',
    path: '/{id}/security-review',
    body: reviewBody,
  }),
  command({
    id: 'passBusinessReview',
    command: 'pass-business-review',
    path: '/{id}/business-review',
    body: reviewBody,
  }),
  command({ id: 'returnProduct', command: 'return', path: '/{id}/return', body: reasonsBody }),
  command({ id: 'rejectProduct', command: 'reject', path: '/{id}/rejection', body: reasonsBody }),
  command({
    id: 'setCeiling',
    command: 'set-ceiling',
    path: '/{id}/ceilings',
    body: ceilingBody,
    example: { from: '2026-12-01', amount: 12_000, document: { text: '价格上限核定文件' } },
    make: async ({ body, before: { state }, unit }) => {
      if (state.status === 'none') return unknown;
      const [account, under] = await Promise.all([
        unit.load(pricing, state.agreement),
        unit.load(agreement, state.agreement),
      ]);
      if (!('effectiveAt' in under.state)) return unknown;
      const trialUntil = openClock('LOCAL-20', under.state.effectiveAt).dueAt;
      return { ...body, facts: { approved: account.state.status === 'approved', trialUntil } };
    },
  }),
  command({
    id: 'setPrice',
    command: 'set-price',
    path: '/{id}/prices',
    body: priceBody,
    example: { from: '2026-12-01', amount: 9_900 },
  }),
  command({
    id: 'listProduct',
    command: 'list',
    path: '/{id}/listing',
    make: async ({ before: { state }, unit, deps }) => {
      if (state.status === 'none') return unknown;
      const [offer, origin] = await Promise.all([offerOf(deps.store, unit, state), originOf(unit, state)]);
      return isRefusal(offer) ? offer : { facts: { ...offer.facts, ...origin } };
    },
    also: ({ unit, after, command: { at, actor } }) => former(unit, after.state, { at, actor }),
  }),
  command({
    id: 'deliverProduct',
    command: 'deliver',
    path: '/{id}/deliveries',
    body: deliverBody,
    example: {
      buyer: { name: '示范农业科技有限公司', creditCode: '91511700MA06HUQ00B' },
      contract: '数合〔2026〕18号',
      use: 'industry',
      quantity: 12,
      unitPrice: 9_900,
    },
    make: async ({ body: { defect, creditCode: _, ...said }, before, unit, deps }) => {
      if (defect) return refuse('GBT-32100', creditCodeDefects[defect], '/buyer/creditCode');
      const offer = await offerOf(deps.store, unit, before.state);
      return isRefusal(offer) ? offer : { ...said, ...offer, delivery: deps.store.newId() };
    },
    also: ({ unit, before, after, command }) => {
      // The other fact from which the filing counts (REG-9(1)): the schedule finds it there.
      if ('sold' in before.state && before.state.sold.length === 0) {
        const { operator, agreement: basis, jurisdiction, datasets } = before.state;
        unit.enqueue('first-delivery', before.id, {
          at: command.at,
          operator,
          agreement: basis,
          jurisdiction,
          datasets,
        });
      }
      return chargeTo(unit, before.id, after.state, command);
    },
  }),
  command({
    id: 'linkRegistration',
    command: 'link-registration',
    path: '/{id}/registration',
    body: registrationBody,
    make: async ({ body: { registration: named }, before: { state }, unit }) => {
      if (state.status === 'none') return unknown;
      const found = (await unit.load(registration, named)).state;
      const own =
        'registrants' in found && found.registrants.includes(state.operator) && found.agreement === state.agreement;
      return { registration: named, facts: { coded: assetStanding(found) === 'registered', own } };
    },
  }),
  command({ id: 'delistProduct', command: 'delist', path: '/{id}/delisting', body: delistBody }),
];

const unknown = notFound('missing', 'DZ-36');

async function editionAfter(unit: Unit, replaces: string): Promise<number> {
  const { state } = await unit.load(product, replaces);
  return state.status === 'none' ? 1 : state.edition + 1;
}

/** What listing and delivering are judged by; the gates are leant on, so that no measure slips in between. */
async function offerOf(store: Context, unit: Unit, state: Product) {
  if (state.status === 'none') return unknown;
  const [scope, upstream] = await Promise.all([scopeOfProduct(store, state), leanOn(store, unit, state)]);
  return { facts: { scope, upstream } };
}

type Envelope = Parameters<Unit['record']>[3];

/** A new version on the market takes the old one off it, in one transaction; of two that replace the same one wins. */
async function former(unit: Unit, state: Product, envelope: Envelope) {
  if (state.status === 'none' || state.replaces === undefined) return undefined;
  const done = await unit.decide(product, state.replaces, { type: 'delist', ...envelope, ground: 'replaced' });
  return isRefusal(done) ? done : undefined;
}

/** A paid delivery is charged to the agreement's account with it, or neither happens; a free one charges nothing. */
async function chargeTo(
  unit: Unit,
  id: string,
  state: Product,
  { delivery, unitPrice, quantity, ...envelope }: Envelope & { delivery: string; unitPrice: number; quantity: number },
) {
  const amount = unitPrice * quantity;
  if (state.status === 'none' || amount === 0) return undefined;
  const { at, actor } = envelope;
  const charge = { type: 'charge', at, actor, product: id, delivery, amount } as const;
  const done = await unit.decide(pricing, state.agreement, charge);
  return isRefusal(done) ? done : undefined;
}

export type ProductHead = Loaded<Product>;

/** The generated sample would name fields and days that no agreement has. */
function exampleDeclaration(more: object) {
  return {
    ...more,
    title: '农田干旱指数',
    description: '按乡镇逐周汇总的农田干旱指数，由气象观测计算。',
    contact: '数据产品部',
    contactDetails: '0818-2100000',
    charge: 'industry',
    form: 'index',
    grain: 'aggregate',
    processing: { method: '以逐小时观测计算标准化降水蒸散指数，按乡镇与周汇总。', output: ['乡镇', '周', '干旱指数'] },
    scope: { 'weather-hourly': ['站号', '气温', '降水量'] },
    channels: [],
    builtOn: [],
    from: '2026-12-01',
    until: '2027-11-30',
    unit: 'month',
  };
}
