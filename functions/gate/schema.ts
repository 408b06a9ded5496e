// zod/mini: these schemas stand in the gate's bundle, which stays small.
import * as z from 'zod/mini';
import { purpose } from '../../shared/domain/scope.ts';
import { cutReasons } from '../../shared/store/served.ts';

/** Rows of a page, unless told, and at most. A page ends before PAGE_BYTES anyway. */
const ROWS = 5_000;
const MAX_ROWS = 50_000;

const id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));

export const dataParams = z.strictObject({ id });

/** A page from `cursor` on, or everything in one stream. */
export const dataQuery = z
  .strictObject({
    cursor: z.optional(z.string().check(z.maxLength(1_024))),
    limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(MAX_ROWS))),
    stream: z.optional(z.enum(['true', 'false'])),
    /** What the data is for, where the scope names it; or in the header Purpose, percent-encoded. */
    purpose: z.optional(purpose),
  })
  .check(
    z.refine(({ stream, cursor, limit }) => stream !== 'true' || (cursor === undefined && limit === undefined), {
      error: 'a stream takes neither cursor nor limit',
      path: ['stream'],
    }),
  );
export const rowsOf = ({ limit = ROWS }: { limit?: number | undefined }): number => limit;

export const deliveryParams = z.strictObject({ delivery: z.string().check(z.regex(/^\d{10}-[1-9]\d{0,11}$/)) });
export const deliveryQuery = z.strictObject({ channel: id });

const count = z.int().check(z.minimum(0));

/** A delivery as its recipient reads it. `unknown`: still running, or its record was never closed. */
export const deliveryView = z.strictObject({
  delivery: z.string(),
  channel: z.string(),
  serial: count,
  startedAt: z.string(),
  completeness: z.enum(['complete', 'cut', 'unknown']),
  /** Known when it has ended. */
  rows: z.optional(count),
  bytes: z.optional(count),
  /** SHA-256 of all bytes handed on, hexadecimal. */
  digest: z.optional(z.string()),
  endedAt: z.optional(z.string()),
  /** While unknown: no more than this many. */
  atMostBytes: z.optional(count),
  reason: z.optional(z.enum(cutReasons)),
  explained: z.strictObject({ zh: z.string(), en: z.string() }),
  grounds: z.optional(
    z.array(z.strictObject({ gate: z.string(), article: z.string(), measure: z.optional(z.string()) })),
  ),
});
export type DeliveryView = z.infer<typeof deliveryView>;
