import { base64, concat, fromBase64 } from './bytes.ts';

/** SHA-256, synchronous: node:crypto in a function, @noble/hashes in a browser page. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

export const HASH_SIZE = 32;
const BLOCK_SIZE = 64;

/** HMAC-SHA-256 over `hash`. Throws RangeError for a key beyond one block (64 bytes). @see RFC 2104 §2 */
export function hmac(key: Uint8Array, message: Uint8Array, hash: Hash): Uint8Array {
  if (key.length > BLOCK_SIZE) throw new RangeError(`an HMAC key has at most ${BLOCK_SIZE} bytes here`);
  const block = new Uint8Array(BLOCK_SIZE);
  block.set(key);
  const inner = block.map((byte) => byte ^ 0x36);
  const outer = block.map((byte) => byte ^ 0x5c);
  return hash(concat(outer, hash(concat(inner, message))));
}

/** A proof as text: a base64 line for each hash. */
export const formatHashes = (hashes: readonly Uint8Array[]): string => hashes.map((one) => `${base64(one)}\n`).join('');

/** Text → proof; `undefined` unless every line is one whole hash. Whoever calls bounds the text. */
export function parseHashes(text: string): readonly Uint8Array[] | undefined {
  const lines = text.split('\n');
  if (lines.pop() !== '') return undefined;
  const hashes = lines.map(fromBase64).filter((one) => one !== undefined);
  return hashes.length === lines.length && hashes.every((one) => one.length === HASH_SIZE) ? hashes : undefined;
}
