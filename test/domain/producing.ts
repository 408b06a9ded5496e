import type { Gate } from '../../shared/domain/gate.ts';
import { type PricingCommand, pricing } from '../../shared/domain/pricing.ts';
import { product } from '../../shared/domain/product.ts';
import type { DeclarationFacts, ProductCommand } from '../../shared/domain/product-schema.ts';
import type { Upstream, UpstreamGate } from '../../shared/domain/product-upstream.ts';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import { endOfDay, type Instant, startOfDay } from '../../shared/law/time.ts';
import { hold } from './examples.ts';
import { actor, documentOf, given, hashOf } from './given.ts';

/** A product under an agreement that lawfully allows it, and an account that may earn; a test changes one thing. */
export const at: Instant = '2026-12-01T02:00:00.000Z';
export const seller = actor('lin', 'rongshu', 'operator');
export const granting = actor('gao', 'data-bureau', 'grantor');
export const authority = actor('qin', 'data-bureau', 'data-authority');
export const security = actor('wei', 'data-centre', 'operating-agency');

type Command<K extends ProductCommand['type']> = Extract<ProductCommand, { type: K }>;
type Told = { [K in ProductCommand['type']]: (at: Instant, more?: Partial<Command<K>>) => Command<K> };
type Charging<K extends PricingCommand['type']> = Extract<PricingCommand, { type: K }>;
type ToldOfPricing = { [K in PricingCommand['type']]: (at: Instant, more?: Partial<Charging<K>>) => Charging<K> };

const agreed = scopeOf('weather', ['站号', '气温', '降水量']);
export const productScope = scopeOf('weather', ['气温', '降水量']);
export const agreementUntil = endOfDay('2031-10-31');

/** The gates of the product; what is given replaces a gate's members. `agreed` is the agreement's scope. */
export function upstreamOf(
  changed: Partial<Record<UpstreamGate['kind'], Partial<Gate>>> = {},
  scopes: Readonly<Record<string, Scope>> = {},
): Upstream {
  const gates: [UpstreamGate['kind'], string, Gate][] = [
    ['basis', 'agreement-1', { from: startOfDay('2026-11-01'), until: agreementUntil, scope: hashOf('a'), holds: {} }],
    ['organization', 'rongshu', { mainland: true, holds: {} }],
    ['dataset', 'weather', { scope: hashOf('b'), holds: {} }],
    ['channel', 'channel-1', { until: agreementUntil, scope: hashOf('c'), holds: {} }],
  ];
  return {
    gates: gates.map(([kind, id, gate]) => ({ kind, id, gate: { ...gate, ...changed[kind] } })),
    scopes: { [hashOf('a')]: agreed, [hashOf('b')]: agreed, ...scopes },
  };
}

/** A gate's members under one measure that stops. */
export const held = { holds: { [hold.measure]: { ...hold, verb: 'close' as const } } };

/** Its operator with what it declared, and nothing of another's that it is built on. */
export const origin = {
  operator: { creditCode: '91511700MA00000010', affiliates: ['91511700MA00000036'] },
  builtOn: [],
};

export const declarationFacts = (more: Partial<DeclarationFacts> = {}): DeclarationFacts => ({
  asked: productScope,
  output: ['乡镇', '干旱指数'],
  channels: [{ id: 'channel-1', own: true }],
  upstream: upstreamOf(),
  ...origin,
  ...more,
});

const content = {
  title: '农田干旱指数',
  description: '按乡镇逐周汇总的干旱指数',
  contact: '数据产品部',
  contactDetails: '0818-2100000',
  charge: 'industry',
  form: 'index',
  grain: 'aggregate',
  processing: documentOf('processing'),
  scope: hashOf('f'),
  datasets: ['weather'],
  channels: ['channel-1'],
  builtOn: [],
  from: '2026-12-01',
  until: '2027-11-30',
  unit: 'month',
} as const;

export const producing: Told = {
  declare: (at, more) => ({
    type: 'declare',
    at,
    actor: seller,
    agreement: 'agreement-1',
    operator: 'rongshu',
    grantor: 'data-bureau',
    jurisdiction: '511700',
    edition: 1,
    ...content,
    datasets: [...content.datasets],
    channels: [...content.channels],
    builtOn: [],
    facts: declarationFacts(),
    ...more,
  }),
  revise: (at, more) => ({
    type: 'revise',
    at,
    actor: seller,
    ...content,
    datasets: [...content.datasets],
    channels: [...content.channels],
    builtOn: [],
    facts: declarationFacts(),
    ...more,
  }),
  'pass-security-review': (at, more) => ({
    type: 'pass-security-review',
    at,
    actor: security,
    document: documentOf('security'),
    ...more,
  }),
  'pass-business-review': (at, more) => ({
    type: 'pass-business-review',
    at,
    actor: granting,
    document: documentOf('business'),
    ...more,
  }),
  return: (at, more) => ({ type: 'return', at, actor: security, reasons: documentOf('reasons'), ...more }),
  reject: (at, more) => ({ type: 'reject', at, actor: granting, reasons: documentOf('reasons'), ...more }),
  'set-ceiling': (at, more) => ({
    type: 'set-ceiling',
    at,
    actor: granting,
    from: '2026-12-01',
    amount: 12_000,
    document: documentOf('ceiling'),
    facts: { approved: true, trialUntil: '2027-11-01T16:00:00.000Z' },
    ...more,
  }),
  'set-price': (at, more) => ({ type: 'set-price', at, actor: seller, from: '2026-12-01', amount: 9_900, ...more }),
  list: (at, more) => ({ type: 'list', at, actor: seller, facts: { ...offer(), ...origin }, ...more }),
  deliver: (at, more) => ({
    type: 'deliver',
    at,
    actor: seller,
    delivery: 'delivery-1',
    record: documentOf('record'),
    use: 'industry',
    quantity: 2,
    unitPrice: 9_900,
    facts: offer(),
    ...more,
  }),
  'link-registration': (at, more) => ({
    type: 'link-registration',
    at,
    actor: seller,
    registration: 'registration-1',
    facts: { coded: true, own: true },
    ...more,
  }),
  delist: (at, more) => ({ type: 'delist', at, actor: seller, ground: 'withdrawn', ...more }),
};

export const offer = (upstream = upstreamOf()) => ({ scope: productScope, upstream });

/** A product that passed both reviews, with ceiling and price when it is for industry. */
export const reviewed = (more: Partial<Command<'declare'>> = {}) => {
  const passed = given(product).and(
    producing.declare(at, more),
    producing['pass-security-review'](at),
    producing['pass-business-review'](at),
  );
  return more.charge === 'public-good' ? passed : passed.and(producing['set-ceiling'](at), producing['set-price'](at));
};
export const listed = (more: Partial<Command<'declare'>> = {}) => reviewed(more).and(producing.list(at));

const account = { operator: 'rongshu', grantor: 'data-bureau', jurisdiction: '511700', title: '气象数据授权运营协议' };
export const charging: ToldOfPricing = {
  enrol: (at, more) => ({ type: 'enrol', at, actor: seller, ...account, product: 'product-1', ...more }),
  'propose-revenue': (at, more) => ({
    type: 'propose-revenue',
    at,
    actor: granting,
    ...account,
    cap: 100_000,
    basis: documentOf('basis'),
    ...more,
  }),
  'decline-revenue': (at, more) => ({
    type: 'decline-revenue',
    at,
    actor: authority,
    reasons: documentOf('reasons'),
    ...more,
  }),
  'approve-revenue': (at, more) => ({
    type: 'approve-revenue',
    at,
    actor: authority,
    reform: { number: '达市发改价〔2026〕9号', document: documentOf('reform') },
    authority: { number: '达市数〔2026〕21号', document: documentOf('authority') },
    ...more,
  }),
  charge: (at, more) => ({
    type: 'charge',
    at,
    actor: seller,
    product: 'product-1',
    delivery: 'delivery-1',
    amount: 19_800,
    ...more,
  }),
};
export const approvedAccount = () =>
  given(pricing).and(charging.enrol(at), charging['propose-revenue'](at), charging['approve-revenue'](at));
