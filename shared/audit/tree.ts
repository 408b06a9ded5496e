import { equal } from '../ledger/bytes.ts';
import { append, type Compact, compactRoot, emptyCompact } from '../ledger/compact.ts';
import { parseLeaf } from '../ledger/leaf.ts';
import { leafHash } from '../ledger/rfc6962.ts';
import { encodeTile, TILE_WIDTH, tilePath } from '../ledger/tiles.ts';
import { hashItem, leafItem, leafPk, slotOf, tileItem, tilePk } from '../store/log-tiles.ts';
import type { Context } from '../store/store.ts';
import { type Raw, readPartition } from '../store/survey.ts';
import type { Tell } from './findings.ts';

/** A tile is a subtree of this height. @see c2sp.org/tlog-tiles "Merkle Tree" */
const TILE_HEIGHT = 8;

/** A tree grown again from its leaves. `whole`: no leaf was missing. `roots`: of the sizes asked for, as far as it goes. */
export interface Grown {
  readonly whole: boolean;
  readonly tree: Compact;
  readonly roots: ReadonlyMap<number, Uint8Array>;
}

/**
 * Grows the tree of `size` leaves again from the leaves alone and compares every tile with it. Holds one bundle and one
 * tile of each level at a time. `onProgress` hears how many leaves are done.
 */
export async function growTree(
  store: Context,
  size: number,
  sizes: ReadonlySet<number>,
  tell: Tell,
  onProgress: (leaves: number) => void,
): Promise<Grown> {
  const { hash } = store;
  const roots = new Map<number, Uint8Array>();
  const tiles = tilesBeside(store, tell);
  let tree = emptyCompact;
  const note = () => {
    if (sizes.has(tree.size)) roots.set(tree.size, compactRoot(tree, hash));
  };
  note();
  while (tree.size < size) {
    const bundle = Math.floor(tree.size / TILE_WIDTH);
    const items = await slotsOf(store, leafPk(bundle));
    const end = Math.min(size, (bundle + 1) * TILE_WIDTH);
    while (tree.size < end) {
      const index = tree.size;
      const item = leafItem.safeParse(items.get(slotOf(index)));
      if (!item.success) {
        // Without it no later root can be computed: the walk ends, and says so.
        tell('leaf-missing', 'log', `leaf ${index}`);
        return { whole: false, tree, roots };
      }
      const { leaf } = item.data;
      if (!parseLeaf(leaf).ok) tell('leaf-unreadable', 'log', `leaf ${index}`);
      tree = append(tree, [leafHash(leaf, hash)], hash, tiles.completed);
      note();
    }
    await tiles.compareFull();
    onProgress(tree.size);
  }
  await tiles.comparePartial();
  return { whole: true, tree, roots };
}

/** The tiles that grow beside the tree: compared with the stored ones when they are full, the partial ones at the end. */
function tilesBeside(store: Context, tell: Tell) {
  const growing: { index: number; hashes: Uint8Array[] }[] = [];
  const full: { level: number; index: number; hashes: readonly Uint8Array[] }[] = [];
  const compare = async (level: number, index: number, hashes: readonly Uint8Array[]) => {
    const items = await slotsOf(store, tilePk({ level, index }));
    const path = tilePath({ level, index, width: hashes.length });
    // The slots of level 0 are the leaves themselves.
    if (level > 0) {
      const wrong = hashes.findIndex((one, slot) => !sameHash(items.get(slotOf(slot)), one));
      if (wrong >= 0) tell('tile-differs', path, `slot ${wrong}`);
    }
    if (hashes.length < TILE_WIDTH) return;
    const stored = tileItem.safeParse(items.get('tile'));
    if (!stored.success || !equal(stored.data.hashes, encodeTile(hashes))) tell('tile-differs', path);
  };
  return {
    completed: (node: { level: number; index: number }, hash: Uint8Array) => {
      if (node.level % TILE_HEIGHT !== 0) return;
      const level = node.level / TILE_HEIGHT;
      growing[level] ??= { index: 0, hashes: [] };
      const tile = growing[level];
      tile.hashes.push(hash);
      if (tile.hashes.length < TILE_WIDTH) return;
      full.push({ level, ...tile });
      growing[level] = { index: tile.index + 1, hashes: [] };
    },
    compareFull: async () => {
      for (const { level, index, hashes } of full.splice(0)) await compare(level, index, hashes);
    },
    comparePartial: async () => {
      for (const [level, { index, hashes }] of growing.entries()) {
        if (hashes.length > 0 && level > 0) await compare(level, index, hashes);
      }
    },
  };
}

function sameHash(item: Raw | undefined, hash: Uint8Array): boolean {
  const parsed = hashItem.safeParse(item);
  return parsed.success && equal(parsed.data.hash, hash);
}

/** A partition of the log by sort key: 256 leaves or hashes, and the tile in one piece. */
async function slotsOf(store: Context, pk: string): Promise<ReadonlyMap<string, Raw>> {
  const slots = new Map<string, Raw>();
  for await (const page of readPartition(store, pk)) for (const item of page) slots.set(item.sk, item);
  return slots;
}
