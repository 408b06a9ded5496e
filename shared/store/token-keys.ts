import * as z from 'zod/mini';
import { createOnce, read } from './singles.ts';
import type { Context } from './store.ts';

const coordinate = z.string().check(z.regex(/^[\w-]{43}$/));
const signingKey = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate });
type SigningKey = z.infer<typeof signingKey>;

/** Keeps the public half of a key that signs our tokens, before the first token it signs; the gate verifies with it. */
export async function keepTokenKey(context: Context, kid: string, { kty, crv, x, y }: SigningKey): Promise<void> {
  await createOnce(context, { kind: 'token-key', id: kid }, { kty, crv, x, y });
}

/** The public key of this id; `undefined` when no key of ours has it. Removing the item takes the key out of use. */
export const findTokenKey = (context: Context, kid: string): Promise<SigningKey | undefined> =>
  read(context, { kind: 'token-key', id: kid }, signingKey);
