import { base64, fromBase64 } from './bytes.ts';
import { HASH_SIZE } from './hash.ts';
import type { NoteKey } from './key.ts';
import { type CheckSignature, parseNote, type Signed, verifyNote } from './note.ts';
import { isSatisfied, type Policy } from './policy.ts';
import { isCount } from './rfc6962.ts';

/** A log's tree head. `origin` names the log; we write no extension lines, and others' are kept but mean nothing. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly extensions?: readonly string[];
}

/** The text to be signed: origin, size, base64 root, a line each. @see c2sp.org/tlog-checkpoint "Note text" */
export function formatCheckpoint({ origin, size, root, extensions = [] }: Checkpoint): string {
  const text = `${[origin, size, base64(root), ...extensions].join('\n')}\n`;
  // Reading it back is the check: whatever we would not accept is never signed.
  if (parseCheckpoint(text) === undefined) throw new RangeError(`not a checkpoint: ${text}`);
  return text;
}

/** Note text → checkpoint; `undefined` unless it is exactly one (no leading zero, 32-byte root, no empty line). */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length < 3 || lines.includes('')) return undefined;
  const [origin = '', count = '', encoded = '', ...extensions] = lines;
  const size = Number(count);
  const root = fromBase64(encoded);
  if (!/^(0|[1-9]\d{0,15})$/.test(count) || !isCount(size) || root?.length !== HASH_SIZE) return undefined;
  return extensions.length > 0 ? { origin, size, root, extensions } : { origin, size, root };
}

export type CheckpointFault =
  | 'too-large'
  | 'bad-note'
  | 'bad-checkpoint'
  | 'unknown-log'
  | 'bad-signature'
  | 'no-log-signature'
  | 'no-quorum';

/** A checkpoint that the policy trusts, with every line that holds. */
export interface VerifiedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly log: readonly NoteKey[];
  readonly witnesses: readonly Signed[];
}

/**
 * Checks a signed checkpoint: its origin is a log of the policy, one of that log's keys signed it, no known line is
 * bad, and enough witnesses cosigned. @see c2sp.org/tlog-checkpoint, c2sp.org/tlog-policy
 */
export async function verifyCheckpoint(
  signedNote: string,
  policy: Policy,
  check: CheckSignature,
): Promise<({ ok: true } & VerifiedCheckpoint) | { ok: false; code: CheckpointFault }> {
  const parsed = parseNote(signedNote);
  if (!parsed.ok) return parsed;
  const checkpoint = parseCheckpoint(parsed.note.text);
  if (checkpoint === undefined) return { ok: false, code: 'bad-checkpoint' };
  const logKeys = policy.logs.filter(({ name }) => name === checkpoint.origin);
  if (logKeys.length === 0) return { ok: false, code: 'unknown-log' };
  const verified = await verifyNote(parsed.note, [...logKeys, ...policy.witnesses], check);
  if (!verified.ok) return { ok: false, code: verified.code === 'no-known-key' ? 'no-log-signature' : verified.code };
  const log = verified.signed.map(({ key }) => key).filter((key) => logKeys.includes(key));
  if (log.length === 0) return { ok: false, code: 'no-log-signature' };
  const witnesses = verified.signed.filter(({ key }) => policy.witnesses.includes(key));
  const quorum = isSatisfied(policy.quorum, new Set(witnesses.map(({ key }) => key)));
  return quorum ? { ok: true, checkpoint, log, witnesses } : { ok: false, code: 'no-quorum' };
}
