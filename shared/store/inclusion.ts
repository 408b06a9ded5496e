import { formatProof } from '../ledger/proof.ts';
import { leafHash, proveInclusion, verifyInclusion } from '../ledger/rfc6962.ts';
import { nodesFromTiles, TILE_WIDTH } from '../ledger/tiles.ts';
import type { PublishedCheckpoint } from './log.ts';
import { findEvent, readLeaves, tilesOf } from './log-tiles.ts';
import { isWaiting } from './outbox.ts';
import type { Context } from './store.ts';

/**
 * The tlog-proof file of one event under a published checkpoint. `waiting`: the checkpoint does not cover it yet;
 * `unknown`: there is no such event. @throws when the store does not prove what it says
 */
export async function proofOf(
  store: Context,
  event: string,
  { size, root, note }: Pick<PublishedCheckpoint, 'size' | 'root' | 'note'>,
): Promise<{ readonly file: string } | 'waiting' | 'unknown'> {
  let place = await findEvent(store, event);
  const waiting = !place && (await isWaiting(store, event));
  // An entry leaves the outbox after its place is known: whoever looked in both just then looks for the place again.
  if (!place && !waiting) place = await findEvent(store, event);
  if (!place && !waiting) return 'unknown';
  if (!place || place.index >= size) return 'waiting';
  const { index } = place;
  const hashes = await proveInclusion(index, size, nodesFromTiles(size, tilesOf(store), store.hash), store.hash);
  const slot = index % TILE_WIDTH;
  const [entry = new Uint8Array()] = await readLeaves(store, Math.floor(index / TILE_WIDTH), slot, slot + 1);
  // What the store gave is not trusted: a wrong proof would be believed of us, not of a disk.
  const claim = { index, size, leaf: leafHash(entry, store.hash), proof: hashes, root };
  const verdict = verifyInclusion(claim, store.hash);
  if (!verdict.ok) throw new Error(`the store does not prove leaf ${index} of ${size}: ${verdict.code}`);
  return { file: formatProof({ index, hashes, checkpoint: note }) };
}
