import { equal } from '../../shared/ledger/bytes.ts';
import type { Node } from '../../shared/ledger/rfc6962.ts';
import { root } from '../../shared/ledger/rfc6962.ts';
import { fullTiles, TILE_WIDTH } from '../../shared/ledger/tiles.ts';
import { markApplied } from '../../shared/store/log.ts';
import { type Batch, grown } from '../../shared/store/log-batch.ts';
import { Halt } from '../../shared/store/log-halt.ts';
import {
  putIndex,
  putLeaves,
  putSlots,
  putTiles,
  readHashes,
  readLeaves,
  type TileName,
} from '../../shared/store/log-tiles.ts';
import { emptyOutbox } from '../../shared/store/outbox.ts';
import type { Sequencer } from './service.ts';

/**
 * Step 5: writes a committed batch out. Every write is the same whoever does it and however often, so after a crash
 * anywhere in here the next pass finds `applied = false` and does all of it again from the manifest.
 * @throws Halt when what was read back is not what the manifest says
 */
export async function apply(batch: Batch, { store, reached }: Sequencer): Promise<void> {
  const first = batch.from.size;
  await putLeaves(store, first, batch.entries);
  // A crash here or above leaves some or all leaves beyond the published size: nobody is shown them.
  await reached?.('leaves');

  const subtrees = await readBack(batch, store);
  await reached?.('checked');

  await putSlots(store, subtrees);
  // A tile needs its last slot, so the slots go first; a crash in between leaves a full tile that is made later.
  const full = fullTiles(first, batch.to.size).flatMap(({ level, index }) =>
    level === 'entries' ? [] : [{ level, index }],
  );
  await putTiles(store, await Promise.all(full.map((name) => tileOf(name, subtrees, store))));
  await reached?.('tiles');

  await putIndex(store, first, batch.entries);
  // From here the events are known by their place; without a published checkpoint of that size no proof is given yet.
  await reached?.('index');

  const events = batch.entries.map(({ event }) => event);
  await emptyOutbox(store, events);
  // A crash here leaves an empty outbox and an unapplied HEAD. No other batch can take these entries again, because
  // none is made while HEAD is unapplied, and the entries are gone before it is applied.
  await reached?.('emptied');

  // Someone slower than the rest comes here when HEAD names a later batch: then this one was applied long ago.
  await markApplied(store, batch);
  await reached?.('applied');
}

type Subtree = TileName & { readonly hash: Uint8Array };

/** Reads the leaves back and grows the tree again from them alone. Gives the subtrees of 256, 65,536 … leaves in it. */
async function readBack(batch: Batch, store: Sequencer['store']): Promise<readonly Subtree[]> {
  const { size: first } = batch.from;
  const end = batch.to.size;
  const bundles: Promise<readonly Uint8Array[]>[] = [];
  for (let at = first; at < end; at += TILE_WIDTH - (at % TILE_WIDTH)) {
    const bundle = Math.floor(at / TILE_WIDTH);
    const to = Math.min(TILE_WIDTH, end - bundle * TILE_WIDTH);
    bundles.push(readLeaves(store, bundle, at % TILE_WIDTH, to));
  }
  const leaves = (await Promise.all(bundles)).flat().map((leaf) => ({ leaf }));
  const subtrees: Subtree[] = [];
  const note = ({ level, index }: Node, hash: Uint8Array) => {
    if (level > 0 && level % TILE_HEIGHT === 0) subtrees.push({ level: level / TILE_HEIGHT, index, hash });
  };
  if (!equal(grown(store, batch.from, leaves, note).root, batch.root)) {
    throw new Halt('bad-leaves', `leaves ${first} to ${end - 1} do not give the root of batch ${batch.id}`);
  }
  return subtrees;
}

/** Hashes of a full tile, made of its slots and compared with the subtree that the tree itself grew. */
async function tileOf({ level, index }: TileName, subtrees: readonly Subtree[], store: Sequencer['store']) {
  const hashes = await readHashes(store, { level, index }, TILE_WIDTH);
  const grownHere = subtrees.find((one) => one.level === level + 1 && one.index === index);
  if (!grownHere || !equal(root(hashes, store.hash), grownHere.hash)) {
    throw new Halt('bad-leaves', `the slots of tile ${level}/${index} do not give its root`);
  }
  return { level, index, hashes };
}

/** A tile is a subtree of this height. @see c2sp.org/tlog-tiles "Merkle Tree" */
const TILE_HEIGHT = 8;
