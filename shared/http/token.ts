import { createHash } from 'node:crypto';
import { type CryptoKey, decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose';
import * as z from 'zod/mini';

// zod/mini: the gate verifies with this module, and its bundle stays small.

/** An access token lives this long at most. */
export const TOKEN_SECONDS = 300;
/** A verified token is known again by its hash for this long; a decision never is. */
const KNOWN_MS = 60_000;
const MAX_KNOWN = 10_000;
/** A key taken out of use is believed for this long at most. */
const KEY_MS = 600_000;
const MAX_SIGNING_KEYS = 16;
const MAX_TOKEN_LENGTH = 4_096;

const id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));
const thumbprint = z.string().check(z.regex(/^[\w-]{43}$/));
const seconds = z.int().check(z.positive());

/**
 * Claims of an access token: the organization (`sub`), the key it proved (`key`, RFC 7638), and what its channel hangs
 * on, so that the gate reads everything at once. Strict: a claim that the gate does not know is not ignored.
 * @see RFC 9068 §2.2
 */
export const accessClaims = z.strictObject({
  iss: z.string(),
  aud: z.string(),
  sub: id,
  client_id: id,
  iat: seconds,
  exp: seconds,
  jti: z.string().check(z.maxLength(64)),
  scope: z.string().check(z.maxLength(80)),
  key: thumbprint,
  channel: id,
  dataset: id,
  basis: z.strictObject({ kind: z.enum(['agreement', 'sharing', 'opening']), id }),
});
export type AccessClaims = z.infer<typeof accessClaims>;

/** Public half of a key with which we sign. */
export const signingJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: thumbprint,
  y: thumbprint,
});
export type SigningJwk = z.infer<typeof signingJwk>;

/** The public key of this id, `undefined` when it is not ours. */
export type FindSigningKey = (kid: string) => Promise<SigningJwk | undefined>;

export type VerifiedToken =
  | { readonly ok: true; readonly claims: AccessClaims }
  | { readonly ok: false; readonly problem: 'invalid' | 'expired' };

interface Expected {
  /** Origin of the platform: issuer and audience. */
  readonly issuer: string;
  /** Real clock, milliseconds. */
  readonly now: () => number;
}

/** Verifies a token of ours: type, signature, issuer, audience, time, claims. Throws only what `findKey` throws. */
export async function verifyAccessToken(
  token: string,
  findKey: (kid: string) => Promise<CryptoKey | undefined>,
  { issuer, now }: Expected,
): Promise<VerifiedToken> {
  const kid = kidOf(token);
  const key = kid === undefined ? undefined : await findKey(kid);
  if (!key) return invalid;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['ES256'],
      typ: 'at+jwt',
      issuer,
      audience: issuer,
      currentDate: new Date(now()),
      requiredClaims: ['exp', 'iat'],
    });
    const { success, data } = accessClaims.safeParse(payload);
    return success && data.exp - data.iat <= TOKEN_SECONDS ? { ok: true, claims: data } : invalid;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { ok: false, problem: 'expired' };
    if (error instanceof errors.JOSEError) return invalid;
    throw error;
  }
}

/** A verifier for one process: remembers verified tokens by hash for 60 s, never beyond their end, and imported keys. */
export function tokenVerifier({
  findKey,
  ...expected
}: Expected & { readonly findKey: FindSigningKey }): (token: string) => Promise<VerifiedToken> {
  const known = new Map<string, { claims: AccessClaims; until: number }>();
  const findImported = importing(findKey, expected.now);
  return async (token) => {
    if (token.length > MAX_TOKEN_LENGTH) return invalid;
    const hash = createHash('sha256').update(token).digest('base64url');
    const met = known.get(hash);
    if (met && expected.now() < met.until) return { ok: true, claims: met.claims };
    known.delete(hash);
    const verified = await verifyAccessToken(token, findImported, expected);
    if (verified.ok) {
      const until = Math.min(expected.now() + KNOWN_MS, verified.claims.exp * 1000);
      keep(known, hash, { claims: verified.claims, until }, MAX_KNOWN);
    }
    return verified;
  };
}

const invalid = { ok: false, problem: 'invalid' } as const;

/** The key id in the header; nothing in it is believed before the signature is checked. */
function kidOf(token: string): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(token);
    return kid !== undefined && /^[\w-]{43}$/.test(kid) ? kid : undefined;
  } catch {
    return undefined;
  }
}

function importing(findKey: FindSigningKey, now: () => number): (kid: string) => Promise<CryptoKey | undefined> {
  const imported = new Map<string, { key: CryptoKey; until: number }>();
  return async (kid) => {
    const met = imported.get(kid);
    if (met && now() < met.until) return met.key;
    imported.delete(kid);
    const jwk = await findKey(kid);
    const key = jwk && (await importJWK(jwk, 'ES256'));
    // importJWK gives bytes only for symmetric keys, which the schema does not let in.
    if (!key || key instanceof Uint8Array) return undefined;
    keep(imported, kid, { key, until: now() + KEY_MS }, MAX_SIGNING_KEYS);
    return key;
  };
}

/** A map keeps the order of insertion: the oldest goes first. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  const [oldest] = map.keys();
  if (map.size >= most && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}
