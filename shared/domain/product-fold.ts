import { localDate } from '../law/time.ts';
import type { In } from './decision.ts';
import type { Content, Delivered, Product, ProductEvent, Sold } from './product-schema.ts';

type Known = Exclude<Product, { status: 'none' }>;
type Priced = In<Product, 'reviewed'> | In<Product, 'listed'>;

/** Folds one event; total: what a state does not know leaves it as it is. */
export function evolve(state: Product, event: ProductEvent): Product {
  if (event.type === 'declared') {
    const { type: _, at, by, ...said } = event;
    return state.status === 'none' ? { status: 'declared', ...said, declaredBy: by, declaredAt: at } : state;
  }
  switch (state.status) {
    case 'none':
    case 'delisted':
    case 'rejected':
      return state;
    case 'declared':
    case 'returned':
    case 'security-reviewed':
      return whileReviewed(state, event);
    case 'reviewed':
      return whilePriced(state, event);
    case 'listed':
      return whileListed(state, event);
  }
}

function whileReviewed(
  state: In<Product, 'declared'> | In<Product, 'returned'> | In<Product, 'security-reviewed'>,
  event: ProductEvent,
): Product {
  switch (event.type) {
    case 'revised': {
      const { type: _, at: declaredAt, by: declaredBy, ...content } = event;
      return { status: 'declared', ...linksOf(state), ...content, declaredBy, declaredAt };
    }
    case 'returned':
      return { status: 'returned', ...declaredOf(state), reasons: event.reasons };
    case 'rejected':
      return { status: 'rejected', ...declaredOf(state), reasons: event.reasons, rejectedAt: event.at };
    case 'security-passed': {
      const { by, at, document } = event;
      return { status: 'security-reviewed', ...declaredOf(state), securityReview: { by, at, document } };
    }
    case 'business-passed': {
      if (state.status !== 'security-reviewed') return state;
      const { by, at, document } = event;
      return { ...state, status: 'reviewed', businessReview: { by, at, document }, ceilings: [], prices: [] };
    }
    case 'declared':
    case 'ceiling-set':
    case 'price-set':
    case 'listed':
    case 'delivered':
    case 'registration-linked':
    case 'delisted':
      return state;
  }
}

function whilePriced<S extends Priced>(state: S, event: ProductEvent): Product {
  if (event.type === 'ceiling-set') return { ...state, ceilings: [...state.ceilings, event.ceiling] };
  if (event.type === 'price-set') return { ...state, prices: [...state.prices, event.price] };
  if (event.type === 'listed' && state.status === 'reviewed') {
    return { ...state, status: 'listed', listedAt: event.at, sold: [] };
  }
  return state;
}

function whileListed(state: In<Product, 'listed'>, event: ProductEvent): Product {
  if (event.type === 'delivered') return { ...state, sold: soldAfter(state.sold, event) };
  if (event.type === 'registration-linked') return { ...state, registration: event.registration };
  if (event.type !== 'delisted') return whilePriced(state, event);
  return { ...state, status: 'delisted', delistedAt: event.at, ground: event.ground };
}

/** The year is that of the delivery in Asia/Shanghai. */
function soldAfter(sold: readonly Sold[], { at, use, quantity, amount }: Delivered): Sold[] {
  const year = Number(localDate(at).slice(0, 4));
  const before = sold.find((one) => one.year === year) ?? { year, deliveries: 0, free: 0, quantity: 0, revenue: 0 };
  const after = {
    year,
    deliveries: before.deliveries + 1,
    free: before.free + (use === 'public-good' ? 1 : 0),
    quantity: before.quantity + quantity,
    revenue: before.revenue + amount,
  };
  return [...sold.filter((one) => one.year !== year), after];
}

const linksOf = ({ agreement, operator, grantor, jurisdiction, edition, replaces }: Known) => ({
  agreement,
  operator,
  grantor,
  jurisdiction,
  edition,
  ...(replaces !== undefined && { replaces }),
});

export const contentOfProduct = (state: Known): Content => {
  const { title, description, contact, contactDetails, charge, form, grain, processing } = state;
  const { scope, datasets, channels, builtOn, from, until, unit } = state;
  return {
    ...{ title, description, contact, contactDetails, charge, form, grain, processing },
    ...{ scope, datasets, channels, builtOn, from, until, unit },
  };
};

const declaredOf = (state: Known) => ({
  ...linksOf(state),
  ...contentOfProduct(state),
  declaredBy: state.declaredBy,
  declaredAt: state.declaredAt,
});
