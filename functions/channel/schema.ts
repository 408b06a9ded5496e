import * as z from 'zod';
import { basis, channelState } from '../../shared/domain/channel.ts';
import { MAX_KEYS } from '../../shared/domain/gate.ts';
import { quota } from '../../shared/domain/quota.ts';
import { rowTests } from '../../shared/domain/row-filter.ts';
import { scope } from '../../shared/domain/scope.ts';
import { fieldName } from '../../shared/domain/scope-values.ts';
import { supplyTimes } from '../../shared/domain/supply-times.ts';
import { treatments } from '../../shared/domain/treatment.ts';
import { id, instant } from '../../shared/domain/values.ts';
import { mini } from '../../shared/http/mini.ts';
import { listed } from '../../shared/store/lists.ts';
import { givenJwk } from '../../shared/store/machine-keys.ts';

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
  rows: mini(rowTests, 'not a list of row tests').optional(),
  treatments: mini(treatments, 'not a list of treatments').optional(),
  times: mini(supplyTimes, 'not days and hours').optional(),
  quota: mini(quota, 'not a quota').optional(),
});

export const openBody = z.strictObject({ from: instant, until: instant });

/** Public keys, Ed25519 or P-256; unknown members are refused, so that no private key is ever sent by mistake. */
export const keysBody = z.strictObject({
  keys: z.array(mini(givenJwk, 'not a public Ed25519 or P-256 key')).min(1).max(MAX_KEYS),
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
  scope: mini(scope, 'not a scope').optional(),
});
export const listView = z.object({ items: z.array(listed), cursor: z.string().optional() });
