import { base64, compare, fromUtf8, hex, utf8 } from './bytes.ts';
import { HASH_SIZE, type Hash } from './hash.ts';
import { isJson } from './jcs.ts';
import { bytesIn, ID, isObject, listOf, parseJson } from './json-file.ts';
import { commitField, commitment, fieldSalt, fieldsOf, type Json, MAX_FIELDS, parseLeaf, SALT_SIZE } from './leaf.ts';
import { MAX_PROOF_SIZE } from './proof.ts';

/** What a certificate is about: a stream, and for a measure which one of its case. */
export interface About {
  readonly kind: CertificateKind;
  readonly stream: string;
  readonly measure?: string;
}
export type CertificateKind = keyof typeof streams;

/** Where the facts of each kind stand. */
const streams = {
  registration: 'registration#',
  agreement: 'agreement#',
  measure: 'case#',
  deposit: 'deposit#',
} as const;

/** One field as it is shown: value and salt give its commitment again. */
export interface ShownField {
  readonly path: string;
  readonly value: Json;
  readonly salt: Uint8Array;
}

/** One event: shown fields by path, commitments of the hidden ones by their bytes, the leaf, its tlog-proof file. */
export interface CertifiedEvent {
  readonly shown: readonly ShownField[];
  readonly hidden: readonly Uint8Array[];
  readonly leaf: Uint8Array;
  readonly proof: string;
}

/** `keys`: vkeys of the log as the file itself tells them: they prove nothing about who, a policy does. */
export interface Certificate {
  readonly about: About;
  readonly keys: readonly string[];
  readonly events: readonly CertifiedEvent[];
}

export const CERTIFICATE_EXTENSION = '.shuqi-certificate.json';
/** Characters of a file; events in it; keys of a log. */
export const MAX_CERTIFICATE_SIZE = 4_194_304;
export const MAX_EVENTS = 128;
const MAX_KEYS = 4;

/** Shown of every event: without them there is neither stream nor order, and nobody knows what happened. */
export const alwaysShown = ['/stream', '/version', '/prev', '/at', '/data/type'] as const;

/**
 * Opens fields of an event: `alwaysShown`, and those in `show` that it has.
 * Throws RangeError when the leaf is not the commitment to this record: then nothing could be proven of it.
 */
export function certifyEvent(
  record: { readonly [key: string]: Json },
  seed: Uint8Array,
  show: readonly string[],
  { leaf, proof }: Pick<CertifiedEvent, 'leaf' | 'proof'>,
  hash: Hash,
): CertifiedEvent {
  const open = new Set<string>([...alwaysShown, ...show]);
  const fields = Array.from(fieldsOf(record), ([path, value]) => ({ path, value, salt: fieldSalt(seed, path, hash) }));
  const shown = fields.filter(({ path }) => open.has(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
  const hidden = fields
    .filter(({ path }) => !open.has(path))
    .map(({ path, value, salt }) => commitField(path, value, salt, hash))
    .sort(compare);
  if (!commitsTo(leaf, { shown, hidden }, hash)) throw new RangeError('this leaf commits to another event');
  return { shown, hidden, leaf, proof };
}

/** Whether a leaf commits to exactly these fields, shown and hidden. */
export function commitsTo(
  leaf: Uint8Array,
  { shown, hidden }: Pick<CertifiedEvent, 'shown' | 'hidden'>,
  hash: Hash,
): boolean {
  const parsed = parseLeaf(leaf);
  const opened = shown.map(({ path, value, salt }) => commitField(path, value, salt, hash));
  return parsed.ok && parsed.leaf.c === hex(commitment([...opened, ...hidden], hash));
}

/** The text of a file. Throws RangeError for what `parseCertificate` would not read back. */
export function formatCertificate(certificate: Certificate): string {
  const text = written(certificate);
  if (!parseCertificate(text).ok) throw new RangeError('not a certificate that could be read back');
  return text;
}

/** Takes a file apart; no proof in it is looked at. Refuses whatever would not be written so, byte for byte. */
export function parseCertificate(
  file: string,
): { ok: true; certificate: Certificate } | { ok: false; code: 'not-a-certificate' } {
  const certificate = file.length > MAX_CERTIFICATE_SIZE ? undefined : certificateIn(parseJson(file));
  // Written again it is the same text, so no member, digit or space of it is beside the point.
  const same = certificate !== undefined && written(certificate) === file;
  return same ? { ok: true, certificate } : { ok: false, code: 'not-a-certificate' };
}

const FORMAT = 'shuqi-certificate/v1';

function written({ about: { kind, stream, measure }, keys, events }: Certificate): string {
  const plain = {
    format: FORMAT,
    about: { kind, stream, ...(measure !== undefined && { measure }) },
    keys,
    events: events.map(({ shown, hidden, leaf, proof }) => ({
      shown: shown.map(({ path, value, salt }) => ({ path, value, salt: base64(salt) })),
      hidden: hidden.map(base64),
      leaf: fromUtf8(leaf),
      proof,
    })),
  };
  return `${JSON.stringify(plain, undefined, 1)}\n`;
}

function certificateIn(file: unknown): Certificate | undefined {
  if (!isObject(file) || file.format !== FORMAT) return undefined;
  const about = aboutIn(file.about);
  const keys = listOf(file.keys, 1, MAX_KEYS, (key) => (typeof key === 'string' ? key : undefined));
  const events = listOf(file.events, 1, MAX_EVENTS, eventIn);
  return about && keys && events && { about, keys, events };
}

function aboutIn(value: unknown): About | undefined {
  if (!isObject(value)) return undefined;
  const { stream, measure } = value;
  const kind = kinds.find((known) => known === value.kind);
  if (kind === undefined || typeof stream !== 'string' || !stream.startsWith(streams[kind])) return undefined;
  if (!ID.test(stream.slice(streams[kind].length))) return undefined;
  if (kind !== 'measure') return measure === undefined ? { kind, stream } : undefined;
  return typeof measure === 'string' && ID.test(measure) ? { kind, stream, measure } : undefined;
}

function eventIn(value: unknown): CertifiedEvent | undefined {
  if (!isObject(value) || typeof value.leaf !== 'string' || typeof value.proof !== 'string') return undefined;
  const { leaf, proof } = value;
  const shown = listOf(value.shown, alwaysShown.length, MAX_FIELDS, fieldIn);
  const hidden = listOf(value.hidden, 0, MAX_FIELDS, (one) => bytesIn(one, HASH_SIZE));
  if (!shown || !hidden || shown.length + hidden.length > MAX_FIELDS || proof.length > MAX_PROOF_SIZE) return undefined;
  // In ascending order, so that nothing stands there twice.
  const ordered =
    shown.every(({ path }, i) => i === 0 || (shown[i - 1]?.path ?? '') < path) &&
    hidden.every((one, i) => i === 0 || compare(hidden[i - 1] ?? one, one) < 0);
  return ordered ? { shown, hidden, leaf: utf8(leaf), proof } : undefined;
}

function fieldIn(field: unknown): ShownField | undefined {
  if (!isObject(field) || typeof field.path !== 'string') return undefined;
  const { path, value } = field;
  const salt = bytesIn(field.salt, SALT_SIZE);
  // Both together, as they are committed to: a value that just fits would be too deep in there. The cast: isJson saw it.
  return salt && isJson([path, value]) ? { path, value: value as Json, salt } : undefined;
}

const kinds = Object.keys(streams) as CertificateKind[]; // Object.keys forgets the keys' type.
