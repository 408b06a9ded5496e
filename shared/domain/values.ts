import * as z from 'zod';
import { type ArticleId, isArticleId } from '../law/articles/titles.ts';
import { isPeriodId, type OpenClock, type PeriodId } from '../law/periods.ts';
import { type LegalRole, legalRoles } from '../law/roles.ts';
import { type Instant, isInstant, isLocalDate, type LocalDate } from '../law/time.ts';

/** Ids in keys and addresses: lower case, digits, hyphens; 64 characters at most. */
export const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
export const instant = z.custom<Instant>((value) => typeof value === 'string' && isInstant(value), 'not an instant');
export const localDate = z.custom<LocalDate>(
  (value) => typeof value === 'string' && isLocalDate(value),
  'not a day that exists, YYYY-MM-DD',
);
export const articleId = z.custom<ArticleId>(
  (value) => typeof value === 'string' && isArticleId(value),
  'not an article of shared/law',
);
export const periodId = z.custom<PeriodId>((value) => typeof value === 'string' && isPeriodId(value), 'not a clock');
/** Lower-case hexadecimal SHA-256. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const roles = z.array(z.enum(Object.keys(legalRoles) as [LegalRole, ...LegalRole[]])).max(20);
/** A document of the store: its random id and the salted commitment to its content; values stand only there. */
export const documentRef = z.strictObject({ document: id, commitment: sha256 });
export type DocumentRef = z.infer<typeof documentRef>;
/** Six-digit administrative division, or a zone's local code. */
export const jurisdiction = z.string().regex(/^[0-9A-Z]{6,9}$/);

/** A running statutory clock; `provisional` while the year's working-day schedule is not published. */
export const openClock = z.strictObject({
  period: periodId,
  startedAt: instant,
  dueAt: instant,
  provisional: z.boolean(),
  calendar: z.string().max(40),
}) satisfies z.ZodType<OpenClock>;
