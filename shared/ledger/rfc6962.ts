import { concat, equal } from './bytes.ts';
import { HASH_SIZE, type Hash } from './hash.ts';

/** A complete subtree: the 2^level leaves from `index · 2^level` on. */
export interface Node {
  readonly level: number;
  readonly index: number;
}

/** Reads the hashes of complete subtrees, in the order asked. All are asked at once, so that a store can batch. */
export type ReadNodes = (nodes: readonly Node[]) => Promise<readonly Uint8Array[]>;

export type Verdict<Code extends string> = { readonly ok: true } | { readonly ok: false; readonly code: Code };

/** No tree of safe-integer size is higher, so no honest proof is longer. */
export const MAX_PROOF_LENGTH = 63;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** SHA-256(0x00 || entry). @see RFC 6962 §2.1 */
export const leafHash = (entry: Uint8Array, hash: Hash): Uint8Array => hash(concat(LEAF, entry));

/** SHA-256(0x01 || left || right). @see RFC 6962 §2.1 */
export const nodeHash = (left: Uint8Array, right: Uint8Array, hash: Hash): Uint8Array =>
  hash(concat(NODE, left, right));

/** Root over leaf hashes, straight from the definition: MTH. Of nothing: SHA-256 of nothing. @see RFC 6962 §2.1 */
export function root(leaves: readonly Uint8Array[], hash: Hash): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return hash(new Uint8Array());
  if (leaves.length === 1) return first;
  const k = split(leaves.length);
  return nodeHash(root(leaves.slice(0, k), hash), root(leaves.slice(k), hash), hash);
}

/**
 * Audit path of leaf `index` in a tree of `size`, the leaf's sibling first.
 * Throws RangeError unless 0 <= index < size. @see RFC 6962 §2.1.1
 */
export async function proveInclusion(
  index: number,
  size: number,
  read: ReadNodes,
  hash: Hash,
): Promise<readonly Uint8Array[]> {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError(`no leaf ${index} in ${size}`);
  return readRanges(path(index, 0, size), read, hash);
}

/**
 * Proof that the first `first` leaves of a tree of `second` are unchanged.
 * Throws RangeError unless 0 < first <= second: of an empty tree nothing is proven. @see RFC 6962 §2.1.2
 */
export async function proveConsistency(
  first: number,
  second: number,
  read: ReadNodes,
  hash: Hash,
): Promise<readonly Uint8Array[]> {
  if (!isCount(first) || !isCount(second) || first === 0 || first > second) {
    throw new RangeError(`no consistency proof from ${first} to ${second}`);
  }
  return readRanges(subproof(first, 0, second, true), read, hash);
}

/** What an inclusion proof claims: `leaf` is a leaf hash. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Checks an audit path. @see RFC 9162 §2.1.3.2 (the tree and its paths are RFC 6962's) */
export function verifyInclusion(
  claim: Inclusion,
  hash: Hash,
): Verdict<'bad-index' | 'bad-size' | 'bad-length' | 'bad-root'> {
  if (!isCount(claim.size) || claim.size === 0) return { ok: false, code: 'bad-size' };
  if (!isCount(claim.index) || claim.index >= claim.size) return { ok: false, code: 'bad-index' };
  if (!areHashes([claim.leaf, claim.root, ...claim.proof])) return { ok: false, code: 'bad-length' };
  let { index: at, leaf: computed } = claim;
  let last = claim.size - 1;
  for (const sibling of claim.proof) {
    if (last === 0) return { ok: false, code: 'bad-length' };
    if (isOdd(at) || at === last) {
      computed = nodeHash(sibling, computed, hash);
      // A right edge without sibling rises until it is a right child.
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      computed = nodeHash(computed, sibling, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) return { ok: false, code: 'bad-length' };
  return equal(computed, claim.root) ? { ok: true } : { ok: false, code: 'bad-root' };
}

/** What a consistency proof claims: the tree of `first` leaves is a prefix of the tree of `second`. */
export interface Consistency {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Uint8Array;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Checks a consistency proof; size 0 is never proven. @see RFC 9162 §2.1.4.2 (proofs as in RFC 6962) */
export function verifyConsistency(claim: Consistency, hash: Hash): Verdict<'bad-size' | 'bad-length' | 'bad-root'> {
  const { first, second, firstRoot, secondRoot, proof } = claim;
  if (!isCount(first) || !isCount(second) || first === 0 || first > second) return { ok: false, code: 'bad-size' };
  if (first === second) {
    if (proof.length > 0) return { ok: false, code: 'bad-length' };
    return equal(firstRoot, secondRoot) ? { ok: true } : { ok: false, code: 'bad-root' };
  }
  if (!areHashes([firstRoot, secondRoot, ...proof])) return { ok: false, code: 'bad-length' };
  let [at, last] = [first - 1, second - 1];
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  // A first size that is a power of two is itself a node of the second tree: its root starts the path.
  const [start, ...rest] = at === 0 ? [firstRoot, ...proof] : proof;
  if (start === undefined) return { ok: false, code: 'bad-length' };
  let [older, newer] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return { ok: false, code: 'bad-length' };
    if (isOdd(at) || at === last) {
      [older, newer] = [nodeHash(sibling, older, hash), nodeHash(sibling, newer, hash)];
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newer = nodeHash(newer, sibling, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) return { ok: false, code: 'bad-length' };
  return equal(older, firstRoot) && equal(newer, secondRoot) ? { ok: true } : { ok: false, code: 'bad-root' };
}

/** The complete subtrees that make up the leaves [start, end), largest first. `start` fits the first one's size. */
export function nodesOf(start: number, end: number): readonly Node[] {
  const nodes: Node[] = [];
  for (let from = start; from < end; ) {
    const [level, width] = floorPower(end - from);
    nodes.push({ level, index: from / width });
    from += width;
  }
  return nodes;
}

/** Hash over subtrees that stand side by side, largest first: the right edge of a tree, folded from the right. */
export function foldRight(hashes: readonly Uint8Array[], hash: Hash): Uint8Array {
  if (hashes.length === 0) return hash(new Uint8Array());
  return hashes.reduceRight((right, left) => nodeHash(left, right, hash));
}

/** Non-negative and exact: sizes and indexes of leaves. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** PATH(m, D[n]) over the leaves [start, end): the siblings, lowest first. */
function path(index: number, start: number, end: number): readonly Range[] {
  if (end - start === 1) return [];
  const middle = start + split(end - start);
  return index < middle
    ? [...path(index, start, middle), { start: middle, end }]
    : [...path(index, middle, end), { start, end: middle }];
}

/** SUBPROOF(m, D[n], b) over the leaves [start, end); `whole` while the first tree's root is known to the verifier. */
function subproof(first: number, start: number, end: number, whole: boolean): readonly Range[] {
  if (first === end) return whole ? [] : [{ start, end }];
  const middle = start + split(end - start);
  return first <= middle
    ? [...subproof(first, start, middle, whole), { start: middle, end }]
    : [...subproof(first, middle, end, false), { start, end: middle }];
}

async function readRanges(ranges: readonly Range[], read: ReadNodes, hash: Hash): Promise<readonly Uint8Array[]> {
  const nodes = ranges.map(({ start, end }) => nodesOf(start, end));
  const hashes = [...(await read(nodes.flat()))];
  if (hashes.length !== nodes.flat().length) throw new Error('the reader left out nodes');
  return nodes.map((parts) => foldRight(hashes.splice(0, parts.length), hash));
}

/** The largest power of two strictly below `n` (n > 1). */
const split = (n: number): number => floorPower(n - 1)[1];

/** The largest power of two up to `n` (n > 0), as [exponent, power]. Math.log2 would round up beyond 2^48. */
function floorPower(n: number): readonly [number, number] {
  let exponent = 0;
  let power = 1;
  for (; power * 2 <= n; power *= 2) exponent += 1;
  return [exponent, power];
}

// Sizes pass 2^31, so no bit operators here.
const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.length <= MAX_PROOF_LENGTH + 2 && hashes.every((one) => one.length === HASH_SIZE);
}
