import { hex } from './bytes.ts';
import {
  type About,
  alwaysShown,
  type Certificate,
  type CertifiedEvent,
  commitsTo,
  parseCertificate,
} from './certificate.ts';
import { type Checkpoint, type VerifiedCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import type { Hash } from './hash.ts';
import { parseVkey } from './key.ts';
import { hourOf, type Json, parseLeaf } from './leaf.ts';
import type { CheckSignature } from './note.ts';
import { noQuorum, type Policy } from './policy.ts';
import { type ProofFault, parseProof } from './proof.ts';
import { leafHash, verifyInclusion } from './rfc6962.ts';

/**
 * What does not fit. `bad-fields`: a field or commitment is not what the leaf commits to · `not-about`: an event of
 * something else · `bad-order`, `bad-chain`: its version or `prev` · `mixed`: several checkpoints · `own-key`: not even
 * the keys in the file signed it.
 */
export type CertificateFault =
  | 'not-a-certificate'
  | 'bad-leaf'
  | 'bad-fields'
  | 'not-about'
  | 'bad-order'
  | 'bad-chain'
  | 'mixed'
  | 'own-key'
  | ProofFault;

/** An event that stands in the log. `at` is what it says of its own time: claimed, not proven. */
export interface ProvenEvent {
  readonly event: string;
  readonly version: number;
  readonly type: string;
  readonly at: string;
  /** Place in the log. */
  readonly index: number;
  /** The other shown fields. */
  readonly fields: ReadonlyMap<string, Json>;
  readonly hidden: number;
  /** It names the leaf of the event before it in the file as the one before it in its stream. */
  readonly follows: boolean;
}

/** `trusted`: by a policy. Otherwise it fits a key in the file, which proves nothing about who. */
export interface VerifiedCertificate extends VerifiedCheckpoint {
  readonly about: About;
  readonly events: readonly ProvenEvent[];
  readonly trusted: boolean;
}

type Fault = { readonly ok: false; readonly code: CertificateFault; readonly event?: number };

/** Checks a certificate by a policy, or without one by the keys it brings along. `event`: which one does not fit. */
export async function verifyCertificate(
  file: string,
  policy: Policy | undefined,
  check: CheckSignature,
  hash: Hash,
): Promise<({ ok: true } & VerifiedCertificate) | Fault> {
  const parsed = parseCertificate(file);
  if (!parsed.ok) return parsed;
  const { certificate } = parsed;
  const notes = new Set(certificate.events.map(noteIn));
  const [note] = notes;
  if (note === undefined || notes.has(undefined)) return { ok: false, code: 'bad-proof' };
  if (notes.size > 1) return { ok: false, code: 'mixed' };
  const fitting = await byOwnKeys(certificate, note, check, hash);
  if (!fitting) return { ok: false, code: 'own-key' };
  const verified = policy ? await verifyCheckpoint(note, policy, check) : fitting;
  if (!verified.ok) return verified;
  const events = proveAll(certificate, verified.checkpoint, hash);
  return 'code' in events ? events : { ...verified, about: certificate.about, events, trusted: policy !== undefined };
}

function noteIn({ proof }: CertifiedEvent): string | undefined {
  const parsed = parseProof(proof);
  return parsed.ok ? parsed.proof.checkpoint : undefined;
}

/** The checkpoint by the keys in the file, each of which must have signed it. */
async function byOwnKeys({ keys }: Certificate, note: string, check: CheckSignature, hash: Hash) {
  const logs = keys.map((vkey) => parseVkey(vkey, hash)).filter((key) => key !== undefined);
  const verified = await verifyCheckpoint(note, { logs, witnesses: [], quorum: noQuorum }, check);
  return verified.ok && keys.length === logs.length && logs.every((key) => verified.log.includes(key))
    ? verified
    : undefined;
}

function proveAll({ about, events }: Certificate, checkpoint: Checkpoint, hash: Hash): readonly ProvenEvent[] | Fault {
  const proven: ProvenEvent[] = [];
  let last: Opened | undefined;
  for (const [i, event] of events.entries()) {
    const opened = open(event, hash);
    if ('code' in opened) return { ...opened, event: i };
    const stray = isAbout(about, opened) ? disorder(last, opened) : 'not-about';
    if (stray) return { ok: false, code: stray, event: i };
    const place = placeOf(event, opened, checkpoint, hash);
    if (!place.ok) return { ...place, event: i };
    proven.push({ ...told(opened), index: place.index, hidden: event.hidden.length, follows: follows(last, opened) });
    last = opened;
  }
  const named = about.measure === undefined || proven.some(({ fields }) => namesIn(fields).length > 0);
  return named ? proven : { ok: false, code: 'not-about' };
}

/** An event whose shown fields are what its leaf commits to. */
interface Opened {
  readonly event: string;
  readonly leaf: Uint8Array;
  readonly stream: string;
  readonly version: number;
  readonly prev: string;
  readonly at: string;
  readonly type: string;
  readonly fields: ReadonlyMap<string, Json>;
}

function open(certified: CertifiedEvent, hash: Hash): Opened | Fault {
  const parsed = parseLeaf(certified.leaf);
  if (!parsed.ok || parsed.leaf.kind !== 'record') return { ok: false, code: 'bad-leaf' };
  if (!commitsTo(certified.leaf, certified, hash)) return { ok: false, code: 'bad-fields' };
  const fields = new Map(certified.shown.map(({ path, value }) => [path, value]));
  const [stream, version, prev, at, type] = alwaysShown.map((path) => fields.get(path));
  for (const path of alwaysShown) fields.delete(path);
  const whole =
    typeof stream === 'string' &&
    typeof version === 'number' &&
    typeof prev === 'string' &&
    typeof at === 'string' &&
    typeof type === 'string';
  if (!whole || !isWithin(at, parsed.leaf.at)) return { ok: false, code: 'bad-fields' };
  const { event } = parsed.leaf;
  return { event, stream, version, prev, at, type, fields, leaf: leafHash(certified.leaf, hash) };
}

/** Of the stream, and where a measure is named, of this one. */
function isAbout({ stream, measure }: About, opened: Opened): boolean {
  const named = namesIn(opened.fields);
  return opened.stream === stream && (measure === undefined || named.every((names) => names.includes(measure)));
}

/** The measures that each field of an event names: by id, a list of ids, or a list of measures. */
function namesIn(fields: ReadonlyMap<string, Json>): readonly (readonly unknown[])[] {
  const measureOf = (one: Json) => (typeof one === 'object' && one !== null && 'measure' in one ? one.measure : one);
  return ['/data/measure', '/data/measures'].flatMap((path) => {
    const value = fields.get(path);
    return value === undefined ? [] : [Array.isArray(value) ? value.map(measureOf) : [value]];
  });
}

function disorder(last: Opened | undefined, { version, prev }: Opened): 'bad-order' | 'bad-chain' | undefined {
  if (!Number.isSafeInteger(version) || version <= (last?.version ?? 0)) return 'bad-order';
  if ((version === 1) !== (prev === '')) return 'bad-chain';
  return last && version === last.version + 1 && prev !== hex(last.leaf) ? 'bad-chain' : undefined;
}

const follows = (last: Opened | undefined, { prev }: Opened): boolean => last !== undefined && prev === hex(last.leaf);

const told = ({ event, version, type, at, fields }: Opened) => ({ event, version, type, at, fields });

/** Where the leaf stands under the checkpoint. */
function placeOf({ proof }: CertifiedEvent, { leaf }: Opened, { size, root }: Checkpoint, hash: Hash) {
  const parsed = parseProof(proof);
  if (!parsed.ok) return parsed;
  const { index, hashes } = parsed.proof;
  const included = verifyInclusion({ index, size, leaf, proof: hashes, root }, hash);
  return included.ok ? { ok: true as const, index } : included;
}

function isWithin(at: string, hour: string): boolean {
  try {
    return hourOf(at) === hour;
  } catch {
    return false;
  }
}
