import * as z from 'zod/mini';
import type { ArticleId } from '../law/articles/titles.ts';
import type { LegalRole } from '../law/roles.ts';
import { type Instant, isInstant } from '../law/time.ts';

/*
 * zod/mini, and types only from the rest of the domain: this module stands in the gate's bundle, which stays small.
 * The table of articles and the other machines' schemas must not come along.
 */

/** A source byte may be read while less than this has passed since the admitting read began (monotonic milliseconds). */
export const FRESH_MS = 2_000;
/** From a measure's commit until nothing below it can still read: freshness, and a second for the last read to end. */
export const CONFIRM_MS = 3_000;
/** Live key thumbprints on one channel: two in use, two overlapping while they are exchanged. */
export const MAX_KEYS = 4;

const id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const instant = z.custom<Instant>((value) => typeof value === 'string' && isInstant(value), 'not an instant');
/** Form only: what is read here was checked against the articles when it was written. */
const article = z.custom<ArticleId>((value) => typeof value === 'string' && /^[A-Z0-9]+-[\dA-Z()]+$/.test(value));
const role = z.custom<LegalRole>((value) => typeof value === 'string' && /^[a-z-]{1,40}$/.test(value));

const gateHold = z.strictObject({
  measure: id,
  case: id,
  verb: z.enum(['restrict', 'suspend', 'close']),
  article,
  liftedBy: z.array(role).check(z.maxLength(20)),
  at: instant,
  scope: z.optional(sha256),
});

/** What a channel hangs on, for ever: one dataset to one organization on one basis. */
export const links = z.strictObject({
  organization: id,
  dataset: id,
  basis: z.strictObject({ kind: z.enum(['agreement', 'sharing', 'opening']), id }),
});
export type Links = z.infer<typeof links>;

/**
 * What one stream says at the gate, read at every request; final, because data outlives code. `from` and `until` are
 * the first moment in and the first moment out. `scope`: hash of a scope document. `ended`: for good.
 * `consolidate`: more measures than fit (POLICY-4). Channel: `links`, `keys`; organization: `mainland`; dataset:
 * `exclusions` (hash of the list of excluded subjects). What supply must stand on is judged by standing.ts.
 */
export const gate = z.strictObject({
  from: z.optional(instant),
  until: z.optional(instant),
  scope: z.optional(sha256),
  ended: z.optional(z.strictObject({ at: instant, article, measure: z.optional(id) })),
  holds: z.record(id, gateHold),
  consolidate: z.optional(z.literal(true)),
  links: z.optional(links),
  /** JWK thumbprints (RFC 7638, base64url) that may ask here; absent: every live key of the organization. */
  keys: z.optional(z.array(z.string().check(z.regex(/^[\w-]{43}$/))).check(z.maxLength(MAX_KEYS))),
  mainland: z.optional(z.boolean()),
  exclusions: z.optional(sha256),
  /**
   * Dataset: its level, the stricter of its entry's and the competent catalogue's (DSL-21), the open source dispute
   * (DZ-47), and the first moment at which its risk assessment counts no longer (NDR-31).
   */
  level: z.optional(z.enum(['important', 'core'])),
  disputed: z.optional(id),
  assessed: z.optional(instant),
  /** Agreement: LOCAL-1 is switched by a recorded basis; the important datasets whose assessment it declares (NDR-31). */
  excepts: z.optional(z.literal(true)),
  declared: z.optional(z.array(id).check(z.maxLength(20))),
  /** Organization, a contractor of the platform: the first moment out of its contract and review; none in force: empty (DZ-46). */
  reviewed: z.optional(z.strictObject({ until: z.optional(instant) })),
});
export type Gate = z.infer<typeof gate>;
