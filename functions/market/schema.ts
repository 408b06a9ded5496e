import * as z from 'zod';
import { grain, processingForm, unit, use } from '../../shared/domain/product-terms.ts';
import { id, instant, jurisdiction, localDate } from '../../shared/domain/values.ts';
import { yearlyFigures } from '../../shared/domain/yearly.ts';
import { type DivisionCode, divisions } from '../../shared/law/identifiers.ts';

/** Language of a page; without it the browser's preference counts. */
const lang = z.enum(['zh', 'en']).optional();
const codes = Object.keys(divisions) as [DivisionCode, ...DivisionCode[]]; // Object.keys forgets the key type

export const pageQuery = z.strictObject({ lang });
export const listQuery = z.strictObject({
  lang,
  jurisdiction: z.enum(codes).default('511700'),
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const params = z.strictObject({ id });

export const productView = z.object({
  ...{ id, title: z.string(), description: z.string(), operator: z.string(), jurisdiction, edition: z.int() },
  ...{ charge: use, form: processingForm, grain, unit },
  standing: z.enum(['on-sale', 'not-yet', 'expired', 'suspended']),
  ...{ from: localDate, until: localDate, listedAt: instant, contact: z.string(), contactDetails: z.string() },
  price: z.int().optional(),
  registered: z.string().optional(),
});
const cursor = z.string().optional();
const side = z.enum(['operator', 'grantor']);
export const disclosureView = z.object({
  ...{ id, side, title: z.string(), operator: z.string(), grantor: z.string(), year: z.int(), edition: z.int() },
  ...{ late: z.boolean(), publishedAt: instant, figures: yearlyFigures },
});
const overdueView = z.object({ id, title: z.string(), year: z.int(), dueAt: instant });

export const marketView = z.object({ items: z.array(productView), cursor });
export const disclosuresView = z.object({ items: z.array(disclosureView), overdue: z.array(overdueView), cursor });
export const disclosuresQuery = listQuery.extend({ side: side.default('operator') });
export const disclosureParams = z.strictObject({ side, id });
export const disclosureQuery = pageQuery.extend({ format: z.enum(['json', 'csv']).optional() });
