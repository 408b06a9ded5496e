import * as z from 'zod';
import { id } from '../../shared/domain/values.ts';

const segment = z.string().max(16);

/** A tile's address in its parts; whether it is one, `parseTilePath` says. */
export const tileParams = z.strictObject({
  level: z.string().max(8),
  a: segment,
  b: segment.optional(),
  c: segment.optional(),
  d: segment.optional(),
});

export const proofParams = z.strictObject({ eventId: id });

const size = z
  .string()
  .regex(/^[1-9]\d{0,15}$/)
  .transform(Number)
  .pipe(z.int());
export const consistencyQuery = z.strictObject({ from: size, to: size });

/** What a newcomer needs to begin checking. `custody`: whether the key lives in a file here or in the key service. */
export const logView = z.strictObject({
  origin: z.string(),
  vkeys: z.array(z.string()),
  custody: z.enum(['file', 'key-service']),
  size: z.int(),
  root: z.string(),
  publishedAt: z.string(),
  checkpoint: z.string(),
  tiles: z.string(),
  proof: z.string(),
  consistency: z.string(),
});

/** What opens the leaf of each change of keys: `c` of the leaf follows from record and seed (leaf v1). */
export const keyChanges = z.strictObject({
  changes: z.array(
    z.strictObject({
      event: id,
      index: z.int(),
      /** 32 bytes, base64: the salt of a field is HMAC-SHA-256 of its JSON pointer under it. */
      seed: z.string(),
      record: z.record(z.string(), z.json()),
    }),
  ),
});

/** `?lang=en` for a page in English whatever the browser prefers. */
export const pageQuery = z.strictObject({ lang: z.enum(['zh', 'en']).optional() });
