import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** What may be otherwise than at an honest browser. */
export interface Twist {
  readonly origin?: string;
  readonly type?: string;
  readonly rpId?: string;
  /** User present, user verified. */
  readonly flags?: number;
}

/** An authenticator with one P-256 or Ed25519 passkey, as a browser would show it to a page. */
export function authenticator(site: string, kind: 'ec' | 'ed25519' = 'ec') {
  const { publicKey, privateKey } =
    kind === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const credential = randomBytes(24).toString('base64url');
  const host = new URL(site).hostname;
  const get = (challenge: string, { origin = site, type = 'webauthn.get', rpId = host, flags = 0x05 }: Twist = {}) => {
    const clientData = Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
    const data = Buffer.concat([sha256(rpId), Buffer.from([flags]), Buffer.alloc(4)]);
    const message = Buffer.concat([data, sha256(clientData)]);
    return {
      credential,
      authenticatorData: data.toString('base64url'),
      clientData: clientData.toString('base64url'),
      signature: sign(kind === 'ec' ? 'sha256' : null, message, privateKey).toString('base64url'),
    };
  };
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return { credential, publicKey: spki.toString('base64'), jwk: publicKey.export({ format: 'jwk' }), get };
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
