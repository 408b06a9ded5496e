import { createHash, createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import * as z from 'zod/mini';
import { limits } from './client.ts';

const coordinate = z.string().check(z.regex(/^[\w-]{43}$/));
const p256 = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate });

/** A client of the key service with the same hard limits as the table's. */
export const createKmsClient = (): KMSClient =>
  new KMSClient({
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectionMs,
      requestTimeout: limits.requestMs,
      throwOnRequestTimeout: true,
    },
  });

/**
 * A P-256 key of the key service: it signs there and never leaves. The operations are kms:GetPublicKey and kms:Sign.
 * @throws when the key is of another kind, or the service does not answer
 */
export function kmsKey(client: Pick<KMSClient, 'send'>, keyId: string) {
  return {
    publicJwk: async () => {
      const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
      const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
      return p256.parse(key.export({ format: 'jwk' }));
    },
    sign: async (bytes: Uint8Array): Promise<Uint8Array> => {
      const { Signature } = await client.send(
        new SignCommand({
          KeyId: keyId,
          Message: createHash('sha256').update(bytes).digest(),
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      );
      return joined(Signature ?? new Uint8Array());
    },
  };
}

const HALF = 32;

/** DER `SEQUENCE { r INTEGER, s INTEGER }` → r ‖ s, each 32 bytes. @throws RangeError for anything else */
export function joined(der: Uint8Array): Uint8Array {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw new RangeError('not a DER signature');
  const out = new Uint8Array(2 * HALF);
  let at = 2;
  for (const half of [0, 1]) {
    const length = der[at + 1] ?? 0;
    if (der[at] !== 0x02 || length === 0 || at + 2 + length > der.length) throw new RangeError('not a DER signature');
    // An integer whose first bit is set has a zero before it, a small one is shorter than 32 bytes.
    const digits = der.subarray(at + 2, at + 2 + length);
    const value = digits[0] === 0 ? digits.subarray(1) : digits;
    if (value.length > HALF) throw new RangeError('not a P-256 signature');
    out.set(value, (half + 1) * HALF - value.length);
    at += 2 + length;
  }
  if (at !== der.length) throw new RangeError('not a DER signature');
  return out;
}
