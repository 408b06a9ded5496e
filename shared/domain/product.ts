import { supervisors } from '../law/roles.ts';
import { startOfDay } from '../law/time.ts';
import { redevelopmentGrounds } from './affiliates.ts';
import { showsAPerson } from './dataset-entry.ts';
import {
  type Decision,
  type Ground,
  type In,
  type Machine,
  notFound,
  type Refusal,
  refuse,
  refuseAll,
  type Transitions,
} from './decision.ts';
import { evolve } from './product-fold.ts';
import { charged, setCeiling, setPrice, unpriced } from './product-price.ts';
import {
  type Content,
  type DeclarationFacts,
  type Product,
  type ProductCommand,
  type ProductEvent,
  productEvent,
  productState,
} from './product-schema.ts';
import { cutOff, notAllowed } from './product-upstream.ts';
import { intersect, ownFields, type Scope } from './scope.ts';
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

/** What the agreement allows of what is asked: this is the scope that a product is bound to from then on. */
export const allowedOf = (asked: Scope, agreed: Scope): Scope => {
  const { times: _, quota: __, ...content } = intersect(asked, agreed);
  return content;
};

function declare(command: Command<'declare'>): Decision<ProductEvent> {
  const { type: _, at, actor, facts, ...said } = command;
  if (said.operator !== actor.organization) return notFound('foreign', 'OPS-21');
  return refuseAll(wrongIn(said, facts, at)) ?? [{ type: 'declared', at, by: actor.person, ...said }];
}

function revise(command: Command<'revise'>): Decision<ProductEvent> {
  const { type: _, at, actor, facts, ...content } = command;
  return refuseAll(wrongIn(content, facts, at)) ?? [{ type: 'revised', at, by: actor.person, ...content }];
}

/** Everything against a declaration at once. A first day to come is none: only from it on is the product sold. */
function wrongIn(content: Content, facts: DeclarationFacts, at: Command<'declare'>['at']): readonly Ground[] {
  const { from, until } = content;
  const agreed = scopeOfBasis(facts);
  const moment = startOfDay(from) > at ? startOfDay(from) : at;
  return [
    ...(until < from ? [backwards] : []),
    ...notAllowed(facts.asked, agreed),
    ...rawData(content, facts),
    ...(showsAPerson(content.contact) || showsAPerson(content.contactDetails) ? [personal] : []),
    ...facts.channels.flatMap(({ own }, index): Ground[] =>
      own ? [] : [{ article: 'DZ-30', detail: strangeChannel, pointer: `/channels/${index}` }],
    ),
    ...redeveloped(facts),
    ...(facts.former && !(facts.former.own && facts.former.listed) ? [notFormer] : []),
    ...(until < from ? [] : cutOff({ scope: allowedOf(facts.asked, agreed), from, until }, facts.upstream, moment)),
  ];
}

/** What the agreement's gate names; without it nothing is allowed, and `cutOff` says why. */
const scopeOfBasis = ({ upstream: { gates, scopes } }: DeclarationFacts): Scope => {
  const hash = gates.find(({ kind }) => kind === 'basis')?.gate?.scope;
  return (hash === undefined ? undefined : scopes[hash]) ?? { v: 1, datasets: {} };
};

/**
 * Raw data straight to the market: a plain copy by its own word, or a record for each record with nothing but fields of
 * one source in it, which is a copy whatever it is called. @see OPS-21
 */
function rawData({ form, grain }: Content, { asked, output }: DeclarationFacts): readonly Ground[] {
  const copied =
    grain === 'record' &&
    Object.keys(asked.datasets).some((dataset) => output.every((field) => ownFields(asked, dataset).includes(field)));
  if (form !== 'copy' && !copied) return [];
  const detail = {
    zh: '原始数据不得直接进入市场：须说明与原样提供不同的加工结果',
    en: 'raw data does not go straight to the market: say what the processing makes of it',
  };
  return [{ article: 'OPS-21', detail, pointer: form === 'copy' ? '/form' : '/processing/output' }];
}

/** Nobody develops further what they or an affiliate delivered; what cannot be found is nobody's. @see OPS-6 */
const redeveloped = ({ operator, builtOn }: DeclarationFacts): readonly Ground[] =>
  builtOn.flatMap(({ by, pointer }) =>
    by
      ? redevelopmentGrounds(operator, [{ by, pointer }])
      : [{ article: 'DZ-36' as const, detail: { zh: '没有这个产品', en: 'there is no such product' }, pointer }],
  );

const backwards: Ground = {
  article: 'OPS-14',
  detail: { zh: '截止日早于起始日', en: 'it ends before it begins' },
  pointer: '/until',
};
const personal: Ground = {
  article: 'PIPL-25',
  detail: { zh: '公开的联系方式须为办公联系方式', en: 'the public contact is an office, never a person' },
  pointer: '/contactDetails',
};
const strangeChannel = { zh: '不是贵单位在该协议下的通道', en: 'no channel of yours under this agreement' };
const notFormer: Ground = {
  article: 'DZ-36',
  detail: {
    zh: '只能替代本协议下贵单位已上架的产品',
    en: 'it replaces a listed product of yours under this agreement',
  },
  pointer: '/replaces',
};

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
  const grounds = [...cutOff({ ...state, scope: facts.scope }, facts.upstream, at), ...unpriced(state, at)];
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
