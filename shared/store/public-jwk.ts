import { createPublicKey } from 'node:crypto';
import * as z from 'zod/mini';
import type { Context } from './store.ts';

const coordinate = z.string().check(z.regex(/^[\w-]{43}$/));

/** A public key for Ed25519 or P-256, nothing else beside it: a private member never gets in. @see RFC 7517, RFC 8037 */
export const publicJwk = z.discriminatedUnion('kty', [
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: coordinate }),
  z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
]);
export type PublicJwk = z.infer<typeof publicJwk>;

/** Only the key, its members in the order that the thumbprint takes them. */
export function bareJwk(jwk: PublicJwk): PublicJwk {
  if (jwk.kty === 'OKP') return { crv: jwk.crv, kty: jwk.kty, x: jwk.x };
  return { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y };
}

/** SHA-256 over the required members in the order of their names, base64url. @see RFC 7638 §3 */
export function thumbprintOf({ hash }: Pick<Context, 'hash'>, jwk: PublicJwk): string {
  const text = JSON.stringify(bareJwk(jwk));
  return Buffer.from(hash(new TextEncoder().encode(text))).toString('base64url');
}

/** The key of a SubjectPublicKeyInfo (DER), as browsers hand out a passkey's; `undefined` for any other kind of key. */
export function jwkOfSpki(spki: Uint8Array): PublicJwk | undefined {
  try {
    const exported = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).export({ format: 'jwk' });
    return publicJwk.safeParse(exported).data;
  } catch {
    return undefined;
  }
}
