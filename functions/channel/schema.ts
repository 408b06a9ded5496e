import * as z from 'zod';
import { basis, channelState } from '../../shared/domain/channel.ts';
import { MAX_KEYS } from '../../shared/domain/gate.ts';
import { fieldName } from '../../shared/domain/scope-values.ts';
import { id, instant } from '../../shared/domain/values.ts';
import { listed } from '../../shared/store/lists.ts';
import { type GivenJwk, givenJwk } from '../../shared/store/machine-keys.ts';

export const channelParams = z.strictObject({ id });

/** Fields of one dataset, for one purpose: at most what the basis and the dataset allow. */
export const requestBody = z.strictObject({
  dataset: id,
  basis,
  fields: z.array(fieldName).min(1).max(200),
  purpose: z.string().trim().min(2).max(200),
  replaces: id.optional(),
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

export const channelView = z.object({ id, version: z.int(), channel: channelState, fields: z.array(z.string()) });
export const listView = z.object({ items: z.array(listed), cursor: z.string().optional() });
