import { notFound, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { formatHashes } from '../../shared/ledger/hash.ts';
import { PROOF_EXTENSION } from '../../shared/ledger/proof.ts';
import { proveConsistency } from '../../shared/ledger/rfc6962.ts';
import { nodesFromTiles } from '../../shared/ledger/tiles.ts';
import { proofOf } from '../../shared/store/inclusion.ts';
import type { PublishedCheckpoint } from '../../shared/store/log.ts';
import { tilesOf } from '../../shared/store/log-tiles.ts';
import type { Context } from '../../shared/store/store.ts';
import { ARTICLE, freshText, notYet } from './published.ts';

/** The proof that one event's leaf stands in the published checkpoint, as a tlog-proof file. */
export async function inclusion(
  store: Context,
  event: string,
  published: PublishedCheckpoint,
): Promise<Response | Refusal> {
  const proof = await proofOf(store, event, published);
  if (proof === 'unknown') return notFound('missing', ARTICLE);
  if (proof === 'waiting')
    return notYet('该事件尚未公布，请稍后再试', 'this event is not published yet: try again in a moment');
  return freshText(proof.file, { 'content-disposition': `attachment; filename="${event}${PROOF_EXTENSION}"` });
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
