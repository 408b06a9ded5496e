import * as z from 'zod';
import type { Instant } from '../law/time.ts';
import type { Body, Delivered as Built } from './affiliates.ts';
import type { Envelope } from './decision.ts';
import { fen } from './money.ts';
import { delistingGround, grain, processingForm, unit, use } from './product-terms.ts';
import type { Upstream } from './product-upstream.ts';
import type { Scope } from './scope.ts';
import { type DocumentRef, documentRef, id, instant, jurisdiction, localDate, sha256 } from './values.ts';

/** A product rests on so many datasets, and is fed by so many channels: with agreement and operator 32 streams. */
export const MAX_PRODUCT_DATASETS = 20;
export const MAX_PRODUCT_CHANNELS = 10;
/** Other products that one is developed from. */
export const MAX_BUILT_ON = 10;
/** Dated versions of ceiling and of price on one product; a product that outlives them is declared anew. */
export const MAX_PRICES = 60;
/** Years in which one product may be delivered: more than two agreements in a row. */
const MAX_YEARS = 12;

const text = (length: number) => z.string().max(length).regex(/\S/);

/** Whose it is and under which agreement; never changes. `replaces`: the version that leaves when this one is listed. */
const links = {
  agreement: id,
  operator: id,
  grantor: id,
  jurisdiction,
  edition: z.int().positive(),
  replaces: id.optional(),
};
/** What is declared. Title, description and office contact are made to be public; the processing stands in a document. */
const content = {
  title: text(200),
  description: text(500),
  contact: text(100),
  contactDetails: text(200),
  /** Free for the public good, or paid up to a ceiling in industry (DZ-37). */
  charge: use,
  form: processingForm,
  grain,
  processing: documentRef,
  /** What it is made of: fields of datasets, as the agreement allowed them. */
  scope: sha256,
  datasets: z.array(id).min(1).max(MAX_PRODUCT_DATASETS),
  channels: z.array(id).max(MAX_PRODUCT_CHANNELS),
  /** Delivered products that it is developed from: never its operator’s own, nor an affiliate’s (OPS-6). */
  builtOn: z.array(id).max(MAX_BUILT_ON).default([]),
  /** First and last day, both included. */
  from: localDate,
  until: localDate,
  unit,
};
const contentShape = z.strictObject(content);
export type Content = z.infer<typeof contentShape>;

const review = z.strictObject({ by: id, at: instant, document: documentRef });
/** A ceiling of the granting body; `trialUntil`: the first moment at which a trial price no longer holds. */
const ceiling = z.strictObject({ from: localDate, amount: fen, trialUntil: instant.optional(), document: documentRef });
export type Ceiling = z.infer<typeof ceiling>;
const price = z.strictObject({ from: localDate, amount: fen });
export type Price = z.infer<typeof price>;
/** One year of deliveries. `free`: those for the public good. */
const sold = z.strictObject({
  year: z.int().min(2000).max(9999),
  deliveries: z.int(),
  free: z.int(),
  quantity: z.int(),
  revenue: fen,
});
export type Sold = z.infer<typeof sold>;

const declared = { ...links, ...content, declaredBy: id, declaredAt: instant };
const secured = { ...declared, securityReview: review };
const reviewed = {
  ...secured,
  businessReview: review,
  ceilings: z.array(ceiling).max(MAX_PRICES),
  prices: z.array(price).max(MAX_PRICES),
};
const listed = {
  ...reviewed,
  listedAt: instant,
  sold: z.array(sold).max(MAX_YEARS),
  /** Its registration 登记, once there is one (REG-13). */
  registration: id.optional(),
};

/**
 * Data product 数据产品. Frozen is no state: whether its upstream is cut is computed from the gates at each use, so that
 * it can never be out of date. @see DZ-36, OPS-21
 */
export const productState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('declared'), ...declared }),
  z.strictObject({ status: z.literal('returned'), ...declared, reasons: documentRef }),
  z.strictObject({ status: z.literal('security-reviewed'), ...secured }),
  z.strictObject({ status: z.literal('reviewed'), ...reviewed }),
  z.strictObject({ status: z.literal('listed'), ...listed }),
  z.strictObject({ status: z.literal('delisted'), ...listed, delistedAt: instant, ground: delistingGround }),
  z.strictObject({ status: z.literal('rejected'), ...declared, reasons: documentRef, rejectedAt: instant }),
]);
export type Product = z.infer<typeof productState>;

/** Buyer, code and contract stand in a document: who buys what is between the two sides. */
const delivery = {
  delivery: id,
  record: documentRef,
  use,
  /** On what a free use rests (DZ-37). */
  condition: documentRef.optional(),
  quantity: z.int().min(1).max(1_000_000_000),
  unitPrice: fen,
  amount: fen,
};

export const productEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('declared'), at: instant, by: id, ...links, ...content }),
  z.strictObject({ type: z.literal('revised'), at: instant, by: id, ...content }),
  z.strictObject({ type: z.literal('security-passed'), at: instant, by: id, document: documentRef }),
  z.strictObject({ type: z.literal('business-passed'), at: instant, by: id, document: documentRef }),
  z.strictObject({ type: z.literal('returned'), at: instant, by: id, reasons: documentRef }),
  z.strictObject({ type: z.literal('rejected'), at: instant, by: id, reasons: documentRef }),
  z.strictObject({ type: z.literal('ceiling-set'), at: instant, by: id, ceiling }),
  z.strictObject({ type: z.literal('price-set'), at: instant, by: id, price }),
  z.strictObject({ type: z.literal('listed'), at: instant, by: id }),
  z.strictObject({ type: z.literal('delivered'), at: instant, by: id, ...delivery }),
  z.strictObject({ type: z.literal('registration-linked'), at: instant, registration: id }),
  z.strictObject({
    type: z.literal('delisted'),
    at: instant,
    by: id,
    ground: delistingGround,
    document: documentRef.optional(),
  }),
]);
export type ProductEvent = z.infer<typeof productEvent>;
export type Delivered = Extract<ProductEvent, { type: 'delivered' }>;

type Links = z.infer<z.ZodObject<typeof links>>;

/** What a declaration is judged by, read in one consistent look. */
export interface DeclarationFacts {
  /** What is asked for: dataset → fields. */
  readonly asked: Scope;
  /** Names of the fields that leave, as the processing sheet says. */
  readonly output: readonly string[];
  /** Owners of the named channels; each must be this operator's, under this agreement. */
  readonly channels: readonly { readonly id: string; readonly own: boolean }[];
  readonly upstream: Upstream;
  /** The operator with what it declared of its affiliates, and who delivered what it builds on; absent: no such product. */
  readonly operator: Body;
  readonly builtOn: readonly (Built | { readonly pointer: string; readonly by?: undefined })[];
  /** The version it replaces, if any. */
  readonly former?: { readonly own: boolean; readonly listed: boolean };
}

/** Who develops, and who delivered what it is built on: as declared by then, so it is looked at again at listing (OPS-6). */
export type Origin = Pick<DeclarationFacts, 'operator' | 'builtOn'>;

/** `scope` of the content stands for what `facts.upstream` allows of what was asked. */
export type ProductCommand = Envelope &
  (
    | ({ type: 'declare'; facts: DeclarationFacts } & Links & Content)
    | ({ type: 'revise'; facts: DeclarationFacts } & Content)
    | { type: 'pass-security-review'; document: DocumentRef }
    | { type: 'pass-business-review'; document: DocumentRef }
    | { type: 'return'; reasons: DocumentRef }
    | { type: 'reject'; reasons: DocumentRef }
    | {
        type: 'set-ceiling';
        from: Ceiling['from'];
        amount: number;
        document: DocumentRef;
        /** Revenue approved for the agreement, and when the trial prices of its operation end. */
        facts: { readonly approved: boolean; readonly trialUntil: Instant };
      }
    | { type: 'set-price'; from: Price['from']; amount: number }
    | { type: 'list'; facts: Offer & Origin }
    | ({ type: 'deliver'; facts: Offer } & Omit<Delivered, 'type' | 'at' | 'by' | 'amount'>)
    | { type: 'link-registration'; registration: string; facts: { readonly coded: boolean; readonly own: boolean } }
    | { type: 'delist'; ground: z.infer<typeof delistingGround>; document?: DocumentRef | undefined }
  );

/** What a listing and each delivery are judged by: the product's own scope, and its upstream as it is now. */
export interface Offer {
  readonly scope: Scope;
  readonly upstream: Upstream;
}
