import { supervisors } from '../law/roles.ts';
import {
  type Decision,
  type In,
  type Machine,
  notFound,
  type Refusal,
  refuse,
  refuseAll,
  type Transitions,
} from './decision.ts';
import { redeveloped, wrongIn } from './product-declaration.ts';
import { evolve } from './product-fold.ts';
import { charged, setCeiling, setPrice, unpriced } from './product-price.ts';
import { type Product, type ProductCommand, type ProductEvent, productEvent, productState } from './product-schema.ts';
import { cutOff } from './product-upstream.ts';
import { productStates } from './states.ts';

type Command<K extends ProductCommand['type']> = Extract<ProductCommand, { type: K }>;

const security = ['security-organ', 'operating-agency', 'data-authority'] as const;
const business = ['grantor', 'competent-department', 'data-authority'] as const;
const reviewers = ['security-organ', 'operating-agency', 'grantor', 'competent-department', 'data-authority'] as const;

const transitions: Transitions<Product, ProductCommand, ProductEvent> = {
  declare: {
    by: ['operator'],
    article: 'OPS-21',
    label: { zh: '申报数据产品', en: 'declare a product' },
    tells: ['grantor'],
    none: declare,
  },
  revise: {
    by: ['operator'],
    article: 'OPS-21',
    label: { zh: '修改产品申报', en: 'revise the declaration' },
    declared: revise,
    returned: revise,
  },
  'pass-security-review': {
    by: security,
    article: 'OPS-14',
    label: { zh: '安全审核通过', en: 'pass the security review' },
    tells: ['operator'],
    declared: ({ at, actor, document }, state) =>
      ownWork(actor.person, state) ?? [{ type: 'security-passed', at, by: actor.person, document }],
  },
  'pass-business-review': {
    by: business,
    article: 'OPS-14',
    label: { zh: '业务审核通过', en: 'pass the business review' },
    tells: ['operator'],
    'security-reviewed': ({ at, actor, document }, state) =>
      ownWork(actor.person, state) ?? [{ type: 'business-passed', at, by: actor.person, document }],
  },
  return: {
    by: reviewers,
    article: 'DZ-36',
    label: { zh: '退回产品申报', en: 'return the declaration' },
    tells: ['operator'],
    declared: turnBack,
    'security-reviewed': turnBack,
  },
  reject: {
    by: reviewers,
    article: 'DZ-36',
    label: { zh: '不予上架', en: 'reject the product' },
    tells: ['operator'],
    declared: reject,
    'security-reviewed': reject,
  },
  'set-ceiling': {
    by: ['grantor'],
    article: 'PRICE',
    label: { zh: '制定价格上限', en: 'set the ceiling' },
    tells: ['operator'],
    reviewed: setCeiling,
    listed: setCeiling,
  },
  'set-price': {
    by: ['operator'],
    article: 'PRICE',
    label: { zh: '公布价格', en: 'set the price' },
    tells: ['grantor'],
    reviewed: setPrice,
    listed: setPrice,
  },
  list: {
    by: ['operator'],
    article: 'DZ-36',
    label: { zh: '产品上架', en: 'list the product' },
    tells: ['grantor'],
    reviewed: list,
  },
  deliver: {
    by: ['operator'],
    article: 'DZ-36',
    label: { zh: '记录产品交付', en: 'record a delivery' },
    listed: deliver,
  },
  'link-registration': {
    by: ['operator'],
    article: 'REG-5',
    label: { zh: '关联产品登记', en: 'link its registration' },
    listed: linkRegistration,
  },
  delist: {
    by: ['operator', 'grantor', ...supervisors],
    article: 'DZ-36',
    label: { zh: '产品下架', en: 'take it off the market' },
    tells: ['operator', 'grantor'],
    listed: delist,
  },
};

/** Data product 数据产品: declared → security review → business review → listed → delisted. @see DZ-36, OPS-21 */
export const product: Machine<Product, ProductCommand, ProductEvent> = {
  aggregate: 'product',
  label: { zh: '数据产品', en: 'product' },
  states: productStates,
  state: productState,
  event: productEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties: (state) => (state.status === 'none' ? {} : { operator: state.operator, grantor: state.grantor }),
  clocks: () => [],
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : {
          jurisdiction: state.jurisdiction,
          title: state.title,
          party: state.operator,
          rests: restsOf(state).map(({ aggregate, id }) => `${aggregate}#${id}`),
        },
};

/** Every stream that a product rests on, its agreement first. */
export const restsOf = ({
  agreement,
  operator,
  datasets,
  channels,
}: Pick<Exclude<Product, { status: 'none' }>, 'agreement' | 'operator' | 'datasets' | 'channels'>) => [
  { aggregate: 'agreement', id: agreement },
  { aggregate: 'organization', id: operator },
  ...datasets.map((id) => ({ aggregate: 'dataset', id })),
  ...channels.map((id) => ({ aggregate: 'channel', id })),
];

function declare(command: Command<'declare'>): Decision<ProductEvent> {
  const { type: _, at, actor, facts, ...said } = command;
  if (said.operator !== actor.organization) return notFound('foreign', 'OPS-21');
  return refuseAll(wrongIn(said, facts, at)) ?? [{ type: 'declared', at, by: actor.person, ...said }];
}

function revise(command: Command<'revise'>): Decision<ProductEvent> {
  const { type: _, at, actor, facts, ...content } = command;
  return refuseAll(wrongIn(content, facts, at)) ?? [{ type: 'revised', at, by: actor.person, ...content }];
}

function ownWork(person: string, { declaredBy }: { declaredBy: string }): Refusal | undefined {
  if (person !== declaredBy) return undefined;
  return refuse('POLICY-7', { zh: '申报人不得审核', en: 'whoever declared it cannot review it' });
}

function turnBack(
  { at, actor, reasons }: Command<'return'>,
  state: In<Product, 'declared'> | In<Product, 'security-reviewed'>,
): Decision<ProductEvent> {
  return ownWork(actor.person, state) ?? [{ type: 'returned', at, by: actor.person, reasons }];
}

function reject(
  { at, actor, reasons }: Command<'reject'>,
  state: In<Product, 'declared'> | In<Product, 'security-reviewed'>,
): Decision<ProductEvent> {
  return ownWork(actor.person, state) ?? [{ type: 'rejected', at, by: actor.person, reasons }];
}

function list({ at, actor, facts }: Command<'list'>, state: In<Product, 'reviewed'>): Decision<ProductEvent> {
  const grounds = [
    ...cutOff({ ...state, scope: facts.scope }, facts.upstream, at),
    ...unpriced(state, at),
    ...redeveloped(facts),
  ];
  return refuseAll(grounds) ?? [{ type: 'listed', at, by: actor.person }];
}

/** A delivery is recorded as it is made: what the gates say now is what counts. @see DZ-43 */
function deliver(command: Command<'deliver'>, state: In<Product, 'listed'>): Decision<ProductEvent> {
  const { type: _, at, actor, facts, ...said } = command;
  const grounds = [...cutOff({ ...state, scope: facts.scope }, facts.upstream, at), ...charged(command, state)];
  const amount = said.unitPrice * said.quantity;
  return refuseAll(grounds) ?? [{ type: 'delivered', at, by: actor.person, ...said, amount }];
}

function linkRegistration({ at, registration, facts }: Command<'link-registration'>): Decision<ProductEvent> {
  if (facts.coded && facts.own) return [{ type: 'registration-linked', at, registration }];
  const detail = { zh: '没有贵单位在该协议下已赋码的登记', en: 'no coded registration of yours under this agreement' };
  return refuse('REG-5', detail, '/registration');
}

/** Its operator withdraws it; whoever orders it says on which document. */
function delist(
  { at, actor, ground, document }: Command<'delist'>,
  state: In<Product, 'listed'>,
): Decision<ProductEvent> {
  const own = actor.organization === state.operator;
  if (own === (ground === 'ordered')) {
    const detail = { zh: '下架事由与办理人不符', en: 'this ground is not for you to give' };
    return refuse('DZ-36', detail, '/ground');
  }
  if (ground === 'ordered' && !document) {
    return refuse('DZ-36', { zh: '须附监管文件', en: 'the order is a document: attach it' }, '/document');
  }
  return [{ type: 'delisted', at, by: actor.person, ground, ...(document && { document }) }];
}
