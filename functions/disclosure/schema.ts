import * as z from 'zod';
import { entry } from '../../shared/domain/dataset-entry.ts';
import { articleId, id, instant, jurisdiction, localDate, periodId } from '../../shared/domain/values.ts';
import { type DivisionCode, divisions } from '../../shared/law/identifiers.ts';

/** Language of a page; without it the browser's preference counts. */
const lang = z.enum(['zh', 'en']).optional();

export const pageQuery = z.strictObject({ lang });
export const searchQuery = z.strictObject({ lang, q: z.string().trim().max(60).optional() });

const codes = Object.keys(divisions) as [DivisionCode, ...DivisionCode[]]; // Object.keys forgets the key type
export const listQuery = z.strictObject({
  lang,
  jurisdiction: z.enum(codes).default('511700'),
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const entryParams = z.strictObject({ id });
/** Any text: what is no rule of ours gets a page that names its neighbours. */
export const articleParams = z.strictObject({ article: z.string().min(1).max(40) });

const cursor = z.string().optional();
const text = z.object({ zh: z.string(), en: z.string() });

export const publicEntryView = z.object({
  ...entry.shape,
  id,
  unit: z.string(),
  jurisdiction,
  version: z.int(),
  publishedAt: instant,
});
export const catalogueView = z.object({ items: z.array(publicEntryView), cursor });

export const warningsView = z.object({
  items: z.array(z.object({ id, issuer: z.string(), text: z.string(), since: instant })),
  cursor,
});

export const noticesView = z.object({
  items: z.array(
    z.object({
      id,
      endsAt: instant,
      fields: z.object({
        title: z.string(),
        registrants: z.array(z.string()),
        kind: z.literal('first'),
        description: z.string(),
      }),
    }),
  ),
  cursor,
});

/** `number`: leads to that record. */
export const registerQuery = listQuery.extend({ number: z.string().trim().max(40).optional() });
export const numberParams = z.strictObject({ number: z.string().min(1).max(40) });
export const registerView = z.object({
  items: z.array(
    z.object({
      number: z.string(),
      title: z.string(),
      registrants: z.array(z.string()),
      category: z.enum(['resource', 'product']),
      expiresOn: localDate,
    }),
  ),
  cursor,
});
/** The record as GET /registrations/{id}/certificate shows it to its parties, with its editions. */
export const recordView = z.looseObject({
  number: z.string(),
  queryCode: z.string().nullable(),
  title: z.string(),
  editions: z.array(z.looseObject({ edition: z.int(), at: instant })),
});

const rule = z.object({
  id: articleId,
  title: text,
  says: text,
  source: text,
  rank: z.string(),
  standing: z.string(),
  since: z.string().optional(),
  until: z.string().optional(),
});
export const lawView = z.object({
  series: z.array(z.object({ name: z.string(), source: text, rules: z.array(rule) })),
});
export const articleView = z.object({
  ...rule.shape,
  clocks: z.array(z.looseObject({ id: periodId, what: text, from: text })),
  rows: z.array(z.looseObject({ command: z.string(), label: text, article: articleId })),
  routes: z.array(z.object({ method: z.string(), path: z.string(), operationId: z.string() })),
});

export const healthView = z.object({ status: z.literal('ok') });
