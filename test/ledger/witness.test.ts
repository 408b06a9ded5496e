import { describe, expect, test } from 'vitest';
import { base64 } from '../../shared/ledger/bytes.ts';
import { formatHashes, parseHashes } from '../../shared/ledger/hash.ts';
import { formatAddCheckpoint, MAX_REQUEST_SIZE, parseAddCheckpoint } from '../../shared/ledger/witness.ts';
import { sha256 } from './crypto.ts';

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
