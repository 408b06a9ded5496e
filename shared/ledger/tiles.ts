import { concat } from './bytes.ts';
import { HASH_SIZE, type Hash } from './hash.ts';
import { isCount, type Node, type ReadNodes, root } from './rfc6962.ts';

/** Hashes in a full tile, entries in a full bundle: a subtree of height 8. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const MAX_LEVEL = 63;
/** An entry's length stands in two bytes. */
export const MAX_ENTRY_SIZE = 65_535;

/** Tile `index` at `level` (or bundle of entries), `width` 1…256: below 256 it is partial. @see c2sp.org/tlog-tiles */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

/** Reads tiles as served, in the order asked. */
export type ReadTiles = (tiles: readonly Tile[]) => Promise<readonly Uint8Array[]>;

/** Address below the log's prefix: `tile/0/x001/x234/067.p/112`. @see c2sp.org/tlog-tiles "Merkle Tree" */
export function tilePath({ level, index, width }: Tile): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  const partial = width < TILE_WIDTH ? `.p/${width}` : '';
  return `tile/${level}/${groups.join('/')}${partial}`;
}

/** Address → tile; `undefined` for whatever `tilePath` would not have written (leading zeros, width 0 or 256). */
export function parseTilePath(path: string): Tile | undefined {
  if (path.length > 64) return undefined;
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (match === null) return undefined;
  const [, name = '', groups = '', width] = match;
  const level: Tile['level'] = name === 'entries' ? name : Number(name);
  const tile: Tile = { level, index: Number(groups.replace(/[x/]/g, '')), width: Number(width ?? TILE_WIDTH) };
  const exists = (level === 'entries' || level <= MAX_LEVEL) && isCount(tile.index) && tile.width > 0;
  return exists && tilePath(tile) === path ? tile : undefined;
}

/** How many hashes tile `index` at `level` has in a tree of `size`: 0 when it does not exist there. */
export function tileWidth(level: Tile['level'], index: number, size: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, widthOf(level, size) - index * TILE_WIDTH));
}

/** The partial tiles and the partial bundle that a checkpoint of `size` implies: all of them must be served. */
export function partialTiles(size: number): readonly Tile[] {
  const partials: Tile[] = [];
  for (const level of levelsOf(size)) {
    const whole = widthOf(level, size);
    const width = whole % TILE_WIDTH;
    if (width > 0) partials.push({ level, index: Math.floor(whole / TILE_WIDTH), width });
  }
  return partials;
}

/** The tiles and bundles that became full when the tree grew from `before` to `after`; these never change again. */
export function fullTiles(before: number, after: number): readonly Tile[] {
  return levelsOf(after).flatMap((level) => {
    const from = Math.floor(widthOf(level, before) / TILE_WIDTH);
    const length = Math.floor(widthOf(level, after) / TILE_WIDTH) - from;
    return Array.from({ length }, (_, i): Tile => ({ level, index: from + i, width: TILE_WIDTH }));
  });
}

/** The node whose hash stands in slot `slot` of a tile. @see c2sp.org/tlog-tiles "Merkle Tree" */
export function slotNode(level: number, index: number, slot: number): Node {
  return { level: level * TILE_HEIGHT, index: index * TILE_WIDTH + slot };
}

export const encodeTile = (hashes: readonly Uint8Array[]): Uint8Array => concat(...hashes);

/** Hashes of a tile; `undefined` unless there are exactly `width`. */
export function decodeTile(bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined {
  if (bytes.length !== width * HASH_SIZE) return undefined;
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE));
}

/** `uint16 length || entry` for each entry. Throws RangeError for an entry that two bytes cannot measure. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts = entries.map((entry) => {
    if (entry.length > MAX_ENTRY_SIZE) throw new RangeError(`an entry has at most ${MAX_ENTRY_SIZE} bytes`);
    return concat(Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry);
  });
  return concat(...parts);
}

/** Entries of a bundle; `undefined` unless there are exactly `width` and nothing after them. */
export function decodeBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let offset = 0;
  while (offset < bytes.length && entries.length < width) {
    const [high, low] = bytes.subarray(offset, offset + 2);
    if (high === undefined || low === undefined) return undefined;
    const end = offset + 2 + (high << 8) + low;
    entries.push(bytes.subarray(offset + 2, end));
    offset = end;
  }
  // An entry that was cut ends beyond the bytes there are.
  return offset === bytes.length && entries.length === width ? entries : undefined;
}

/**
 * Reads nodes of a tree of `size` out of its tiles, each tile once. What it reads is not trusted: whoever makes a
 * proof from it verifies that proof. Throws Error for a tile of the wrong length.
 */
export function nodesFromTiles(size: number, readTiles: ReadTiles, hash: Hash): ReadNodes {
  return async (nodes) => {
    const places = nodes.map((node) => placeOf(node, size));
    const tiles = [...new Map(places.map(({ tile }) => [tilePath(tile), tile])).values()];
    const bytes = await readTiles(tiles);
    const contents = new Map(tiles.map((tile, i) => [tilePath(tile), contentOf(tile, bytes[i])]));
    return places.map(({ tile, slot, span }) => {
      const hashes = contents.get(tilePath(tile)) ?? [];
      return root(hashes.slice(slot, slot + span), hash);
    });
  };
}

/** The tile that holds a node, and the slots whose root it is. */
function placeOf(node: Node, size: number): { tile: Tile; slot: number; span: number } {
  const level = Math.floor(node.level / TILE_HEIGHT);
  const span = 2 ** (node.level % TILE_HEIGHT);
  const first = node.index * span;
  const index = Math.floor(first / TILE_WIDTH);
  const slot = first - index * TILE_WIDTH;
  const width = tileWidth(level, index, size);
  if (slot + span > width) throw new RangeError(`no complete subtree ${node.level}/${node.index} in ${size}`);
  return { tile: { level, index, width }, slot, span };
}

function contentOf(tile: Tile, bytes: Uint8Array | undefined): readonly Uint8Array[] {
  const hashes = bytes && decodeTile(bytes, tile.width);
  if (hashes === undefined) throw new Error(`${tilePath(tile)} has not ${tile.width} hashes`);
  return hashes;
}

/** Hashes at a level of a tree of `size`, over all its tiles. */
function widthOf(level: Tile['level'], size: number): number {
  return level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
}

/** The levels that have hashes in a tree of `size`, and its entries. */
function levelsOf(size: number): readonly Tile['level'][] {
  const levels: Tile['level'][] = [];
  for (let level = 0; widthOf(level, size) > 0; level++) levels.push(level);
  return levels.length > 0 ? ['entries', ...levels] : [];
}
