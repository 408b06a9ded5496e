import { formatHashes, parseHashes } from './hash.ts';
import { MAX_NOTE_SIZE } from './note.ts';
import { isCount, MAX_PROOF_LENGTH } from './rfc6962.ts';

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

const HEAD = /^old (0|[1-9]\d{0,15})\n([\w+/=\n]*)$/;
