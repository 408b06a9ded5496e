import * as fc from 'fast-check';
import type { Pricing, PricingCommand, PricingEvent } from '../../../shared/domain/pricing.ts';
import { pricing } from '../../../shared/domain/pricing.ts';
import { product } from '../../../shared/domain/product.ts';
import type { Product, ProductCommand, ProductEvent } from '../../../shared/domain/product-schema.ts';
import { localDate } from '../../../shared/law/time.ts';
import { actor, documentOf } from '../given.ts';
import {
  authority,
  charging,
  declarationFacts,
  granting,
  held,
  offer,
  origin,
  producing as say,
  security,
  seller,
  upstreamOf,
} from '../producing.ts';
import type { Book, Walk } from './walk.ts';

const cast = [
  seller,
  granting,
  authority,
  security,
  actor('x', 'nowhere'),
  actor('zhou', 'other', 'operator'),
  // The one who declared, as a reviewer: four eyes.
  actor('lin', 'data-centre', 'operating-agency'),
];
const hour = 3_600_000;
/** A product lives a year here: waits of years would leave it no time. */
const waits = [0, 1, hour, 24 * hour, 9 * 24 * hour, 35 * 24 * hour];

const amounts = fc.constantFrom(0, 1, 9_900, 12_000, 12_001, 99.5, -1);
const uses = fc.constantFrom('industry', 'public-good');
const offers = fc.constantFrom(offer(), offer(), offer(upstreamOf({ dataset: held })));
const facts = fc.constantFrom(
  declarationFacts(),
  declarationFacts(),
  declarationFacts({ upstream: upstreamOf({ basis: { scope: 'f'.repeat(64) } }) }),
  declarationFacts({ channels: [{ id: 'channel-1', own: false }] }),
);

const book: Book<ProductCommand> = {
  declare: fc.tuple(facts, uses).map(
    ([facts, charge]) =>
      (at) =>
        say.declare(at, { facts, charge }),
  ),
  revise: facts.map((facts) => (at) => say.revise(at, { facts, charge: 'industry' })),
  'pass-security-review': fc.constant(say['pass-security-review']),
  'pass-business-review': fc.constant(say['pass-business-review']),
  return: fc.constant(say.return),
  reject: fc.constant(say.reject),
  'set-ceiling': fc.tuple(amounts, fc.boolean()).map(
    ([amount, approved]) =>
      (at) =>
        say['set-ceiling'](at, {
          amount,
          from: localDate(at),
          facts: { approved, trialUntil: '2027-02-01T16:00:00.000Z' },
        }),
  ),
  'set-price': amounts.map((amount) => (at) => say['set-price'](at, { amount, from: localDate(at) })),
  list: offers.map((facts) => (at) => say.list(at, { facts: { ...facts, ...origin } })),
  deliver: fc.tuple(amounts, uses, offers, fc.boolean()).map(
    ([unitPrice, use, facts, conditioned]) =>
      (at) =>
        say.deliver(at, { unitPrice, use, facts, ...(conditioned && { condition: documentOf('condition') }) }),
  ),
  'link-registration': fc
    .boolean()
    .map((coded) => (at) => say['link-registration'](at, { facts: { coded, own: true } })),
  delist: fc.constantFrom(
    (at) => say.delist(at),
    (at) => say.delist(at, { ground: 'ordered', actor: authority }),
    (at) => say.delist(at, { ground: 'ordered', actor: authority, document: documentOf('order') }),
  ),
};

export const productWalk: Walk<Product, ProductCommand, ProductEvent> = {
  machine: product,
  rare: ['reject', 'delist', 'return'],
  book,
  cast,
  waits,
  startsAt: '2026-12-01T02:00:00.000Z',
};

const pricingBook: Book<PricingCommand> = {
  enrol: fc.constantFrom('product-1', 'product-2').map((one) => (at) => charging.enrol(at, { product: one })),
  'propose-revenue': fc.constantFrom(0, 100_000, 99.5).map((cap) => (at) => charging['propose-revenue'](at, { cap })),
  'decline-revenue': fc.constant(charging['decline-revenue']),
  'approve-revenue': fc.constantFrom(
    (at) => charging['approve-revenue'](at),
    (at) => charging['approve-revenue'](at, { actor: actor('gao', 'data-bureau', 'data-authority') }),
  ),
  charge: fc.constantFrom(0, 1, 60_000, 100_001, 0.5).map((amount) => (at) => charging.charge(at, { amount })),
};

export const pricingWalk: Walk<Pricing, PricingCommand, PricingEvent> = {
  machine: pricing,
  rare: [],
  book: pricingBook,
  cast,
  waits,
};
