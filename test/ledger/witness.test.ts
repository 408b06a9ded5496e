import { describe, expect, test } from 'vitest';
import { base64 } from '../../shared/ledger/bytes.ts';
import { type Checkpoint, formatCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { formatHashes, parseHashes } from '../../shared/ledger/hash.ts';
import { formatNote, type NoteSigner, signNote } from '../../shared/ledger/note.ts';
import { proveConsistency, root } from '../../shared/ledger/rfc6962.ts';
import {
  formatAddCheckpoint,
  judgeAddCheckpoint,
  MAX_REQUEST_SIZE,
  parseAddCheckpoint,
} from '../../shared/ledger/witness.ts';
import { check, nodesOfLeaves, sha256, signer } from './crypto.ts';

const hashes = [1, 2, 3].map((i) => sha256(Uint8Array.of(i)));
const checkpoint =
  'log.example/city\n300\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— log.example/city AAAAAAAA\n';
const request = { old: 255, proof: hashes, checkpoint };
const body = formatAddCheckpoint(request);

test('old size, proof, blank line, checkpoint; and back', () => {
  expect(body).toBe(`old 255\n${hashes.map((hash) => `${base64(hash)}\n`).join('')}\n${checkpoint}`);
  expect(parseAddCheckpoint(body)).toEqual({ ok: true, request });
  const first = { old: 0, proof: [], checkpoint };
  expect(parseAddCheckpoint(formatAddCheckpoint(first))).toEqual({ ok: true, request: first });
  const longest = { ...request, old: 2 ** 53 - 1, proof: Array.from({ length: 63 }, () => sha256(Uint8Array.of(7))) };
  expect(parseAddCheckpoint(formatAddCheckpoint(longest))).toEqual({ ok: true, request: longest });
});

describe('refused', () => {
  test.each([
    ['nothing', ''],
    ['no old size', body.replace('old 255\n', '')],
    ['leading zero', body.replace('old 255', 'old 0255')],
    ['beyond 2^53', body.replace('old 255', 'old 9007199254740992')],
    ['no blank line', body.slice(0, body.indexOf('\n\n'))],
    ['a hash of 31 bytes', body.replace(base64(hashes[0] ?? new Uint8Array()), base64(new Uint8Array(31)))],
    ['64 hashes', body.replace('255\n', `255\n${`${base64(new Uint8Array(32))}\n`.repeat(61)}`)],
    ['a longer body', body.padEnd(MAX_REQUEST_SIZE + 1)],
  ])('%s', (_, text) => {
    expect(parseAddCheckpoint(text)).toEqual({ ok: false, code: 'bad-request' });
  });

  test('a size that is no size is never asked for', () => {
    expect(() => formatAddCheckpoint({ ...request, old: -1 })).toThrow(RangeError);
  });
});

test('a proof as text: every line ends', () => {
  expect(parseHashes(formatHashes(hashes))).toEqual(hashes);
  expect(parseHashes('')).toEqual([]);
  expect(parseHashes(formatHashes(hashes).trimEnd())).toBeUndefined();
});

describe('what a witness cosigns', () => {
  const log = signer('log.test/city', 'ed25519');
  const leaves = Array.from({ length: 12 }, (_, i) => sha256(Uint8Array.of(i)));
  const treeOf = (size: number, of = leaves): Checkpoint => ({
    origin: log.key.name,
    size,
    root: root(of.slice(0, size), sha256),
  });
  const noteOf = async (checkpoint: Checkpoint, by: NoteSigner = log) => {
    const text = formatCheckpoint(checkpoint);
    return formatNote({ text, signatures: [await signNote(text, by)] });
  };
  const proofOf = (old: number, size: number) =>
    old === 0 || old === size ? [] : proveConsistency(old, size, nodesOfLeaves(leaves), sha256);
  /** The request that takes a witness from `old` to `size`. */
  const asked = async (old: number, size: number, { next = treeOf(size), by = log } = {}) =>
    formatAddCheckpoint({ old, proof: await proofOf(old, size), checkpoint: await noteOf(next, by) });
  const judge = async (request: string, last?: Checkpoint) => {
    const verdict = await judgeAddCheckpoint(request, { logs: [log.key], lastOf: () => last }, check, sha256);
    return verdict.ok ? verdict.checkpoint.size : 'size' in verdict ? [verdict.code, verdict.size] : verdict.code;
  };

  test('the first tree, every later one, the same again, an empty one', async () => {
    expect(await judge(await asked(0, 7))).toBe(7);
    for (const size of [7, 8, 9, 12]) expect(await judge(await asked(7, size), treeOf(7))).toBe(size);
    expect(await judge(await asked(0, 0))).toBe(0);
    expect(await judge(await asked(0, 5), treeOf(0))).toBe(5);
  });

  test('what was seen is another size: 409 with that size', async () => {
    expect(await judge(await asked(0, 9), treeOf(7))).toEqual(['conflict', 7]);
    expect(await judge(await asked(6, 9), treeOf(7))).toEqual(['conflict', 7]);
    expect(await judge(await asked(7, 9))).toEqual(['conflict', 0]);
    expect(await judge(await asked(3, 5), treeOf(7))).toEqual(['conflict', 7]);
  });

  test('another tree of the size that was seen: 409', async () => {
    const forked = treeOf(7, leaves.toReversed());
    expect(await judge(await asked(7, 7), forked)).toEqual(['conflict', 7]);
  });

  test('a tree that does not begin with what was seen: 422', async () => {
    expect(await judge(await asked(7, 9), treeOf(7, leaves.toReversed()))).toBe('bad-proof');
    expect(await judge(await asked(7, 9, { next: treeOf(9, leaves.toReversed()) }), treeOf(7))).toBe('bad-proof');
    const bare = async (old: number, size: number, proof: readonly Uint8Array[]) =>
      formatAddCheckpoint({ old, proof, checkpoint: await noteOf(treeOf(size)) });
    expect(await judge(await bare(7, 9, []), treeOf(7))).toBe('bad-proof');
    expect(await judge(await bare(0, 9, leaves.slice(0, 1)))).toBe('bad-proof');
    expect(await judge(await bare(7, 7, leaves.slice(0, 1)), treeOf(7))).toBe('bad-proof');
    expect(await judge(await asked(0, 0, { next: { ...treeOf(0), root: new Uint8Array(32) } }))).toBe('bad-proof');
  });

  test('an unknown log: 404; another key of its name, or a turned bit: 403', async () => {
    const other = signer('other.test/log', 'ed25519');
    const next = { ...treeOf(7), origin: other.key.name };
    expect(await judge(await asked(0, 7, { next, by: other }))).toBe('unknown-log');
    expect(await judge(await asked(0, 7, { by: signer(log.key.name, 'ed25519') }))).toBe('bad-signature');
    expect(await judge((await asked(0, 7)).replace('\n7\n', '\n8\n'))).toBe('bad-signature');
  });

  test('more than the new size was seen, no checkpoint, no request: 400', async () => {
    const smaller = formatAddCheckpoint({ old: 9, proof: [], checkpoint: await noteOf(treeOf(7)) });
    expect(await judge(smaller, treeOf(9))).toBe('bad-request');
    expect(await judge('old 0\n\nlog.test/city\n')).toBe('bad-request');
    expect(await judge((await asked(0, 7)).replace('\n7\n', '\n07\n'))).toBe('bad-request');
    expect(await judge('')).toBe('bad-request');
  });
});
