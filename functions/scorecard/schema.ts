import * as z from 'zod';
import { parts } from '../../shared/domain/scorecard.ts';
import { id, instant } from '../../shared/domain/values.ts';
import { type LegalRole, supervisors } from '../../shared/law/roles.ts';

/** Whoever sees the scorecards of its jurisdiction; everybody else sees their own. */
export const watchers: readonly LegalRole[] = [...supervisors, 'head', 'auditor'];

const text = z.object({ zh: z.string(), en: z.string() });
/** The regulation is in force since this year: there is nothing to score before. @see DZ-53 */
export const FIRST_YEAR = 2025;
export const scorecardParams = z.strictObject({ organization: id });
export const scorecardQuery = z.strictObject({
  year: z.coerce.number().int().min(FIRST_YEAR).max(2100).optional(),
  lang: z.enum(['zh', 'en']).optional(),
});
export const scorecardView = z.object({
  organization: id,
  title: z.string(),
  year: z.int(),
  /** Up to when was counted: now, or the end of a past year. */
  asOf: instant,
  /** Weighted mean over the parts with data, 0 to 100. */
  total: z.number().optional(),
  parts: z.array(
    z.object({
      part: z.enum(parts),
      label: text,
      weight: z.int(),
      score: z.number().optional(),
      formula: text,
      numbers: z.string(),
    }),
  ),
  counts: z.record(z.string(), z.int()),
  /** Streams whose events were counted. */
  streams: z.int(),
  /** False when a bound was met: then `incomplete` says which, and what is not counted. */
  complete: z.boolean(),
  incomplete: z.array(text),
  notCounted: z.array(text),
  rule: z.object({ id: z.string(), href: z.string(), since: z.string() }),
});
export type ScorecardView = z.infer<typeof scorecardView>;
