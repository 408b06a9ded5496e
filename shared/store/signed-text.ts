import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod/mini';
import { bareJwk, type PublicJwk, publicJwk } from './public-jwk.ts';

/*
 * Signatures over the hash of an agreement's text, checked with node:crypto alone: the same code accepts them here and
 * verifies them offline from a certificate, so that nothing is accepted that nobody else could verify.
 */

/** What signed: the thumbprint of its key, and for a passkey the site on which its holder was asked. */
export interface Proven {
  readonly by: 'jws' | 'passkey';
  readonly key: string;
  readonly origin?: string;
}

/** The protected header of a signature, exactly: the key itself stands in it (RFC 7515 §4.1.3). */
const header = z.strictObject({
  alg: z.enum(['EdDSA', 'Ed25519', 'ES256']),
  b64: z.literal(false),
  crit: z.tuple([z.literal('b64')]),
  jwk: publicJwk,
});

/** The key in the header of a detached JWS, nothing proven yet; `undefined` when the header is not exactly ours. */
export function keyOfDetached(jws: string): { jwk: PublicJwk; thumbprint: string } | undefined {
  const found = header.safeParse(json(fromBase64url(jws.split('.')[0] ?? '')));
  if (!found.success) return undefined;
  const { alg, jwk } = found.data;
  // Said otherwise than the key is, it is no header of ours, whatever the signature would do.
  return (alg === 'ES256') === (jwk.kty === 'EC') ? { jwk, thumbprint: thumbprint(jwk) } : undefined;
}

/** A detached JWS over these characters; the algorithm follows from the key. @see RFC 7515 appendix F, RFC 7797 */
export function detachedProves(jws: string, payload: string): Proven | undefined {
  const [encoded = '', , signature = ''] = jws.split('.');
  const found = keyOfDetached(jws);
  if (!found) return undefined;
  const message = Buffer.from(`${encoded}.${payload}`);
  const fits = checks(found.jwk, message, fromBase64url(signature), 'ieee-p1363');
  return fits ? { by: 'jws', key: found.thumbprint } : undefined;
}

/** What a passkey hands back 通行密钥断言, base64url each, with the key that belongs to its credential. */
export const assertion = z.strictObject({
  jwk: publicJwk,
  authenticatorData: z.string().check(z.regex(/^[\w-]{50,1400}$/)),
  clientData: z.string().check(z.regex(/^[\w-]{20,2800}$/)),
  signature: z.string().check(z.regex(/^[\w-]{40,400}$/)),
});
export type Assertion = z.infer<typeof assertion>;

const client = z.object({
  type: z.literal('webauthn.get'),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.optional(z.boolean()),
});
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/**
 * A passkey's assertion whose challenge is these bytes: asked on a site of its own name, not inside another's page, with
 * its holder present and verified. @see WebAuthn Level 3 §7.2 steps 11 to 22
 */
export function assertionProves(given: Assertion, challenge: Uint8Array): Proven | undefined {
  const { jwk, authenticatorData, clientData, signature } = given;
  const said = client.safeParse(json(fromBase64url(clientData)));
  if (!said.success || said.data.crossOrigin === true) return undefined;
  if (said.data.challenge !== Buffer.from(challenge).toString('base64url')) return undefined;
  const site = hostOf(said.data.origin);
  const data = fromBase64url(authenticatorData);
  const flags = data[32] ?? 0;
  const holder = (flags & USER_PRESENT) !== 0 && (flags & USER_VERIFIED) !== 0;
  if (site === undefined || data.length < 37 || !holder || !data.subarray(0, 32).equals(sha256(site))) return undefined;
  const message = Buffer.concat([data, sha256(fromBase64url(clientData))]);
  const fits = checks(jwk, message, fromBase64url(signature), 'der');
  return fits ? { by: 'passkey', key: thumbprint(jwk), origin: said.data.origin } : undefined;
}

/** A signature as its event and its certificate carry it. */
export interface Carried {
  /** Lower-case hexadecimal SHA-256 of the text. */
  readonly textHash: string;
  readonly key: string;
  readonly jws?: string | undefined;
  readonly passkey?: Assertion | undefined;
}

/** What proves a signature over `textHash` by the key it names; `undefined` when nothing does. */
export function signatureProves({ textHash, key, jws, passkey }: Carried): Proven | undefined {
  const proven =
    jws === undefined
      ? passkey && assertionProves(passkey, Buffer.from(textHash, 'hex'))
      : detachedProves(jws, textHash);
  return proven?.key === key ? proven : undefined;
}

/** WebAuthn writes ECDSA as DER, JOSE as two numbers; Ed25519 knows only one form. */
function checks(jwk: PublicJwk, message: Buffer, signature: Buffer, dsaEncoding: 'der' | 'ieee-p1363'): boolean {
  const key = keyObject(jwk);
  if (!key) return false;
  try {
    return jwk.kty === 'EC'
      ? verify('sha256', message, { key, dsaEncoding }, signature)
      : verify(null, message, key, signature);
  } catch {
    return false;
  }
}

/** `undefined` when the numbers are no point of the curve. */
function keyObject(jwk: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).hostname;
  } catch {
    return undefined;
  }
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** RFC 7638. */
const thumbprint = (jwk: PublicJwk): string => sha256(JSON.stringify(bareJwk(jwk))).toString('base64url');
const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const fromBase64url = (text: string): Buffer => Buffer.from(text, 'base64url');
