import * as z from 'zod';
import { basis } from '../../shared/domain/channel.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import { id, instant } from '../../shared/domain/values.ts';
import { instant as instantOf } from '../../shared/law/time.ts';
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

/** Any moment with its zone, as people and machines write them. */
const moment = z.iso.datetime({ offset: true }).transform((text) => instantOf(Date.parse(text)));

/** What rests on this agreement or grant, from the hour of `after` on. */
export const evidenceQuery = z.strictObject({
  kind: basis.shape.kind.default('agreement'),
  id,
  after: moment,
});

/** The state at a moment, of one channel or of all channels of an agreement, a dataset or an organization. */
export const accessQuery = z
  .strictObject({
    at: moment,
    channel: id.optional(),
    agreement: id.optional(),
    dataset: id.optional(),
    organization: id.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(4_200).optional(),
  })
  .refine(
    ({ at: _, limit: __, cursor: ___, ...about }) =>
      Object.values(about).filter((one) => one !== undefined).length === 1,
    {
      message: 'name one of channel, agreement, dataset, organization',
      path: ['channel'],
    },
  );

const text = z.object({ zh: z.string(), en: z.string() });

/** What was used of a quota by then is told by the delivery records, not here. */
export const accessView = z.object({
  at: instant,
  /** The list of channels comes from an index that follows within moments; what is told of each is its history. */
  asOf: instant,
  items: z.array(
    z.object({
      channel: id,
      organization: id,
      dataset: id,
      basis,
      admitted: z.boolean(),
      reasons: z.array(
        z.object({
          gate: z.string(),
          article: z.string(),
          href: z.string(),
          detail: text,
          measure: z.string().optional(),
          liftedBy: z.array(z.string()).optional(),
        }),
      ),
      keys: z.array(z.string()).optional(),
      scope: z.object({ hash: z.string(), permit: z.custom<Scope>() }).optional(),
      excluded: z.object({ list: z.string(), field: z.string(), subjects: count }).optional(),
      versions: z.record(z.string(), z.int()),
    }),
  ),
  /** For the next page; absent on the last. A page may be empty and have one. */
  cursor: z.string().optional(),
});
export type AccessView = z.infer<typeof accessView>;
