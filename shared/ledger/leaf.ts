import { compare, concat, fromUtf8, utf8 } from './bytes.ts';
import { HASH_SIZE, type Hash, hmac } from './hash.ts';
import { canonical, type Json, MAX_DEPTH } from './jcs.ts';

export type { Json } from './jcs.ts';

/** Bounds of one event: what a certificate must list and an audit must hash. */
export const MAX_FIELDS = 1_000;
export const MAX_LEAF_SIZE = 800;
export const SALT_SIZE = 32;

/** The first byte of every hash here says what was hashed; 0 and 1 are leaf and node of RFC 6962 §2.1. */
const FIELD = Uint8Array.of(2);

/** So coarse on purpose: nothing public tells a case or an inspection from a catalogue entry. */
export const leafKinds = ['record', 'served', 'key'] as const;
export type LeafKind = (typeof leafKinds)[number];

/** What the public sees of one event: a random id, the hour, and a commitment to everything else (hex SHA-256). */
export interface Leaf {
  readonly kind: LeafKind;
  readonly event: string;
  readonly at: string;
  readonly c: string;
}

/**
 * An event as single fields: JSON pointer (RFC 6901) → value. Objects are taken apart; an array is one field, so that
 * a part of a list is never shown as the whole, and `[x]` is never taken for `{"0": x}`. An empty object is a value.
 * Throws RangeError beyond MAX_DEPTH or MAX_FIELDS.
 */
export function fieldsOf(record: { readonly [key: string]: Json }): ReadonlyMap<string, Json> {
  const fields = new Map<string, Json>();
  collect('', record, 0, fields);
  return fields;
}

/**
 * The salt of one field: HMAC(seed, path). To whoever lacks the seed (32 random bytes, fresh for each event) salts are
 * unrelated random strings, so one that is shown tells nothing of the others, and no guess at a hidden value can be tried.
 * Whoever keeps the seed can try: to erase one field, store the salts that remain and delete the seed with the value.
 */
export function fieldSalt(seed: Uint8Array, path: string, hash: Hash): Uint8Array {
  if (seed.length !== SALT_SIZE) throw new RangeError(`a seed has ${SALT_SIZE} bytes, not ${seed.length}`);
  return hmac(seed, utf8(path), hash);
}

/** SHA-256(0x02 || salt || JCS([path, value])): 32 bytes that hide the value and can be opened in one way only. */
export function commitField(path: string, value: Json, salt: Uint8Array, hash: Hash): Uint8Array {
  if (salt.length !== SALT_SIZE) throw new RangeError(`a salt has ${SALT_SIZE} bytes, not ${salt.length}`);
  return hash(concat(FIELD, salt, canonical([path, value])));
}

/** Each field of an event with its commitment, salted from `seed`. */
export function commitFields(
  record: { readonly [key: string]: Json },
  seed: Uint8Array,
  hash: Hash,
): ReadonlyMap<string, Uint8Array> {
  const commit = ([path, value]: [string, Json]) =>
    [path, commitField(path, value, fieldSalt(seed, path, hash), hash)] as const;
  return new Map(Array.from(fieldsOf(record), commit));
}

/**
 * `c` of a leaf: SHA-256 of the 32-byte field commitments in ascending order of their bytes. Sorted so and not by path,
 * because a hidden field's place between two shown paths would tell of its name. Throws RangeError for none, for more
 * than MAX_FIELDS, and for any that is not 32 bytes.
 */
export function commitment(commitments: Iterable<Uint8Array>, hash: Hash): Uint8Array {
  const sorted = Array.from(commitments).sort(compare);
  if (sorted.length === 0 || sorted.length > MAX_FIELDS) throw new RangeError(`${sorted.length} field commitments`);
  if (sorted.some((one) => one.length !== HASH_SIZE)) throw new RangeError(`a commitment has ${HASH_SIZE} bytes`);
  return hash(concat(...sorted));
}

/** A moment in UTC → the hour it lies in, as a leaf says it: `2026-11-23T08:00:00Z`. */
export function hourOf(at: string): string {
  const hour = `${at.slice(0, 13)}:00:00Z`;
  if (!at.endsWith('Z') || !isHour(hour)) throw new RangeError(`not a moment in UTC: ${at}`);
  return hour;
}

/**
 * The bytes of a leaf: canonical JSON of `{v: 1, kind, event, at, c}`, at most MAX_LEAF_SIZE. Final: old leaves are
 * read for ever. Throws RangeError where a member has not its form (`at` not to the hour, `c` not hex SHA-256).
 * @see RFC 8785
 */
export function leafV1({ kind, event, at, c }: Leaf): Uint8Array {
  if (!isLeaf({ v: 1, kind, event, at, c })) throw new RangeError(`not a leaf: ${kind} ${event} ${at} ${c}`);
  return canonical({ v: 1, kind, event, at, c });
}

/** Leaf bytes → leaf. Refuses whatever `leafV1` would not have written, byte for byte. */
export function parseLeaf(bytes: Uint8Array): { ok: true; leaf: Leaf } | { ok: false; code: 'bad-leaf' } {
  const value = bytes.length > MAX_LEAF_SIZE ? undefined : parseJson(fromUtf8(bytes));
  if (!isLeaf(value)) return { ok: false, code: 'bad-leaf' };
  const leaf: Leaf = { kind: value.kind, event: value.event, at: value.at, c: value.c };
  return compare(leafV1(leaf), bytes) === 0 ? { ok: true, leaf } : { ok: false, code: 'bad-leaf' };
}

function collect(path: string, value: Json, depth: number, fields: Map<string, Json>): void {
  if (depth > MAX_DEPTH) throw new RangeError(`an event is at most ${MAX_DEPTH} deep`);
  const members = isObject(value) ? Object.entries(value) : [];
  for (const [key, member] of members) collect(`${path}/${escaped(key)}`, member, depth + 1, fields);
  if (members.length === 0) fields.set(path, value);
  if (fields.size > MAX_FIELDS) throw new RangeError(`an event has at most ${MAX_FIELDS} fields`);
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isHour(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:00:00Z$/.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text.replace('Z', '.000Z');
}

/** The bound on the event id keeps every leaf below MAX_LEAF_SIZE. */
function isLeaf(value: unknown): value is Leaf & { v: 1 } {
  if (!isObject(value) || value.v !== 1) return false;
  const { kind, event, at, c } = value;
  if (typeof event !== 'string' || !/^[a-z0-9][a-z0-9-]{0,63}$/.test(event)) return false;
  if (typeof c !== 'string' || !/^[0-9a-f]{64}$/.test(c)) return false;
  return leafKinds.some((known) => known === kind) && typeof at === 'string' && isHour(at);
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
