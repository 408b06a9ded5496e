import * as z from 'zod';
import { MAX_KINDS } from '../../shared/domain/subscription.ts';
import { id } from '../../shared/domain/values.ts';
import { Given } from '../../shared/store/given.ts';

const kinds = z.array(id).min(1).max(MAX_KINDS);
/** The address stands in a document: what people hand in may carry a token of theirs. */
const endpoint = z
  .string()
  .min(1)
  .max(1_000)
  .transform((url) => new Given('text/plain', url, false) as Given & { readonly described: false });

export const webhookBody = z.strictObject({ url: endpoint, kinds });
export const webhookParams = z.strictObject({ id });
export const deadParams = z.strictObject({ id, place: z.string().regex(/^\d{14}-[0-9a-z-]{1,64}$/) });
export const webhooksQuery = z.strictObject({
  status: z.enum(['active', 'disabled']).default('active'),
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const pageQuery = z.strictObject({
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const webhookView = z.object({
  id,
  version: z.int(),
  status: z.string(),
  kinds: z.array(z.string()).optional(),
  url: z.string().optional(),
  /** Number of the secret that signs now. */
  generation: z.int().optional(),
  cause: z.string().optional(),
  /** Only in the answer to a new subscription and to a rotation. */
  secret: z.string().optional(),
});
export const webhooksView = z.object({ items: z.array(z.json()), cursor: z.string().optional() });
export const deadView = z.object({
  items: z.array(
    z.object({
      place: z.string(),
      message: z.string(),
      because: z.string(),
      attempts: z.int(),
      since: z.string(),
      diedAt: z.string(),
      event: z.json(),
    }),
  ),
  cursor: z.string().optional(),
});
export const replayedView = z.object({ replayed: z.boolean() });
