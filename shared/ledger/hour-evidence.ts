import { base64, fromHex, hex } from './bytes.ts';
import { HASH_SIZE, type Hash } from './hash.ts';
import { type Group, MAX_BUCKETS } from './hour-tree.ts';
import { isJson } from './jcs.ts';
import { bytesIn, ID, isObject, listOf, parseJson } from './json-file.ts';
import { commitFields, commitment, hourOf, type Json, leafV1, SALT_SIZE } from './leaf.ts';
import { MAX_NOTE_SIZE } from './note.ts';
import { isCount, MAX_PROOF_LENGTH } from './rfc6962.ts';

/** The stream of sealed hours: one event an hour, one leaf each, of kind `served`. */
export const SERVED_STREAM = 'served-hour#deliveries';

/** What the records rest on: an agreement, or a grant. */
export interface Basis {
  readonly kind: string;
  readonly id: string;
}

/** One sealed hour as evidence shows it: its event whole, its leaf's place, one bucket, and one group opened. */
export interface ShownHour {
  readonly event: string;
  readonly seed: Uint8Array;
  readonly version: number;
  readonly prev: string;
  /** When it was sealed, as the event says. */
  readonly at: string;
  /** `2026112309`, of UTC. */
  readonly hour: string;
  /** Hexadecimal. */
  readonly root: string;
  readonly buckets: number;
  /** Place of the leaf, and its audit path. */
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  /** The bucket in which the basis has its place, and the audit path of that. */
  readonly bucket: readonly Group[];
  readonly path: readonly Uint8Array[];
  /** The group of the basis, where it has records in this hour: all of them. */
  readonly group?: { readonly salt: Uint8Array; readonly records: readonly Json[] };
}

/** Evidence of everything that was recorded on one basis from the hour of `after` on. `keys` prove nothing about who. */
export interface HourEvidence {
  readonly basis: Basis;
  readonly after: string;
  readonly keys: readonly string[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
  readonly hours: readonly ShownHour[];
}

export const EVIDENCE_EXTENSION = '.shuqi-deliveries.json';
export const EVIDENCE_FORMAT = 'shuqi-deliveries/v1';
/** Characters of a file; hours in it: a year and a month; records of one hour. */
export const MAX_EVIDENCE_SIZE = 67_108_864;
export const MAX_HOURS = 9_600;
const MAX_RECORDS = 1_000_000;
const MAX_KEYS = 4;
/** Of one bucket: far more than ever meet there. */
const MAX_GROUPS = 10_000;

/** The leaf of a sealed hour, made again from what is shown of it. Throws RangeError where that has no form. */
export function servedLeaf({ event, seed, version, prev, at, hour, root, buckets }: ShownHour, hash: Hash): Uint8Array {
  const data = { type: 'sealed', at, hour, root, buckets };
  const record = { stream: SERVED_STREAM, version, prev, at, person: 'system', organization: 'platform', data };
  const c = hex(commitment(commitFields(record, seed, hash).values(), hash));
  return leafV1({ kind: 'served', event, at: hourOf(at), c });
}

/** The text of a file. Throws RangeError for what `parseEvidence` would not read back. */
export function formatEvidence(evidence: HourEvidence): string {
  const text = written(evidence);
  if (!parseEvidence(text)) throw new RangeError('not evidence that could be read back');
  return text;
}

/** Takes a file apart; nothing in it is checked. Refuses whatever would not be written so, byte for byte. */
export function parseEvidence(file: string): HourEvidence | undefined {
  const evidence = file.length > MAX_EVIDENCE_SIZE ? undefined : evidenceIn(parseJson(file));
  return evidence && written(evidence) === file ? evidence : undefined;
}

function written({ basis, after, keys, checkpoint, hours }: HourEvidence): string {
  const { kind, id } = basis;
  const plain = { format: EVIDENCE_FORMAT, basis: { kind, id }, after, keys, checkpoint, hours: hours.map(plainHour) };
  return `${JSON.stringify(plain, undefined, 1)}\n`;
}

function plainHour({
  event,
  seed,
  version,
  prev,
  at,
  hour,
  root,
  buckets,
  index,
  proof,
  bucket,
  path,
  group,
}: ShownHour) {
  return {
    ...{ event, seed: base64(seed), version, prev, at, hour, root, buckets, index, proof: proof.map(base64) },
    bucket: bucket.map(({ key, seal }) => ({ key: hex(key), seal: hex(seal) })),
    path: path.map(base64),
    ...(group && { group: { salt: base64(group.salt), records: group.records } }),
  };
}

function evidenceIn(file: unknown): HourEvidence | undefined {
  if (!isObject(file) || file.format !== EVIDENCE_FORMAT || !isObject(file.basis)) return undefined;
  const { after, checkpoint } = file;
  const { kind, id } = file.basis;
  const keys = listOf(file.keys, 1, MAX_KEYS, (key) => (typeof key === 'string' ? key : undefined));
  const hours = listOf(file.hours, 1, MAX_HOURS, hourIn);
  if (typeof kind !== 'string' || typeof id !== 'string' || !ID.test(kind) || !ID.test(id)) return undefined;
  if (typeof checkpoint !== 'string' || checkpoint.length > MAX_NOTE_SIZE || !isMoment(after)) return undefined;
  return keys && hours && { basis: { kind, id }, after, keys, checkpoint, hours };
}

function hourIn(value: unknown): ShownHour | undefined {
  if (!isObject(value)) return undefined;
  const { event, version, prev, at, hour, root, buckets, index } = value;
  const texts = typeof event === 'string' && ID.test(event) && typeof prev === 'string' && typeof root === 'string';
  if (!texts || !isMoment(at) || !isHour(hour) || !/^[0-9a-f]{64}$/.test(root) || !/^([0-9a-f]{64})?$/.test(prev)) {
    return undefined;
  }
  if (!isPlace(version) || !isPlace(index) || !isPlace(buckets) || buckets > MAX_BUCKETS) return undefined;
  const seed = bytesIn(value.seed, SALT_SIZE);
  const proof = listOf(value.proof, 0, MAX_PROOF_LENGTH, hashIn);
  const path = listOf(value.path, 0, MAX_PROOF_LENGTH, hashIn);
  const bucket = listOf(value.bucket, 0, MAX_GROUPS, placeIn);
  const group = value.group === undefined ? undefined : groupIn(value.group);
  if (!seed || !proof || !path || !bucket || (value.group !== undefined && !group)) return undefined;
  const told = { event, seed, version, prev, at, hour, root, buckets, index, proof, bucket, path };
  return group ? { ...told, group } : told;
}

function groupIn(value: unknown): ShownHour['group'] {
  if (!isObject(value)) return undefined;
  const salt = bytesIn(value.salt, SALT_SIZE);
  // The cast: isJson saw it.
  const records = listOf(value.records, 1, MAX_RECORDS, (one) => (isJson(one) ? (one as Json) : undefined));
  return salt && records && { salt, records };
}

function placeIn(value: unknown): Group | undefined {
  if (!isObject(value) || typeof value.key !== 'string' || typeof value.seal !== 'string') return undefined;
  const [key, seal] = [fromHex(value.key), fromHex(value.seal)];
  return key?.length === HASH_SIZE && seal?.length === HASH_SIZE ? { key, seal } : undefined;
}

const hashIn = (one: unknown) => bytesIn(one, HASH_SIZE);
const isPlace = (value: unknown): value is number => typeof value === 'number' && isCount(value);

/** A moment in UTC to the millisecond. */
export function isMoment(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const ms = Date.parse(value);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === value;
}

/** Milliseconds at which an hour begins; NaN for a text that names none. */
export const hourStart = (hour: string): number =>
  Date.parse(hour.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:00:00.000Z'));

/** The hour in which a moment lies. */
export const hourAt = (moment: string): string => moment.replaceAll(/[-T]/g, '').slice(0, 10);

const isHour = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{10}$/.test(value) && !Number.isNaN(hourStart(value));
