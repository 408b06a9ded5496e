import { notFound, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { formatHashes } from '../../shared/ledger/hash.ts';
import { formatProof, PROOF_EXTENSION } from '../../shared/ledger/proof.ts';
import { leafHash, proveConsistency, proveInclusion, verifyInclusion } from '../../shared/ledger/rfc6962.ts';
import { nodesFromTiles, TILE_WIDTH } from '../../shared/ledger/tiles.ts';
import type { PublishedCheckpoint } from '../../shared/store/log.ts';
import { findEvent, readLeaves, tilesOf } from '../../shared/store/log-tiles.ts';
import { isWaiting } from '../../shared/store/outbox.ts';
import type { Context } from '../../shared/store/store.ts';
import { ARTICLE, freshText, notYet } from './published.ts';

/** The proof that one event's leaf stands in the published checkpoint, as a tlog-proof file. */
export async function inclusion(
  store: Context,
  event: string,
  { size, root, note }: PublishedCheckpoint,
): Promise<Response | Refusal> {
  let place = await findEvent(store, event);
  const waiting = !place && (await isWaiting(store, event));
  // An entry leaves the outbox after its place is known: whoever looked in both just then looks for the place again.
  if (!place && !waiting) place = await findEvent(store, event);
  if (!place && !waiting) return notFound('missing', ARTICLE);
  if (!place || place.index >= size) {
    return notYet('该事件尚未公布，请稍后再试', 'this event is not published yet: try again in a moment');
  }
  const { index } = place;
  const hashes = await proveInclusion(index, size, nodesFromTiles(size, tilesOf(store), store.hash), store.hash);
  const slot = index % TILE_WIDTH;
  const [entry = new Uint8Array()] = await readLeaves(store, Math.floor(index / TILE_WIDTH), slot, slot + 1);
  // What the store gave is not trusted: a wrong proof would be believed of us, not of a disk.
  const claim = { index, size, leaf: leafHash(entry, store.hash), proof: hashes, root };
  const verdict = verifyInclusion(claim, store.hash);
  if (!verdict.ok) throw new Error(`the store does not prove leaf ${index} of ${size}: ${verdict.code}`);
  return freshText(formatProof({ index, hashes, checkpoint: note }), {
    'content-disposition': `attachment; filename="${event}${PROOF_EXTENSION}"`,
  });
}

/** The hashes, a line each, that show one published tree to begin with another. @see RFC 6962 §2.1.2 */
export async function consistency(
  store: Context,
  { from, to }: { readonly from: number; readonly to: number },
  { size }: PublishedCheckpoint,
): Promise<Response | Refusal> {
  if (from > to) {
    return refuse(ARTICLE, { zh: 'from 不得大于 to', en: 'from is at most to' }, '/query/from');
  }
  if (to > size) return notYet(`目前只公布到 ${size} 条`, `only ${size} leaves are published so far`);
  const nodes = nodesFromTiles(size, tilesOf(store), store.hash);
  return freshText(formatHashes(await proveConsistency(from, to, nodes, store.hash)));
}
