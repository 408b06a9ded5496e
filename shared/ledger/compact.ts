import { HASH_SIZE, type Hash } from './hash.ts';
import { foldRight, isCount, type Node, nodeHash, nodesOf } from './rfc6962.ts';

/**
 * Compact range: the right edge of a tree, enough to append and to know the root without reading a tile.
 * `hashes` are its complete subtrees, largest first: one for each bit set in `size`, so 53 at most.
 */
export interface Compact {
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

export const emptyCompact: Compact = { size: 0, hashes: [] };

/** A stored right edge; `undefined` where hashes and size do not fit each other. */
export function compact(size: number, hashes: readonly Uint8Array[]): Compact | undefined {
  if (!isCount(size) || hashes.length !== nodesOf(0, size).length) return undefined;
  return hashes.every((one) => one.length === HASH_SIZE) ? { size, hashes } : undefined;
}

/** The nodes whose hashes are the right edge of a tree of `size`: what to read to rebuild it. */
export const compactNodes = (size: number): readonly Node[] => nodesOf(0, size);

/**
 * Appends leaf hashes in order. `completed` hears of every subtree that became complete, leaves included, so that
 * full tiles are filled without a second pass. Throws RangeError at 2^53 leaves. @see RFC 6962 §2.1
 */
export function append(
  range: Compact,
  leaves: Iterable<Uint8Array>,
  hash: Hash,
  completed: (node: Node, hash: Uint8Array) => void = () => {},
): Compact {
  const edge = [...range.hashes];
  let size = range.size;
  for (const leaf of leaves) {
    let node: Node = { level: 0, index: size };
    let whole = leaf;
    completed(node, whole);
    // An odd index is a right child: its left sibling is the smallest subtree on the edge.
    for (let left = edge.at(-1); node.index % 2 === 1 && left !== undefined; left = edge.at(-1)) {
      edge.pop();
      whole = nodeHash(left, whole, hash);
      node = { level: node.level + 1, index: (node.index - 1) / 2 };
      completed(node, whole);
    }
    edge.push(whole);
    size += 1;
  }
  if (!isCount(size)) throw new RangeError('a tree holds less than 2^53 leaves');
  return { size, hashes: edge };
}

/** Root of the tree whose right edge this is; of the empty tree SHA-256 of nothing. @see RFC 6962 §2.1 */
export const compactRoot = (range: Compact, hash: Hash): Uint8Array => foldRight(range.hashes, hash);
