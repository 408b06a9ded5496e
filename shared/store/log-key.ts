import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { noteKey } from '../ledger/key.ts';
import type { NoteSigner } from '../ledger/note.ts';
import { sha256 } from './store.ts';

/** Signs checkpoints under the log's name. `custody`: whether the key lives in a file here or in the key service. */
export interface LogSigner extends NoteSigner {
  readonly custody: 'file' | 'key-service';
}

/** The 32 bytes of a public Ed25519 key: the end of its SPKI. @see RFC 8410 §4 */
export const rawEd25519 = (publicKey: KeyObject): Uint8Array =>
  Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));

/**
 * A key of the key service: Ed25519 (`ECC_NIST_EDWARDS25519`), or P-256 where a region lacks it; it never leaves.
 * The operations are kms:GetPublicKey and kms:Sign. @throws for a key of another kind
 */
export async function kmsLogKey(client: Pick<KMSClient, 'send'>, keyId: string, name: string): Promise<LogSigner> {
  const { PublicKey, KeySpec } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  const spki = Uint8Array.from(PublicKey ?? []);
  if (KeySpec === 'ECC_NIST_EDWARDS25519') {
    const raw = rawEd25519(createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }));
    // RAW, never the pre-hashed variant: a note's type 0x01 is plain Ed25519.
    const how = { SigningAlgorithm: 'ED25519_SHA_512', MessageType: 'RAW' } as const;
    const sign = (message: Uint8Array) => signed(client, { KeyId: keyId, Message: message, ...how });
    return { key: noteKey(name, 'ed25519', raw, sha256), sign, custody: 'key-service' };
  }
  const how = { SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'DIGEST' } as const;
  const digest = (message: Uint8Array) => createHash('sha256').update(message).digest();
  const sign = (message: Uint8Array) => signed(client, { KeyId: keyId, Message: digest(message), ...how });
  return { key: noteKey(name, 'ecdsa-p256', spki, sha256), sign, custody: 'key-service' };
}

async function signed(client: Pick<KMSClient, 'send'>, input: ConstructorParameters<typeof SignCommand>[0]) {
  const { Signature } = await client.send(new SignCommand(input));
  if (!Signature) throw new Error('the key service answered without a signature');
  return Signature;
}
