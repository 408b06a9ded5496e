import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { type SigningJwk, signingJwk } from './token.ts';

/** A P-256 key that signs: kept in a file on one machine, in the key service on AWS. */
export interface SigningKey {
  readonly publicJwk: () => Promise<SigningJwk>;
  /** ES256: SHA-256, then r ‖ s in 64 bytes. @see RFC 7518 §3.4 */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** What a token is for; a verifier takes one kind only. @see RFC 8725 §3.11 */
export type TokenType = 'at+jwt' | 'receipt+jwt';

/** A JWK Set as published. @see RFC 7517 §5 */
export interface Jwks {
  readonly keys: readonly (SigningJwk & { readonly kid: string; readonly alg: 'ES256'; readonly use: 'sig' })[];
}

/** Signs claims as a compact JWS, and says with which public keys to verify. */
export interface TokenSigner {
  readonly sign: (type: TokenType, claims: object) => Promise<string>;
  readonly jwks: () => Promise<Jwks>;
}

/** A signer over one key; the public half is asked for once. Throws what the key throws. */
export function tokenSigner(key: SigningKey): TokenSigner {
  let asked: Promise<Jwks['keys'][number]> | undefined;
  const publicKey = () => {
    // A failed question is asked again next time.
    asked ??= describe(key).catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
  return {
    jwks: async () => ({ keys: [await publicKey()] }),
    sign: async (typ, claims) => {
      const { kid, alg } = await publicKey();
      const input = `${part({ alg, kid, typ })}.${part(claims)}`;
      const signature = await key.sign(new TextEncoder().encode(input));
      return `${input}.${Buffer.from(signature).toString('base64url')}`;
    },
  };
}

/** A key in this process's memory. */
export function heldKey(privateKey: KeyObject): SigningKey {
  const { kty, crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  const jwk = signingJwk.parse({ kty, crv, x, y });
  return {
    publicJwk: async () => jwk,
    // Beside this thread: a signature takes longer than all the rest of an admission.
    sign: (bytes) =>
      new Promise((resolve, reject) => {
        const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
        sign('sha256', bytes, key, (error, signature) => (error ? reject(error) : resolve(signature)));
      }),
  };
}

async function describe(key: SigningKey): Promise<Jwks['keys'][number]> {
  const jwk = await key.publicJwk();
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
