import * as z from 'zod';
import { localDate } from '../law/time.ts';
import {
  type Decision,
  type Envelope,
  type In,
  type Machine,
  notFound,
  type Refusal,
  refuse,
  refuseAll,
  type Transitions,
} from './decision.ts';
import { fen, notFen, yuan } from './money.ts';
import { pricingStates } from './states.ts';
import { type DocumentRef, documentRef, id, instant, jurisdiction } from './values.ts';

/** So many products stand under one agreement: with all of them a yearly statement still fits one answer. */
export const MAX_PRODUCTS = 60;
const MAX_YEARS = 12;

const links = { operator: id, grantor: id, jurisdiction, title: z.string().max(200).regex(/\S/) };
/** Number of a government document, as it prints it. */
const number = z.string().max(60).regex(/\S/);
/** Approved revenue 准许收入 of one year: what 发改 and the data authority approved, each by its document. */
const approval = z.strictObject({
  cap: fen,
  reform: z.strictObject({ number, document: documentRef }),
  authority: z.strictObject({ number, document: documentRef }),
  by: id,
  at: instant,
});
const proposal = z.strictObject({ cap: fen, basis: documentRef, by: id, at: instant });
const account = {
  ...links,
  products: z.array(id).max(MAX_PRODUCTS),
  proposal: proposal.optional(),
  /** Charged in each year, over all products. */
  years: z.array(z.strictObject({ year: z.int().min(2000).max(9999), revenue: fen })).max(MAX_YEARS),
};

/** What the operation of one agreement may earn, and what it has earned; its id is the agreement's. @see PRICE */
export const pricingState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('open'), ...account }),
  z.strictObject({ status: z.literal('approved'), ...account, approval }),
]);
export type Pricing = z.infer<typeof pricingState>;

export const pricingEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('enrolled'), at: instant, ...links, product: id }),
  z.strictObject({ type: z.literal('revenue-proposed'), at: instant, ...links, proposal }),
  z.strictObject({ type: z.literal('revenue-declined'), at: instant, by: id, reasons: documentRef }),
  z.strictObject({ type: z.literal('revenue-approved'), at: instant, approval }),
  z.strictObject({ type: z.literal('charged'), at: instant, product: id, delivery: id, amount: fen }),
]);
export type PricingEvent = z.infer<typeof pricingEvent>;

type Links = z.infer<z.ZodObject<typeof links>>;
type Approval = Omit<z.infer<typeof approval>, 'cap' | 'by' | 'at'>;
export type PricingCommand = Envelope &
  (
    | ({ type: 'enrol'; product: string } & Links)
    | ({ type: 'propose-revenue'; cap: number; basis: DocumentRef } & Links)
    | { type: 'decline-revenue'; reasons: DocumentRef }
    | ({ type: 'approve-revenue' } & Approval)
    | { type: 'charge'; product: string; delivery: string; amount: number }
  );

type Command<K extends PricingCommand['type']> = Extract<PricingCommand, { type: K }>;
type Known = In<Pricing, 'open'> | In<Pricing, 'approved'>;

const transitions: Transitions<Pricing, PricingCommand, PricingEvent> = {
  enrol: {
    by: ['operator'],
    article: 'PRICE',
    label: { zh: '列入产品', en: 'enrol a product' },
    none: (command) => enrol(command, []),
    open: (command, { products }) => enrol(command, products),
    approved: (command, { products }) => enrol(command, products),
  },
  'propose-revenue': {
    by: ['grantor'],
    article: 'PRICE',
    label: { zh: '提出准许收入', en: 'propose the revenue to be approved' },
    tells: ['data-authority'],
    none: propose,
    open: propose,
    approved: propose,
  },
  'decline-revenue': {
    by: ['data-authority'],
    article: 'PRICE',
    label: { zh: '不予核定准许收入', en: 'decline to approve the revenue' },
    tells: ['grantor'],
    open: decline,
    approved: decline,
  },
  'approve-revenue': {
    by: ['data-authority'],
    article: 'PRICE',
    label: { zh: '核定准许收入', en: 'approve the revenue' },
    tells: ['grantor', 'operator'],
    open: approve,
    approved: approve,
  },
  charge: {
    by: ['operator'],
    article: 'PRICE',
    label: { zh: '计入收入', en: 'charge to the account' },
    open: (command) => refuseAll(notFen(command.amount, '/amount')) ?? unapproved,
    approved: charge,
  },
};

/** Revenue and price of one agreement 收益与价格. @see PRICE */
export const pricing: Machine<Pricing, PricingCommand, PricingEvent> = {
  aggregate: 'pricing',
  label: { zh: '收益与价格', en: 'revenue account' },
  states: pricingStates,
  state: pricingState,
  event: pricingEvent,
  initial: { status: 'none' },
  transitions,
  evolve,
  parties: (state) => (state.status === 'none' ? {} : { operator: state.operator, grantor: state.grantor }),
  clocks: () => [],
  summary: (state) =>
    state.status === 'none'
      ? { jurisdiction: '000000' }
      : { jurisdiction: state.jurisdiction, title: state.title, party: state.operator },
};

/** What one year has earned so far. */
export const revenueOf = (years: Known['years'], year: number): number =>
  years.find((one) => one.year === year)?.revenue ?? 0;

function enrol({ at, actor, product, ...said }: Command<'enrol'>, products: readonly string[]): Decision<PricingEvent> {
  if (said.operator !== actor.organization) return notFound('foreign', 'PRICE');
  if (products.includes(product)) return [];
  if (products.length >= MAX_PRODUCTS) {
    const zh = `一份协议最多申报 ${MAX_PRODUCTS} 个产品（含各版本）`;
    return refuse('POLICY-9', { zh, en: `at most ${MAX_PRODUCTS} products, versions included, under one agreement` });
  }
  return [{ type: 'enrolled', at, ...linksOf(said), product }];
}

function propose({ at, actor, cap, basis, ...said }: Command<'propose-revenue'>): Decision<PricingEvent> {
  if (said.grantor !== actor.organization) return notFound('foreign', 'PRICE');
  const proposed = { cap, basis, by: actor.person, at };
  return refuseAll(notFen(cap, '/cap')) ?? [{ type: 'revenue-proposed', at, ...linksOf(said), proposal: proposed }];
}

function decline({ at, actor, reasons }: Command<'decline-revenue'>, { proposal }: Known): Decision<PricingEvent> {
  return proposal ? [{ type: 'revenue-declined', at, by: actor.person, reasons }] : noProposal();
}

function approve({ at, actor, reform, authority }: Command<'approve-revenue'>, state: Known): Decision<PricingEvent> {
  const { proposal } = state;
  if (!proposal) return noProposal();
  if (proposal.by === actor.person) {
    return refuse('POLICY-7', { zh: '提出人不得自行核定', en: 'whoever proposed it cannot approve it' });
  }
  return [{ type: 'revenue-approved', at, approval: { cap: proposal.cap, reform, authority, by: actor.person, at } }];
}

/** Nothing is charged beyond the approved revenue of the year. */
function charge(
  { at, product, delivery, amount }: Command<'charge'>,
  state: In<Pricing, 'approved'>,
): Decision<PricingEvent> {
  const wrong = refuseAll(notFen(amount, '/amount'));
  if (wrong) return wrong;
  const earned = revenueOf(state.years, yearOf(at));
  if (earned + amount > state.approval.cap) {
    const left = Math.max(0, state.approval.cap - earned);
    return refuse('PRICE', {
      zh: `将超出本年度准许收入，尚余 ${yuan(left)} 元；请先重新核定或调整价格`,
      en: `beyond the revenue approved for the year, ${yuan(left)} yuan are left: have it approved anew or lower the price`,
    });
  }
  return [{ type: 'charged', at, product, delivery, amount }];
}

const yearOf = (at: Envelope['at']): number => Number(localDate(at).slice(0, 4));

const noProposal = (): Refusal => refuse('PRICE', { zh: '没有待核定的准许收入', en: 'no revenue waits for approval' });

const unapproved: Refusal = refuse('PRICE', {
  zh: '准许收入尚未核定，不得收费',
  en: 'nothing is charged before the revenue is approved',
});

function evolve(state: Pricing, event: PricingEvent): Pricing {
  switch (event.type) {
    case 'enrolled': {
      const begun = state.status === 'none' ? empty(event) : state;
      return { ...begun, products: [...begun.products, event.product] };
    }
    case 'revenue-proposed': {
      const begun = state.status === 'none' ? empty(event) : state;
      return { ...begun, proposal: event.proposal };
    }
    case 'revenue-declined': {
      if (state.status === 'none') return state;
      const { proposal: _, ...rest } = state;
      return rest;
    }
    case 'revenue-approved': {
      if (state.status === 'none') return state;
      const { proposal: _, ...rest } = state;
      return { ...rest, status: 'approved', approval: event.approval };
    }
    case 'charged': {
      if (state.status === 'none') return state;
      const year = yearOf(event.at);
      const others = state.years.filter((one) => one.year !== year);
      return { ...state, years: [...others, { year, revenue: revenueOf(state.years, year) + event.amount }] };
    }
  }
}

const empty = (said: Links): In<Pricing, 'open'> => ({ status: 'open', ...linksOf(said), products: [], years: [] });

const linksOf = ({ operator, grantor, jurisdiction, title }: Links): Links => ({
  operator,
  grantor,
  jurisdiction,
  title,
});
