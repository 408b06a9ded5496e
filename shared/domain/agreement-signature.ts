import * as z from 'zod';
import { keyThumbprint } from './organization-schema.ts';
import { documentRef, id, instant, sha256 } from './values.ts';

export const side = z.enum(['grantor', 'operator']);
export type Side = z.infer<typeof side>;

const base64url = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]+$/);
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const jwk = z.discriminatedUnion('kty', [
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: coordinate }),
  z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
]);

/** A sealed file 签章文件 beside the cryptographic signature, as signature of record: its own hash, so that anyone can compare it. */
const record = z.strictObject({
  document: documentRef,
  mediaType: z.enum(['application/pdf', 'application/ofd']),
  bytes: z.int().positive(),
  sha256,
});

/** One side's signature over the hash of one text; whether it verifies is judged outside, before the command. */
export const signing = {
  side,
  /** 法定代表人 or 授权书, and the document that shows it. */
  authority: z.strictObject({
    kind: z.enum(['legal-representative', 'power-of-attorney']),
    document: documentRef,
  }),
  textHash: sha256,
  /** Thumbprint of the key, which the organization registered for the signatory. */
  key: keyThumbprint,
  /** Detached JWS. @see RFC 7515 appendix F, RFC 7797 */
  jws: z.string().min(1).max(2048).optional(),
  /** Or a passkey's assertion whose challenge is the hash of the text. @see WebAuthn Level 3 §7.2 */
  passkey: z
    .strictObject({
      jwk,
      authenticatorData: base64url(1400),
      clientData: base64url(2800),
      signature: base64url(400),
    })
    .optional(),
  record: record.optional(),
};

/** The signatory's consent to electronic form is a condition of every signature (ESL-3). */
export const signature = z.strictObject({ ...signing, electronic: z.literal(true), person: id, at: instant });
export type Signature = z.infer<typeof signature>;
