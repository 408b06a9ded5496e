import {
  createHash,
  createPublicKey,
  sign as cryptoSign,
  verify as cryptoVerify,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { concat, fromHex } from '../../shared/ledger/bytes.ts';
import type { Hash } from '../../shared/ledger/hash.ts';
import { type KeyType, noteKey } from '../../shared/ledger/key.ts';
import type { CheckSignature, NoteSigner } from '../../shared/ledger/note.ts';
import type { ReadNodes } from '../../shared/ledger/rfc6962.ts';
import { root } from '../../shared/ledger/rfc6962.ts';

/** node:crypto behind the two parameters of the ledger. */
export const sha256: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** SPKI of an Ed25519 key is this and the 32 bytes. @see RFC 8410 §4 */
const ED25519_SPKI = Uint8Array.from([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]);

/** What was asked and answered: tests ask the same of thousands of files that differ elsewhere. */
const answers = new Map<string, boolean>();

export const check: CheckSignature = (algorithm, key, message, signature) => {
  const asked = [key, message, signature].map((bytes) => Buffer.from(bytes).toString('base64')).join(' ');
  const known = answers.get(`${algorithm} ${asked}`);
  if (known !== undefined) return known;
  const spki = algorithm === 'ed25519' ? concat(ED25519_SPKI, key) : key;
  const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const holds = cryptoVerify(algorithm === 'ed25519' ? null : 'sha256', message, publicKey, signature);
  answers.set(`${algorithm} ${asked}`, holds);
  return holds;
};

/** A fresh key pair under a name. */
export function signer(name: string, type: KeyType): NoteSigner {
  const ecdsa = type === 'ecdsa-p256';
  const pair: { publicKey: KeyObject; privateKey: KeyObject } = ecdsa
    ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    : generateKeyPairSync('ed25519');
  const spki = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }));
  const key = noteKey(name, type, ecdsa ? spki : spki.subarray(-32), sha256);
  return { key, sign: (message) => new Uint8Array(cryptoSign(ecdsa ? 'sha256' : null, message, pair.privateKey)) };
}

/** Nodes straight from the leaf hashes, by the definition: the oracle that tiles are compared with. */
export function nodesOfLeaves(leaves: readonly Uint8Array[]): ReadNodes {
  const known = new Map<string, Uint8Array>();
  return async (nodes) =>
    nodes.map(({ level, index }) => {
      const place = `${level}/${index}`;
      const hash = known.get(place) ?? root(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level), sha256);
      known.set(place, hash);
      return hash;
    });
}

export function unhex(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new Error(`not hex: ${text}`);
  return bytes;
}

/** The same bytes with one bit turned. */
export function flipped(bytes: Uint8Array, bit = 0): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}
