import * as z from 'zod';
import { id, instant, jurisdiction } from '../../shared/domain/values.ts';

/** `cursor`: the due moment and the stream behind which the next page begins. */
export const deadlinesQuery = z.strictObject({
  jurisdiction: jurisdiction.optional(),
  cursor: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[a-z-]{1,40}_[a-z0-9][a-z0-9-]{0,63}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const text = z.object({ zh: z.string(), en: z.string() });

export const deadlinesView = z.object({
  /** The list comes from an index, which follows a change within moments; each clock in it was read just now. */
  asOf: instant,
  items: z.array(
    z.object({
      stream: z.object({ kind: z.string(), id, label: text, status: z.string(), title: z.string().optional() }),
      rule: z.string(),
      href: z.string(),
      what: text,
      who: z.array(z.object({ role: z.string(), name: text })),
      from: text,
      startedAt: instant,
      dueAt: instant,
      provisional: z.boolean(),
      calendar: z.string(),
      lapses: z.boolean(),
      overdue: z.boolean(),
      daysLeft: z.int(),
      daysOver: z.int(),
    }),
  ),
  cursor: z.string().optional(),
  /** True when a list was longer than what is looked through: those due later may be missing. */
  more: z.boolean(),
});
