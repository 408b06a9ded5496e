import * as z from 'zod';
import { basis } from '../../shared/domain/channel.ts';
import { id, instant } from '../../shared/domain/values.ts';
import { isUtcHour } from '../../shared/law/utc-hour.ts';
import { cutReasons } from '../../shared/store/served.ts';

export const channelParams = z.strictObject({ id });

/** `hour`: of UTC, `2026112309`, the running one unless told. `after`: the serial behind which the list goes on. */
export const deliveriesQuery = z.strictObject({
  hour: z
    .string()
    .regex(/^\d{10}$/)
    .refine(isUtcHour, 'not an hour of UTC')
    .optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const count = z.int().min(0);
const ground = z.object({ gate: z.string(), article: z.string(), measure: z.string().optional() });

/** `unknown`: running, or its record was never closed: no more than `atMostBytes`. */
export const deliveriesView = z.object({
  channel: id,
  hour: z.string(),
  /** Sealed into the log: nothing is added to this hour any more. */
  sealed: z.boolean(),
  items: z.array(
    z.object({
      delivery: z.string(),
      serial: count,
      startedAt: instant,
      mode: z.enum(['page', 'stream']),
      organization: id,
      dataset: id,
      basis,
      scope: z.string(),
      key: z.string().optional(),
      completeness: z.enum(['complete', 'cut', 'unknown']),
      rows: count.optional(),
      bytes: count.optional(),
      digest: z.string().optional(),
      endedAt: instant.optional(),
      atMostBytes: count.optional(),
      reason: z.enum(cutReasons).optional(),
      grounds: z.array(ground).optional(),
    }),
  ),
  /** For `after`, while there are more. */
  next: count.optional(),
});
export type DeliveriesView = z.infer<typeof deliveriesView>;
