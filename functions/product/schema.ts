import * as z from 'zod';
import { pricingState } from '../../shared/domain/pricing.ts';
import {
  MAX_BUILT_ON,
  MAX_PRODUCT_CHANNELS,
  MAX_PRODUCT_DATASETS,
  productState,
} from '../../shared/domain/product-schema.ts';
import { delistingGround, grain, processingForm, unit, use } from '../../shared/domain/product-terms.ts';
import { scope } from '../../shared/domain/scope.ts';
import { fieldName } from '../../shared/domain/scope-values.ts';
import { articleId, id, instant, localDate, roles } from '../../shared/domain/values.ts';
import { checkCreditCode } from '../../shared/law/identifiers.ts';
import { givenDocument, jsonDocument } from '../../shared/store/given.ts';
import { listed } from '../../shared/store/lists.ts';

/** Characters that make a text look other than it reads: controls, half surrogates, direction overrides. */
const deceptive = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u;
const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !deceptive.test(text), 'one line of printable characters');

/** Any number: whether it is an amount of money is judged with its article. */
const amount = z.number().min(-1e15).max(1e15);

const declaration = {
  title: oneLine(200),
  description: oneLine(500),
  /** An office, never a person. */
  contact: oneLine(100),
  contactDetails: oneLine(200),
  charge: use,
  form: processingForm,
  grain,
  /** How it is made, and the fields that leave. */
  processing: z.strictObject({
    method: z.string().trim().min(10).max(8_000),
    output: z.array(fieldName).min(1).max(200),
  }),
  /** Dataset → the fields that go into it. */
  scope: z
    .record(id, z.array(fieldName).min(1).max(200))
    .refine((given) => scope.safeParse({ v: 1, datasets: given }).success, 'too many fields')
    .refine((given) => {
      const count = Object.keys(given).length;
      return count >= 1 && count <= MAX_PRODUCT_DATASETS;
    }, `from 1 to ${MAX_PRODUCT_DATASETS} datasets`),
  channels: z
    .array(id)
    .max(MAX_PRODUCT_CHANNELS)
    .refine((given) => new Set(given).size === given.length, 'one of them stands twice')
    .default([]),
  /** Delivered products that it is developed from. */
  builtOn: z.array(id).max(MAX_BUILT_ON).default([]),
  from: localDate,
  until: localDate,
  unit,
};
export const declareBody = z
  .strictObject({ agreement: id, replaces: id.optional(), ...declaration })
  .transform((body) => ({ ...body, sheet: jsonDocument(body.processing) }));
export type DeclareBody = z.infer<typeof declareBody>;
export const reviseBody = z
  .strictObject(declaration)
  .transform((body) => ({ ...body, sheet: jsonDocument(body.processing) }));
export const reviewBody = z.strictObject({ document: givenDocument });
export const reasonsBody = z.strictObject({ reasons: givenDocument });
export const ceilingBody = z.strictObject({ from: localDate, amount, document: givenDocument });
export const priceBody = z.strictObject({ from: localDate, amount });
export const delistBody = z.strictObject({
  ground: delistingGround.exclude(['replaced']),
  document: givenDocument.optional(),
});
export const registrationBody = z.strictObject({ registration: id });

/** Buyer and contract go into one document; the code is normalised, and a wrong one is never stored. */
export const deliverBody = z
  .strictObject({
    buyer: z.strictObject({ name: oneLine(200), creditCode: z.string().max(64) }),
    contract: oneLine(60),
    use,
    condition: givenDocument.optional(),
    quantity: z.int().min(1).max(1_000_000_000),
    unitPrice: amount.default(0),
  })
  .transform(({ buyer, contract, ...said }) => {
    const checked = checkCreditCode(buyer.creditCode);
    const code = checked.ok ? checked.code : '';
    return {
      ...said,
      defect: checked.ok ? undefined : checked.defect,
      creditCode: code,
      record: jsonDocument({ buyer: { name: buyer.name, creditCode: code }, contract } satisfies DeliveryRecord),
    };
  });
/** What the document of a delivery says. */
export const deliveryRecord = z.strictObject({
  buyer: z.strictObject({ name: z.string(), creditCode: z.string() }),
  contract: z.string(),
});
export type DeliveryRecord = z.infer<typeof deliveryRecord>;

const approvedBy = z.strictObject({ number: oneLine(60), document: givenDocument });
export const revenueBody = z.strictObject({ cap: amount, basis: givenDocument });
export const approvalBody = z.strictObject({ reform: approvedBy, authority: approvedBy });

export const params = z.strictObject({ id });
const page = {
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const productsQuery = z.strictObject({
  status: z.enum(productState.options.map((option) => option.shape.status.value)).default('listed'),
  ...page,
});

const words = z.object({ zh: z.string(), en: z.string() });
/** Why it may not be sold now, and who lifts that. */
const reason = z.object({
  gate: z.string(),
  article: articleId,
  detail: words,
  liftedBy: roles.optional(),
  measure: id.optional(),
});
export const productView = z.object({ id, version: z.int(), product: productState });
export const productReadView = productView.extend({
  asOf: instant,
  standing: z.enum(['on-sale', 'not-yet', 'expired', 'suspended']),
  reasons: z.array(reason),
  price: z.int().optional(),
  ceiling: z.int().optional(),
});
export const pricingView = z.object({
  id,
  version: z.int(),
  pricing: pricingState,
  /** What may still be charged this year; absent before the revenue is approved. */
  left: z.int().optional(),
});
export const listView = z.object({ items: z.array(listed), cursor: z.string().optional() });
