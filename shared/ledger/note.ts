import { base64, concat, fromBase64, hex, utf8 } from './bytes.ts';
import { idBytes, isKeyName, type KeyType, type NoteKey } from './key.ts';

/** A verifier must take at least 16 lines, and we take no more. @see c2sp.org/signed-note "Format" */
export const MAX_SIGNATURES = 16;
/** Characters of a whole note: room for 16 of the longest (post-quantum) lines. */
export const MAX_NOTE_SIZE = 131_072;

/** One line: who (name, and key id in 8 hex digits), and the signature without the id. */
export interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly signature: Uint8Array;
}

/** A text that ends in a newline, and the lines under it. Nothing in it is to be believed before `verifyNote`. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Checks one signature over `message`: Ed25519 (32-byte key), or ECDSA P-256 with SHA-256 (SPKI key, DER signature). */
export type CheckSignature = (
  algorithm: Exclude<KeyType, 'cosignature'>,
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/** Signs `message` with the private half of `key`: KMS, or a key file. */
export interface NoteSigner {
  readonly key: NoteKey;
  readonly sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/** A line that holds; `time` (whole seconds since 1970) where a witness says when it saw the text. */
export interface Signed {
  readonly key: NoteKey;
  readonly time?: number;
}

/** The line that the log itself puts under `text`. Throws RangeError for a text no note can carry. */
export async function signNote(text: string, { key, sign }: NoteSigner): Promise<NoteSignature> {
  if (!isNoteText(text)) throw new RangeError('a note is lines of text without control characters');
  if (key.type === 'cosignature') throw new RangeError('a witness signs with cosignNote');
  return { name: key.name, id: key.id, signature: await sign(utf8(text)) };
}

/** A witness's line: as of `time` (whole seconds since 1970) it saw this checkpoint. @see c2sp.org/tlog-cosignature */
export async function cosignNote(text: string, { key, sign }: NoteSigner, time: number): Promise<NoteSignature> {
  if (!isNoteText(text)) throw new RangeError('a note is lines of text without control characters');
  if (key.type !== 'cosignature') throw new RangeError('only a witness key cosigns');
  const signature = await sign(cosignedMessage(text, time));
  const stamp = new Uint8Array(TIME_SIZE);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  return { name: key.name, id: key.id, signature: concat(stamp, signature) };
}

/** Text, blank line, signature lines. @see c2sp.org/signed-note "Format" */
export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${formatSignatures(signatures)}`;
}

/** Signature lines alone: what a witness answers. */
export function formatSignatures(signatures: readonly NoteSignature[]): string {
  const line = ({ name, id, signature }: NoteSignature) => `— ${name} ${base64(concat(idBytes(id), signature))}\n`;
  return signatures.map(line).join('');
}

/** Takes a note apart at its last blank line. Bounded in size and lines; checks form only, no signature. */
export function parseNote(note: string): { ok: true; note: Note } | { ok: false; code: 'bad-note' | 'too-large' } {
  if (note.length > MAX_NOTE_SIZE) return { ok: false, code: 'too-large' };
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  if (end < 0 || !isNoteText(text)) return { ok: false, code: 'bad-note' };
  const parsed = parseSignatures(note.slice(end + 2));
  return parsed.ok ? { ok: true, note: { text, signatures: parsed.signatures } } : parsed;
}

/** Takes 1…16 signature lines apart. */
export function parseSignatures(
  lines: string,
): { ok: true; signatures: readonly NoteSignature[] } | { ok: false; code: 'bad-note' | 'too-large' } {
  if (!lines.endsWith('\n')) return { ok: false, code: 'bad-note' };
  const rows = lines.slice(0, -1).split('\n', MAX_SIGNATURES + 1);
  if (rows.length > MAX_SIGNATURES) return { ok: false, code: 'too-large' };
  const signatures = rows.map(parseLine).filter((line) => line !== undefined);
  return signatures.length === rows.length ? { ok: true, signatures } : { ok: false, code: 'bad-note' };
}

/**
 * Checks every line of a known key. Lines of unknown keys are passed over (name and id must both fit); one bad line of
 * a known key, or no line of a known key, refuses the note. @see c2sp.org/signed-note "Signatures"
 */
export async function verifyNote(
  { text, signatures }: Note,
  keys: readonly NoteKey[],
  check: CheckSignature,
): Promise<{ ok: true; signed: readonly Signed[] } | { ok: false; code: 'bad-signature' | 'no-known-key' }> {
  const signed: Signed[] = [];
  for (const line of signatures) {
    const key = keys.find(({ name, id }) => name === line.name && id === line.id);
    if (key === undefined) continue;
    const valid = await verifyLine(text, line, key, check);
    if (valid === undefined) return { ok: false, code: 'bad-signature' };
    signed.push(valid);
  }
  return signed.length > 0 ? { ok: true, signed } : { ok: false, code: 'no-known-key' };
}

const ID_SIZE = 4;
const TIME_SIZE = 8;
const ED25519_SIZE = 64;

async function verifyLine(
  text: string,
  { signature }: NoteSignature,
  key: NoteKey,
  check: CheckSignature,
): Promise<Signed | undefined> {
  if (key.type !== 'cosignature') {
    if (key.type === 'ed25519' && signature.length !== ED25519_SIZE) return undefined;
    return (await check(key.type, key.bytes, utf8(text), signature)) ? { key } : undefined;
  }
  if (signature.length !== TIME_SIZE + ED25519_SIZE) return undefined;
  const stamp = new DataView(signature.buffer, signature.byteOffset, TIME_SIZE).getBigUint64(0);
  // Beyond 2^53 no number holds the second exactly; the year would be 285 million.
  if (stamp > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const time = Number(stamp);
  const valid = await check('ed25519', key.bytes, cosignedMessage(text, time), signature.subarray(TIME_SIZE));
  return valid ? { key, time } : undefined;
}

function cosignedMessage(text: string, time: number): Uint8Array {
  if (!Number.isSafeInteger(time) || time < 0) throw new RangeError(`not whole seconds since 1970: ${time}`);
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

function parseLine(line: string): NoteSignature | undefined {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length <= ID_SIZE) return undefined;
  return { name, id: hex(bytes.subarray(0, ID_SIZE)), signature: bytes.subarray(ID_SIZE) };
}

/** Lines that all end; no control character but the newline; nothing that UTF-8 cannot carry. */
function isNoteText(text: string): boolean {
  return text.endsWith('\n') && !/[^\P{Cc}\n\u007f-\u009f]|\p{Surrogate}/u.test(text);
}
