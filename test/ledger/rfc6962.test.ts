import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromBase64, hex, utf8 } from '../../shared/ledger/bytes.ts';
import { append, compact, compactNodes, compactRoot, emptyCompact } from '../../shared/ledger/compact.ts';
import {
  leafHash,
  nodesOf,
  proveConsistency,
  proveInclusion,
  root,
  verifyConsistency,
  verifyInclusion,
} from '../../shared/ledger/rfc6962.ts';
import { flipped, nodesOfLeaves, sha256, unhex } from './crypto.ts';

const vectors = new URL('../../../shared/data/conformance/rfc6962/', import.meta.url);
const absent = !existsSync(vectors);
const read = (name: string) => readFileSync(new URL(name, vectors), 'utf8');
const lines = (name: string) =>
  read(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const bytes = (text: string) => fromBase64(text) ?? new Uint8Array();
if (absent) console.log('skipped: no RFC 6962 vectors beside this checkout');

const leafOf = (i: number) => leafHash(utf8(`entry ${i}`), sha256);
const leaves = Array.from({ length: 600 }, (_, i) => leafOf(i));
const roots = Array.from({ length: 601 }, (_, size) => root(leaves.slice(0, size), sha256));
const rootOf = (size: number) => roots[size] ?? new Uint8Array();

describe.skipIf(absent)('published vectors', () => {
  test('eight roots', () => {
    const { leaf_inputs_hex: inputs, root_hash_by_tree_size_hex: expected } = JSON.parse(read('tree_vectors.json'));
    const hashes = inputs.map((input: string) => leafHash(unhex(input), sha256));
    expect(expected.length).toBe(9);
    for (const [size, want] of expected.entries()) {
      expect(hex(root(hashes.slice(0, size), sha256))).toBe(want);
      expect(hex(compactRoot(append(emptyCompact, hashes.slice(0, size), sha256), sha256))).toBe(want);
    }
  });

  test('98 inclusion cases, the wrong ones refused', () => {
    const cases = lines('inclusion.jsonl');
    expect(cases.length).toBe(98);
    for (const { file, leafIdx: index, treeSize: size, leafHash: leaf, root: claimed, proof, wantErr } of cases) {
      const claim = { index, size, leaf: bytes(leaf), root: bytes(claimed), proof: (proof ?? []).map(bytes) };
      expect(verifyInclusion(claim, sha256).ok, file).toBe(!wantErr);
    }
  });

  test('98 consistency cases, the wrong ones refused', () => {
    const cases = lines('consistency.jsonl');
    expect(cases.length).toBe(98);
    for (const { file, size1, size2, root1, root2, proof, wantErr } of cases) {
      const sizes = { first: size1, second: size2, firstRoot: bytes(root1), secondRoot: bytes(root2) };
      expect(verifyConsistency({ ...sizes, proof: (proof ?? []).map(bytes) }, sha256).ok, file).toBe(!wantErr);
    }
  });
});

describe('trees of 0…600 leaves', () => {
  const reader = nodesOfLeaves(leaves);
  /** Every size up to 70, then those around tile edges and the largest. */
  const sizes = [...Array(70).keys(), 127, 128, 129, 255, 256, 257, 511, 512, 513, 599, 600].filter((n) => n > 0);

  test('the compact range gives the root of the definition at every size', () => {
    let range = emptyCompact;
    for (const [size, leaf] of leaves.entries()) {
      expect(hex(compactRoot(range, sha256))).toBe(hex(rootOf(size)));
      expect(range.hashes.length).toBe(nodesOf(0, size).length);
      range = append(range, [leaf], sha256);
    }
    expect(hex(compactRoot(range, sha256))).toBe(hex(rootOf(600)));
    expect(append(emptyCompact, leaves, sha256)).toEqual(range);
  });

  test('a right edge is rebuilt from its nodes, and refused when it does not fit its size', async () => {
    const edge = await reader(compactNodes(599));
    expect(compact(599, edge)).toEqual(append(emptyCompact, leaves.slice(0, 599), sha256));
    expect(compact(600, edge)).toBeUndefined();
    expect(compact(-1, [])).toBeUndefined();
    expect(compact(1, [new Uint8Array(31)])).toBeUndefined();
  });

  test('append tells of every complete subtree once', async () => {
    const seen: string[] = [];
    append(emptyCompact, leaves.slice(0, 300), sha256, ({ level, index }, hash) =>
      seen.push(`${level}/${index} ${hex(hash)}`),
    );
    const expected: string[] = [];
    for (let level = 0; 2 ** level <= 300; level++) {
      for (let index = 0; (index + 1) * 2 ** level <= 300; index++) {
        const [hash = new Uint8Array()] = await reader([{ level, index }]);
        expected.push(`${level}/${index} ${hex(hash)}`);
      }
    }
    expect(seen.toSorted()).toEqual(expected.toSorted());
  });

  test('an inclusion proof of every leaf holds for that leaf, index, size and root only', async () => {
    for (const size of sizes) {
      const step = size < 70 ? 1 : 13;
      for (let index = 0; index < size; index += step) {
        const proof = await proveInclusion(index, size, reader, sha256);
        const claim = { index, size, leaf: leafOf(index), proof, root: rootOf(size) };
        expect(verifyInclusion(claim, sha256)).toEqual({ ok: true });
        expect(verifyInclusion({ ...claim, leaf: flipped(claim.leaf, index) }, sha256).ok).toBe(false);
        expect(verifyInclusion({ ...claim, root: flipped(claim.root, index) }, sha256).ok).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, claim.leaf] }, sha256).ok).toBe(false);
        expect(verifyInclusion({ ...claim, index: (index + 1) % size, size }, sha256).ok).toBe(size === 1);
        if (proof.length === 0) continue;
        expect(verifyInclusion({ ...claim, proof: proof.slice(1) }, sha256).ok).toBe(false);
        const bent = proof.map((hash, i) => (i === index % proof.length ? flipped(hash, index) : hash));
        expect(verifyInclusion({ ...claim, proof: bent }, sha256)).toEqual({ ok: false, code: 'bad-root' });
      }
    }
  });

  test('a consistency proof between every two sizes holds for these two roots only', async () => {
    for (const second of sizes) {
      for (const first of sizes.filter((size) => size <= second)) {
        const proof = await proveConsistency(first, second, reader, sha256);
        const claim = { first, second, firstRoot: rootOf(first), secondRoot: rootOf(second), proof };
        expect(verifyConsistency(claim, sha256)).toEqual({ ok: true });
        expect(verifyConsistency({ ...claim, firstRoot: flipped(claim.firstRoot, first) }, sha256).ok).toBe(false);
        expect(verifyConsistency({ ...claim, secondRoot: flipped(claim.secondRoot, second) }, sha256).ok).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...proof, claim.firstRoot] }, sha256).ok).toBe(false);
        if (proof.length > 0) expect(verifyConsistency({ ...claim, proof: proof.slice(1) }, sha256).ok).toBe(false);
      }
    }
  });

  test('a rewritten past has no consistency proof', async () => {
    const forged = leaves.with(3, leafOf(9_999));
    const proof = await proveConsistency(100, 600, nodesOfLeaves(forged), sha256);
    const claim = { first: 100, second: 600, firstRoot: rootOf(100), secondRoot: root(forged, sha256), proof };
    expect(verifyConsistency(claim, sha256)).toEqual({ ok: false, code: 'bad-root' });
  });

  test('what does not exist is never proven', async () => {
    await expect(proveInclusion(0, 0, reader, sha256)).rejects.toThrow(RangeError);
    await expect(proveInclusion(5, 5, reader, sha256)).rejects.toThrow(RangeError);
    await expect(proveInclusion(0.5, 5, reader, sha256)).rejects.toThrow(RangeError);
    await expect(proveConsistency(0, 5, reader, sha256)).rejects.toThrow(RangeError);
    await expect(proveConsistency(6, 5, reader, sha256)).rejects.toThrow(RangeError);
    const empty = { first: 0, second: 5, firstRoot: rootOf(0), secondRoot: rootOf(5), proof: [] };
    expect(verifyConsistency(empty, sha256)).toEqual({ ok: false, code: 'bad-size' });
    const nothing = { index: 0, size: 0, leaf: leafOf(0), proof: [], root: rootOf(0) };
    expect(verifyInclusion(nothing, sha256)).toEqual({ ok: false, code: 'bad-size' });
    const long = { index: 0, size: 2 ** 53 - 1, leaf: leafOf(0), proof: Array(64).fill(leafOf(1)), root: rootOf(1) };
    expect(verifyInclusion(long, sha256)).toEqual({ ok: false, code: 'bad-length' });
  });
});

test('sizes beyond 2^31 and 2^48 split where they must', () => {
  expect(nodesOf(0, 2 ** 49 - 1).map(({ level }) => level)).toEqual(Array.from({ length: 49 }, (_, i) => 48 - i));
  expect(nodesOf(0, 2 ** 52 + 1)).toEqual([
    { level: 52, index: 0 },
    { level: 0, index: 2 ** 52 },
  ]);
});
