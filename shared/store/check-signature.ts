import { createPublicKey, verify } from 'node:crypto';
import type { CheckSignature } from '../ledger/note.ts';

/** SPKI of an Ed25519 key is this and the 32 bytes. @see RFC 8410 §4 */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Checks signatures of notes with node:crypto; a key that is none fails. Apart from the signers: a verifier needs no SDK. */
export const checkSignature: CheckSignature = (algorithm, key, message, signature) => {
  const ed25519 = algorithm === 'ed25519';
  const spki = ed25519 ? Buffer.concat([ED25519_SPKI, key]) : Buffer.from(key);
  try {
    return verify(
      ed25519 ? null : 'sha256',
      message,
      createPublicKey({ key: spki, format: 'der', type: 'spki' }),
      signature,
    );
  } catch {
    return false;
  }
};
