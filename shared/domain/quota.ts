// zod/mini: the gate parses scopes and its bundle must stay small.
import * as z from 'zod/mini';
import { lower } from './scope-values.ts';

export const quotaPeriods = ['day', 'month', 'total'] as const;
export type QuotaPeriod = (typeof quotaPeriods)[number];
export const quotaUnits = ['requests', 'rows', 'bytes'] as const;
export type QuotaUnit = (typeof quotaUnits)[number];

const most = z.optional(z.int().check(z.minimum(1)));
const limits = z
  .strictObject({ requests: most, rows: most, bytes: most })
  .check(z.refine((one) => Object.keys(one).length > 0, 'a quota limits something'));

/**
 * How much one channel may supply 用量: by day and by month in Asia/Shanghai, and in its whole life. Rows without headings,
 * bytes with them.
 */
export const quota = z
  .strictObject({ day: z.optional(limits), month: z.optional(limits), total: z.optional(limits) })
  .check(z.refine((one) => Object.keys(one).length > 0, 'a quota names a period'));
export type Quota = z.infer<typeof quota>;

/** One limit of a quota, as many as nine. */
export interface Limit {
  readonly period: QuotaPeriod;
  readonly unit: QuotaUnit;
  readonly most: number;
}

export const limitsOf = (one: Quota): readonly Limit[] =>
  quotaPeriods.flatMap((period) =>
    quotaUnits.flatMap((unit) => {
      const most = one[period]?.[unit];
      return most === undefined ? [] : [{ period, unit, most }];
    }),
  );

/** The smaller of each. */
export function meetQuotas(a: Quota, b: Quota): Quota {
  const periods = quotaPeriods.flatMap((period) => {
    const units = quotaUnits.flatMap((unit) => {
      const most = lower(a[period]?.[unit], b[period]?.[unit]);
      return most === undefined ? [] : [[unit, most] as const];
    });
    return units.length > 0 ? [[period, Object.fromEntries(units)] as const] : [];
  });
  return Object.fromEntries(periods);
}
