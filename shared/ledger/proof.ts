import { base64, fromBase64 } from './bytes.ts';
import { type CheckpointFault, type VerifiedCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { formatHashes, type Hash, parseHashes } from './hash.ts';
import { type CheckSignature, MAX_NOTE_SIZE } from './note.ts';
import type { Policy } from './policy.ts';
import { isCount, MAX_PROOF_LENGTH, verifyInclusion } from './rfc6962.ts';

/**
 * A proof file: `hashes` from the leaf's sibling up, `checkpoint` the signed note verbatim (the root stands in it and
 * nowhere else). `extra` is signed by nobody. @see c2sp.org/tlog-proof
 */
export interface TlogProof {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: string;
  readonly extra?: Uint8Array;
}

export const PROOF_EXTENSION = '.tlog-proof';
export const MAX_EXTRA_SIZE = 65_536;
/** Characters of a proof file. */
export const MAX_PROOF_SIZE = 262_144;
/** Everything before the blank line: header, perhaps extra data, the index, a line for each hash. */
const HEAD = /^c2sp\.org\/tlog-proof@v1\n(?:extra ([\w+/=]+)\n)?index (0|[1-9]\d{0,15})\n([\w+/=\n]*)$/;

/** Throws RangeError for what `parseProof` would not read back. @see c2sp.org/tlog-proof "Format" */
export function formatProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const extraLine = extra === undefined ? '' : `extra ${base64(extra)}\n`;
  const text = `c2sp.org/tlog-proof@v1\n${extraLine}index ${index}\n${formatHashes(hashes)}\n${checkpoint}`;
  if (!parseProof(text).ok) throw new RangeError('not a proof that could be read back');
  return text;
}

/** Takes a proof file apart; the checkpoint in it is not looked at. */
export function parseProof(file: string): { ok: true; proof: TlogProof } | { ok: false; code: 'bad-proof' } {
  const end = file.indexOf('\n\n');
  const checkpoint = file.slice(end + 2);
  if (file.length > MAX_PROOF_SIZE || checkpoint.length > MAX_NOTE_SIZE || end < 0) return bad;
  const [, encodedExtra, digits = '', lines = ''] = HEAD.exec(file.slice(0, end + 1)) ?? [];
  const index = Number(digits);
  const hashes = parseHashes(lines);
  const extra = encodedExtra === undefined ? undefined : fromBase64(encodedExtra);
  if (digits === '' || !isCount(index) || hashes === undefined || hashes.length > MAX_PROOF_LENGTH) return bad;
  if (encodedExtra === undefined) return { ok: true, proof: { index, hashes, checkpoint } };
  if (extra === undefined || extra.length > MAX_EXTRA_SIZE) return bad;
  return { ok: true, proof: { index, hashes, checkpoint, extra } };
}

export type ProofFault = 'bad-proof' | CheckpointFault | 'bad-index' | 'bad-size' | 'bad-length' | 'bad-root';

/** Checks that a leaf (its hash) stands in a checkpoint that the policy trusts. Needs no network. */
export async function verifyProof(
  file: string,
  leaf: Uint8Array,
  policy: Policy,
  check: CheckSignature,
  hash: Hash,
): Promise<({ ok: true; index: number } & VerifiedCheckpoint) | { ok: false; code: ProofFault }> {
  const parsed = parseProof(file);
  if (!parsed.ok) return parsed;
  const verified = await verifyCheckpoint(parsed.proof.checkpoint, policy, check);
  if (!verified.ok) return verified;
  const { size, root } = verified.checkpoint;
  const { index, hashes } = parsed.proof;
  const included = verifyInclusion({ index, size, leaf, proof: hashes, root }, hash);
  return included.ok ? { ...verified, index } : included;
}

const bad = { ok: false, code: 'bad-proof' } as const;
