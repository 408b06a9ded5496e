import * as z from 'zod';
import { basis, channelState } from '../../shared/domain/channel.ts';
import { MAX_KEYS } from '../../shared/domain/gate.ts';
import { type Quota, quota } from '../../shared/domain/quota.ts';
import { type RowTest, rowTests } from '../../shared/domain/row-filter.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import { fieldName } from '../../shared/domain/scope-values.ts';
import { type SupplyTimes, supplyTimes } from '../../shared/domain/supply-times.ts';
import { type Treatment, treatments } from '../../shared/domain/treatment.ts';
import { id, instant } from '../../shared/domain/values.ts';
import { listed } from '../../shared/store/lists.ts';
import { type GivenJwk, givenJwk } from '../../shared/store/machine-keys.ts';

/** Schemas of zod/mini, which the gate shares. */
interface Members {
  readonly rows: RowTest[];
  readonly treatments: Treatment[];
  readonly times: SupplyTimes;
  readonly quota: Quota;
}

export const channelParams = z.strictObject({ id });

/**
 * Fields of one dataset, for one purpose: at most what the basis and the dataset allow. Rows, treatments, times and
 * quota as in a scope, those of the one dataset; what the basis narrows by them is to be repeated, or narrowed further.
 */
export const requestBody = z.strictObject({
  dataset: id,
  basis,
  fields: z.array(fieldName).min(1).max(200),
  purpose: z.string().trim().min(2).max(200),
  replaces: id.optional(),
  rows: z.custom<Members['rows']>((value) => rowTests.safeParse(value).success, 'not a list of row tests').optional(),
  treatments: z
    .custom<Members['treatments']>((value) => treatments.safeParse(value).success, 'not a list of treatments')
    .optional(),
  times: z.custom<Members['times']>((value) => supplyTimes.safeParse(value).success, 'not days and hours').optional(),
  quota: z.custom<Members['quota']>((value) => quota.safeParse(value).success, 'not a quota').optional(),
});

export const openBody = z.strictObject({ from: instant, until: instant });

/** Public keys, Ed25519 or P-256; unknown members are refused, so that no private key is ever sent by mistake. */
export const keysBody = z.strictObject({
  keys: z
    .array(z.custom<GivenJwk>((key) => givenJwk.safeParse(key).success, 'not a public Ed25519 or P-256 key'))
    .min(1)
    .max(MAX_KEYS),
});

export const listQuery = z.strictObject({
  status: z.enum(['requested', 'open', 'held', 'closed']).optional(),
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `scope`: everything that narrows what the channel supplies. */
export const channelView = z.object({
  id,
  version: z.int(),
  channel: channelState,
  fields: z.array(z.string()),
  scope: z.custom<Scope>().optional(),
});
export const listView = z.object({ items: z.array(listed), cursor: z.string().optional() });
