import * as z from 'zod';
import { draftEntry, entry, MAX_ITEMS, openingGround } from '../../shared/domain/dataset-entry.ts';
import { datasetEvent, datasetState } from '../../shared/domain/dataset-schema.ts';
import { fieldName } from '../../shared/domain/scope-values.ts';
import { articleId, id, instant, jurisdiction } from '../../shared/domain/values.ts';
import { listed } from '../../shared/store/lists.ts';

export const datasetParams = z.strictObject({ id });

/** A command that needs no more than its address: unknown members are refused all the same. */
export const nothing = z.strictObject({});

/** `source`: the one legal source unit 数源单位, the caller's own unless told (DZ-14). */
export const draftBody = z.strictObject({ source: id.optional(), entry: draftEntry });
export const editBody = z.strictObject({ entry: draftEntry });
export const reasonBody = z.strictObject({ reason: z.string().trim().min(2).max(1000) });

/** `evidence`: what supports the ground, as text; it is kept as a document (DZ-25). */
export const confirmBody = z.strictObject({
  fields: z.array(fieldName).min(1).max(MAX_ITEMS),
  ground: openingGround,
  reason: z.string().trim().min(2).max(500),
  evidence: z.string().trim().min(2).max(20_000).optional(),
});

export const MAX_ROWS = 100;

/**
 * One normalised row of an import. The same `key` again changes nothing; with `merge` the row fills in what the entry
 * under that key lacks.
 */
const importRow = z.strictObject({
  key: z.string().regex(/^[\w-]{1,128}$/),
  source: id,
  entry: draftEntry,
  merge: z.literal(true).optional(),
});
export type ImportRow = z.infer<typeof importRow>;
export const importBody = z.strictObject({ rows: z.array(importRow).min(1).max(MAX_ROWS) });

const status = z.enum(['draft', 'submitted', 'returned', 'approved', 'published', 'withdrawn']);
export const listQuery = z.strictObject({
  status: status.optional(),
  jurisdiction: jurisdiction.optional(),
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What those see who neither made nor review the entry: its published content. */
const published = z.object({
  status: z.literal('published'),
  source: id,
  jurisdiction,
  entry,
  version: z.int(),
  publishedAt: instant,
});
export const datasetView = z.object({ id, version: z.int(), dataset: z.union([datasetState, published]) });
export const listView = z.object({ items: z.array(listed), cursor: z.string().optional() });

const difference = z.object({
  /** JSON pointer into the entry; an information item stands under its name. */
  pointer: z.string(),
  before: z.json().optional(),
  after: z.json().optional(),
});
export type Difference = z.infer<typeof difference>;

export const historyView = z.object({
  id,
  steps: z.array(
    z.object({
      version: z.int(),
      at: instant,
      person: id,
      organization: id,
      type: z.enum(datasetEvent.options.map((option) => option.shape.type.value)),
      reason: z.string().optional(),
      /** Against the entry as it stood before this step. */
      differences: z.array(difference),
    }),
  ),
  /** More steps than one answer takes: the oldest are shown. */
  more: z.boolean(),
});

const outcome = z.object({
  key: z.string(),
  result: z.enum(['imported', 'merged', 'returned']),
  /** The entry that the row became or went into. */
  dataset: id.optional(),
  reasons: z.array(z.object({ article: articleId, detail: z.string(), pointer: z.string().optional() })),
});
export type ImportOutcome = z.infer<typeof outcome>;
export const importView = z.object({
  totals: z.object({ imported: z.int(), merged: z.int(), returned: z.int() }),
  rows: z.array(outcome),
});
