import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { calculateJwkThumbprint, type JWK, SignJWT } from 'jose';

/** An Ed25519 key made in this process: only its public half ever leaves. */
export interface OwnKey {
  readonly jwk: JWK;
  /** RFC 7638. */
  readonly thumbprint: string;
  readonly secret: KeyObject;
}

export async function newKey(): Promise<OwnKey> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwk = publicKey.export({ format: 'jwk' }) as JWK; // node's own type of the same thing lets any member be there
  return { jwk, thumbprint: await calculateJwkThumbprint(jwk), secret: privateKey };
}

/** Base64url of the signature over these exact characters. */
export const signatureOf = ({ secret }: OwnKey, text: string): string =>
  sign(null, Buffer.from(text), secret).toString('base64url');

/** A client assertion: proves to /token who asks, for at most a minute, once. @see RFC 7523 */
export const assertionOf = ({ thumbprint, secret }: OwnKey, organization: string, audience: string): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', kid: thumbprint, typ: 'JWT' })
    .setIssuer(organization)
    .setSubject(organization)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('50s')
    .setJti(randomUUID())
    .sign(secret);
