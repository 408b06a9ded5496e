import { describe, expect, test } from 'vitest';
import { hex, utf8 } from '../../shared/ledger/bytes.ts';
import { append, compactRoot, emptyCompact } from '../../shared/ledger/compact.ts';
import {
  leafHash,
  proveConsistency,
  proveInclusion,
  root,
  verifyConsistency,
  verifyInclusion,
} from '../../shared/ledger/rfc6962.ts';
import {
  decodeBundle,
  decodeTile,
  encodeBundle,
  encodeTile,
  fullTiles,
  nodesFromTiles,
  parseTilePath,
  partialTiles,
  type ReadTiles,
  slotNode,
  type Tile,
  tilePath,
  tileWidth,
} from '../../shared/ledger/tiles.ts';
import { flipped, nodesOfLeaves, sha256 } from './crypto.ts';

describe('addresses', () => {
  test.each<[Tile, string]>([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 273, width: 112 }, 'tile/0/273.p/112'],
    [{ level: 1, index: 1234067, width: 256 }, 'tile/1/x001/x234/067'],
    [{ level: 63, index: 1000, width: 1 }, 'tile/63/x001/000.p/1'],
    [{ level: 'entries', index: 999_999, width: 255 }, 'tile/entries/x999/999.p/255'],
    [{ level: 0, index: 2 ** 53 - 1, width: 256 }, 'tile/0/x009/x007/x199/x254/x740/991'],
  ])('%j is %s, both ways', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test.each([
    '',
    'tile/0/0',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    '/tile/0/000',
    'tile/0/000/',
    'tile/data/000',
    'tile/0/000\n',
    'tile/0/../000',
    'tile/0/x009/x007/x199/x254/x740/992',
    `tile/0/${'x001/'.repeat(20)}001`,
  ])('%j is no address', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});

describe('which tiles a size implies', () => {
  test('70,000: 273 full at level 0 and 112 wide, one full at level 1 and 17 wide, 1 wide at level 2', () => {
    expect(partialTiles(70_000).map(tilePath)).toEqual([
      'tile/entries/273.p/112',
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
    const full = fullTiles(0, 70_000);
    expect(full.filter(({ level }) => level === 0).length).toBe(273);
    expect(full.filter(({ level }) => level === 'entries').length).toBe(273);
    expect(full.filter(({ level }) => level === 1).map(tilePath)).toEqual(['tile/1/000']);
    expect(full.length).toBe(273 + 273 + 1);
  });

  test('256: one full at level 0 and 1 wide at level 1', () => {
    expect(partialTiles(256).map(tilePath)).toEqual(['tile/1/000.p/1']);
    expect(fullTiles(255, 256).map(tilePath)).toEqual(['tile/entries/000', 'tile/0/000']);
  });

  test('0: none; nothing grows: none; widths end at the size', () => {
    expect(partialTiles(0)).toEqual([]);
    expect(fullTiles(0, 255)).toEqual([]);
    expect(fullTiles(300, 300)).toEqual([]);
    expect([0, 1, 2].map((index) => tileWidth(0, index, 300))).toEqual([256, 44, 0]);
    expect(tileWidth('entries', 1, 300)).toBe(44);
  });
});

describe('contents', () => {
  const hashes = Array.from({ length: 256 }, (_, i) => sha256(Uint8Array.of(i)));

  test('a full tile has 8,192 bytes and comes back; another width does not', () => {
    const bytes = encodeTile(hashes);
    expect(bytes.length).toBe(8192);
    expect(decodeTile(bytes, 256)).toEqual(hashes);
    expect(decodeTile(bytes, 255)).toBeUndefined();
    expect(decodeTile(bytes.subarray(1), 256)).toBeUndefined();
  });

  test('a bundle gives back its entries, empty and longest too', () => {
    const entries = [utf8('{"v":1}'), new Uint8Array(), new Uint8Array(65_535).fill(7)];
    const bytes = encodeBundle(entries);
    expect(hex(bytes.subarray(0, 11))).toBe('00077b2276223a317d0000');
    expect(decodeBundle(bytes, 3)).toEqual(entries);
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  test('a bundle that is cut, too long or of another width is refused', () => {
    const bytes = encodeBundle([utf8('one'), utf8('two')]);
    expect(decodeBundle(bytes, 1)).toBeUndefined();
    expect(decodeBundle(bytes, 3)).toBeUndefined();
    expect(decodeBundle(bytes.subarray(0, -1), 2)).toBeUndefined();
    expect(decodeBundle(bytes.subarray(0, 6), 2)).toBeUndefined();
    expect(decodeBundle(Uint8Array.of(...bytes, 0), 2)).toBeUndefined();
  });
});

/** Tiles as a log would serve them, filled from what `append` says became complete. */
function served(leaves: readonly Uint8Array[]): { read: ReadTiles; asked: string[] } {
  const nodes = new Map<string, Uint8Array>();
  append(emptyCompact, leaves, sha256, ({ level, index }, hash) => nodes.set(`${level}/${index}`, hash));
  const asked: string[] = [];
  const content = ({ level, index, width }: Tile) =>
    Array.from({ length: width }, (_, slot) => {
      const node = slotNode(Number(level), index, slot);
      return nodes.get(`${node.level}/${node.index}`) ?? new Uint8Array();
    });
  const read: ReadTiles = async (tiles) => {
    asked.push(...tiles.map(tilePath));
    return tiles.map((tile) => encodeTile(content(tile)));
  };
  return { read, asked };
}

describe('proofs out of tiles', () => {
  const all = Array.from({ length: 66_000 }, (_, i) => leafHash(utf8(`entry ${i}`), sha256));
  const log = served(all); // a smaller tree's tiles are the same, only narrower
  const olds = [1, 255, 256, 257, 599, 65_535, 65_536];
  const sizes = [1, 2, 255, 256, 257, 600, 65_535, 65_536, 65_537, 66_000];
  const roots = new Map<number, Uint8Array>();
  let range = emptyCompact;
  for (const size of [...new Set([...olds, ...sizes])].toSorted((a, b) => a - b)) {
    range = append(range, all.slice(range.size, size), sha256);
    roots.set(size, compactRoot(range, sha256));
  }
  const rootAt = (size: number) => roots.get(size) ?? new Uint8Array();

  test.each(sizes)('size %i', async (size) => {
    const leaves = all.slice(0, size);
    log.asked.length = 0;
    const reader = nodesFromTiles(size, log.read, sha256);
    const newRoot = rootAt(size);
    expect(hex(newRoot)).toBe(hex(root(leaves, sha256)));
    const implied = new Set(partialTiles(size).map(tilePath));
    for (const index of new Set([0, 1, 254, 255, 256, 511, 65_279, 65_535, 65_536, size >> 1, size - 1])) {
      if (index >= size) continue;
      const proof = await proveInclusion(index, size, reader, sha256);
      const claim = { index, size, leaf: all[index] ?? new Uint8Array(), proof, root: newRoot };
      expect(verifyInclusion(claim, sha256)).toEqual({ ok: true });
      expect(verifyInclusion({ ...claim, leaf: flipped(claim.leaf) }, sha256).ok).toBe(false);
    }
    for (const first of [...olds, size]) {
      if (first > size) continue;
      const proof = await proveConsistency(first, size, reader, sha256);
      const claim = { first, second: size, firstRoot: rootAt(first), secondRoot: newRoot, proof };
      expect(verifyConsistency(claim, sha256)).toEqual({ ok: true });
    }
    // Nothing is read that the checkpoint of this size does not imply.
    expect(log.asked.filter((path) => path.includes('.p/') && !implied.has(path))).toEqual([]);
  });

  test('each tile is read once for a proof, and a short one is an error', async () => {
    const { read, asked } = served(all.slice(0, 600));
    await proveInclusion(17, 600, nodesFromTiles(600, read, sha256), sha256);
    expect(asked.length).toBe(new Set(asked).size);
    const short: ReadTiles = async (tiles) => (await read(tiles)).map((bytes) => bytes.subarray(32));
    await expect(proveInclusion(17, 600, nodesFromTiles(600, short, sha256), sha256)).rejects.toThrow(/has not/);
  });

  test('a subtree that is not complete at this size is an error', async () => {
    const reader = nodesFromTiles(600, log.read, sha256);
    expect(await reader([{ level: 3, index: 74 }])).toHaveLength(1); // leaves 592…599
    await expect(reader([{ level: 3, index: 75 }])).rejects.toThrow(RangeError); // 600…607
    await expect(reader([{ level: 8, index: 2 }])).rejects.toThrow(RangeError); // 512…767
  });

  test('a proof from tiles is the proof by the definition', async () => {
    const leaves = all.slice(0, 600);
    const fromTiles = nodesFromTiles(600, served(leaves).read, sha256);
    for (const index of [0, 300, 599]) {
      expect(await proveInclusion(index, 600, fromTiles, sha256)).toEqual(
        await proveInclusion(index, 600, nodesOfLeaves(leaves), sha256),
      );
    }
  });
});
