import type { Instant } from '../law/time.ts';
import type { Hash } from '../ledger/hash.ts';
import { SERVED_STREAM } from '../ledger/hour-evidence.ts';
import { commitFields, commitment, hourOf, type Json, leafV1 } from '../ledger/leaf.ts';
import { leafHash } from '../ledger/rfc6962.ts';

/** What the leaf of one event commits to, besides its random id. */
export interface CommittedEvent {
  readonly stream: string;
  readonly version: number;
  /** Hash of the stream's leaf before this one, empty for the first: the order inside a stream. */
  readonly prev: string;
  readonly at: Instant;
  readonly person: string;
  readonly organization: string;
  readonly data: { readonly [key: string]: Json };
}

/** The stream that tells of the log's own keys. */
export const KEY_STREAM = 'log#key';

/**
 * The leaf of one event, its hash, and the sorted field commitments (32 bytes each, end to end), which stay valid
 * when values and salts are erased.
 */
export function recordLeaf(event: string, fields: CommittedEvent, seed: Uint8Array, hash: Hash) {
  const commitments = [...commitFields({ ...fields }, seed, hash).values()];
  // The kinds that say what they are about: whoever follows the log must not overlook a new key, or a missing hour.
  const kind = fields.stream === KEY_STREAM ? 'key' : fields.stream === SERVED_STREAM ? 'served' : 'record';
  const c = Buffer.from(commitment(commitments, hash)).toString('hex');
  const leaf = leafV1({ kind, event, at: hourOf(fields.at), c });
  return {
    leaf,
    leafHash: Buffer.from(leafHash(leaf, hash)).toString('hex'),
    commitments: Buffer.concat(commitments.toSorted(Buffer.compare)),
  };
}
