import { equal } from './bytes.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { formatHashes, type Hash, parseHashes } from './hash.ts';
import type { NoteKey } from './key.ts';
import { type CheckSignature, MAX_NOTE_SIZE, parseNote, verifyNote } from './note.ts';
import { isCount, MAX_PROOF_LENGTH, root as rootOf, verifyConsistency } from './rfc6962.ts';

/**
 * What a log asks of a witness: to cosign `checkpoint` (a signed note), which extends the tree of `old` leaves that
 * the witness saw last. `proof` is empty where `old` is 0 or the size itself. @see c2sp.org/tlog-witness
 */
export interface AddCheckpoint {
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: string;
}

/** Characters of a request's body. */
export const MAX_REQUEST_SIZE = MAX_NOTE_SIZE + 4_096;

/** Body of `POST <prefix>/add-checkpoint`. Throws RangeError for what a witness could not read. */
export function formatAddCheckpoint({ old, proof, checkpoint }: AddCheckpoint): string {
  const body = `old ${old}\n${formatHashes(proof)}\n${checkpoint}`;
  if (!parseAddCheckpoint(body).ok) throw new RangeError('not a request that could be read back');
  return body;
}

/** Takes a request apart: its form only, neither proof nor checkpoint is looked at. A bad one is answered 400. */
export function parseAddCheckpoint(
  body: string,
): { ok: true; request: AddCheckpoint } | { ok: false; code: 'bad-request' } {
  const end = body.indexOf('\n\n');
  const [, digits = '', lines = ''] = HEAD.exec(body.slice(0, Math.min(end + 1, 4_096))) ?? [];
  const old = Number(digits);
  const proof = parseHashes(lines);
  const whole = end > 0 && body.length <= MAX_REQUEST_SIZE && digits !== '' && isCount(old);
  if (!whole || proof === undefined || proof.length > MAX_PROOF_LENGTH) return { ok: false, code: 'bad-request' };
  return { ok: true, request: { old, proof, checkpoint: body.slice(end + 2) } };
}

/**
 * Why a witness does not cosign: `bad-request` 400 · `bad-signature` 403 · `unknown-log` 404 · `conflict` 409: it saw
 * a tree of `size` last, or another one of this size · `bad-proof` 422: this tree does not begin with that one.
 */
export type WitnessFault =
  | { readonly code: 'bad-request' | 'bad-signature' | 'unknown-log' | 'bad-proof' }
  | { readonly code: 'conflict'; readonly size: number };

/** What a witness knows: the keys of its logs, and the last checkpoint of an origin that it cosigned. */
export interface WitnessMemory {
  readonly logs: readonly NoteKey[];
  readonly lastOf: (origin: string) => Checkpoint | undefined;
}

/**
 * Judges a request: `text` is what may be cosigned, once `checkpoint` is kept for good. Whoever calls lets nobody else
 * in between, or two requests could take the memory back. @see c2sp.org/tlog-witness "add-checkpoint"
 */
export async function judgeAddCheckpoint(
  body: string,
  { logs, lastOf }: WitnessMemory,
  check: CheckSignature,
  hash: Hash,
): Promise<{ ok: true; text: string; note: string; checkpoint: Checkpoint } | ({ ok: false } & WitnessFault)> {
  const parsed = parseAddCheckpoint(body);
  const note = parsed.ok ? parseNote(parsed.request.checkpoint) : parsed;
  const checkpoint = note.ok ? parseCheckpoint(note.note.text) : undefined;
  if (!parsed.ok || !note.ok || checkpoint === undefined) return { ok: false, code: 'bad-request' };
  const keys = logs.filter(({ name }) => name === checkpoint.origin);
  if (keys.length === 0) return { ok: false, code: 'unknown-log' };
  if (!(await verifyNote(note.note, keys, check)).ok) return { ok: false, code: 'bad-signature' };

  const { old, proof } = parsed.request;
  const last = lastOf(checkpoint.origin);
  const { size } = last ?? { size: 0 };
  if (old > checkpoint.size) return { ok: false, code: 'bad-request' };
  if (old !== size) return { ok: false, code: 'conflict', size };
  if (last && old === checkpoint.size && !equal(last.root, checkpoint.root))
    return { ok: false, code: 'conflict', size };
  return extendsLast(last, checkpoint, proof, hash)
    ? { ok: true, text: note.note.text, note: parsed.request.checkpoint, checkpoint }
    : { ok: false, code: 'bad-proof' };
}

/** Of an empty tree nothing is proven: after it any tree may come, and only the empty one has its root. */
function extendsLast(
  last: Checkpoint | undefined,
  next: Checkpoint,
  proof: readonly Uint8Array[],
  hash: Hash,
): boolean {
  if (next.size === 0) return proof.length === 0 && equal(next.root, rootOf([], hash));
  if (last === undefined || last.size === 0) return proof.length === 0;
  const claim = { first: last.size, second: next.size, firstRoot: last.root, secondRoot: next.root, proof };
  return verifyConsistency(claim, hash).ok;
}

const HEAD = /^old (0|[1-9]\d{0,15})\n([\w+/=\n]*)$/;
