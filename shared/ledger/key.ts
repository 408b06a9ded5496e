import { base64, concat, equal, fromBase64, fromHex, hex, utf8 } from './bytes.ts';
import type { Hash } from './hash.ts';

/** How a key signs, with its type byte in a note. Other types (ML-DSA-44 is 0x06) are unknown keys to us. */
export const keyTypes = {
  /** The text, by Ed25519 (RFC 8032). */
  ed25519: 0x01,
  /** The text, by ECDSA P-256 with SHA-256, signature in DER. */
  'ecdsa-p256': 0x02,
  /** A witness: time and text, by Ed25519. @see c2sp.org/tlog-cosignature */
  cosignature: 0x04,
} as const;
export type KeyType = keyof typeof keyTypes;

/** A key that verifies notes. `bytes`: 32 for Ed25519, SPKI (DER) for P-256. `id`: 8 hex digits. */
export interface NoteKey {
  readonly name: string;
  readonly id: string;
  readonly type: KeyType;
  readonly bytes: Uint8Array;
}

export const MAX_NAME_LENGTH = 255;
const ID_SIZE = 4;
const ED25519_KEY_SIZE = 32;
/** What stands before the two coordinates in every uncompressed P-256 SPKI. @see RFC 5480 §2 */
const P256_PREFIX = Uint8Array.from([
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
  0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
]);
const P256_KEY_SIZE = P256_PREFIX.length + 64;

/** Names a public key. Throws RangeError for a name a note cannot carry and for bytes that are no key of the type. */
export function noteKey(name: string, type: KeyType, bytes: Uint8Array, hash: Hash): NoteKey {
  if (!isKeyName(name)) throw new RangeError(`not a key name: ${name}`);
  if (!isKey(type, bytes)) throw new RangeError(`not a public key of ${type}`);
  return { name, type, bytes, id: idOf(name, type, bytes, hash) };
}

/** `<name>+<hex key id>+<base64(type || key)>`: a key as people pass it on. @see c2sp.org/signed-note "Verifier keys" */
export function formatVkey({ name, id, type, bytes }: NoteKey): string {
  return `${name}+${id}+${base64(concat(Uint8Array.of(keyTypes[type]), bytes))}`;
}

/** vkey → key; `undefined` unless name, type and key are well formed and the id is theirs. */
export function parseVkey(vkey: string, hash: Hash): NoteKey | undefined {
  // Base64 has pluses of its own: only the first two separate.
  const [, name = '', id = '', encoded = ''] = /^([^+]{1,255})\+([0-9a-f]{8})\+([\w+/=]{1,256})$/.exec(vkey) ?? [];
  const material = fromBase64(encoded);
  const type = names.find((known) => keyTypes[known] === material?.[0]);
  if (material === undefined || type === undefined) return undefined;
  const bytes = material.subarray(1);
  if (!isKeyName(name) || !isKey(type, bytes) || idOf(name, type, bytes, hash) !== id) return undefined;
  return { name, id, type, bytes };
}

/** Non-empty, no Unicode space, no control character, no plus. @see c2sp.org/signed-note "Format" */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.length <= MAX_NAME_LENGTH && !/[\p{White_Space}\p{Cc}\p{Surrogate}+]/u.test(name);
}

/** Key id in hex → its four bytes. */
export function idBytes(id: string): Uint8Array {
  const bytes = fromHex(id);
  if (bytes?.length !== ID_SIZE) throw new RangeError(`not a key id: ${id}`);
  return bytes;
}

// Object.keys forgets the keys' type; the object above is the whole list.
const names = Object.keys(keyTypes) as KeyType[];

/** First four bytes of SHA-256(name LF type key); for ECDSA of SHA-256(SPKI) alone. @see c2sp.org/signed-note "Signatures" */
function idOf(name: string, type: KeyType, bytes: Uint8Array, hash: Hash): string {
  const named = type === 'ecdsa-p256' ? bytes : concat(utf8(`${name}\n`), Uint8Array.of(keyTypes[type]), bytes);
  return hex(hash(named).subarray(0, ID_SIZE));
}

function isKey(type: KeyType, bytes: Uint8Array): boolean {
  if (type !== 'ecdsa-p256') return bytes.length === ED25519_KEY_SIZE;
  return bytes.length === P256_KEY_SIZE && equal(bytes.subarray(0, P256_PREFIX.length), P256_PREFIX);
}
