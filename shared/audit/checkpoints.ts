import { equal } from '../ledger/bytes.ts';
import { type Checkpoint, verifyCheckpoint } from '../ledger/checkpoint.ts';
import { type NoteKey, parseVkey } from '../ledger/key.ts';
import { noQuorum } from '../ledger/policy.ts';
import { checkSignature } from '../store/check-signature.ts';
import type { PublishedCheckpoint } from '../store/log.ts';
import type { Context } from '../store/store.ts';
import type { Tell } from './findings.ts';
import type { Grown } from './tree.ts';

/** Checkpoints that the world, or an earlier audit, was shown: signed notes, verbatim. */
export interface Shown {
  readonly published: PublishedCheckpoint | undefined;
  /** The newest one kept where a restored table does not reach. */
  readonly kept: string | undefined;
  /** The one that the last audit ended with. */
  readonly earlier: string | undefined;
}

type Place = keyof Shown;

/** The shown checkpoints whose signatures hold. */
export type Believed = Readonly<Partial<Record<Place, Checkpoint>>>;

/** The keys that the table itself names: whoever can write the table can write them. */
export const keysInTable = ({ published }: Shown, { hash }: Context): readonly NoteKey[] =>
  (published?.vkeys ?? []).map((vkey) => parseVkey(vkey, hash)).filter((key) => key !== undefined);

/** Checks the signatures; tells every checkpoint that is not this log's. */
export async function believe(shown: Shown, keys: readonly NoteKey[], tell: Tell): Promise<Believed> {
  const believed: Partial<Record<Place, Checkpoint>> = {};
  const policy = { logs: keys, witnesses: [], quorum: noQuorum };
  for (const place of ['published', 'kept', 'earlier'] as const) {
    const note = place === 'published' ? shown.published?.note : shown[place];
    if (note === undefined) continue;
    const verified = await verifyCheckpoint(note, policy, checkSignature);
    if (verified.ok) believed[place] = verified.checkpoint;
    else tell('bad-checkpoint', place, verified.code);
  }
  const { published } = believed;
  if (published && shown.published) {
    const { size, root } = shown.published;
    if (size !== published.size || !equal(root, published.root)) tell('checkpoint-differs', 'published');
  }
  return believed;
}

/** Compares them with each other and with the tree that was grown again: each must be its beginning. */
export function compareShown(shown: Shown, believed: Believed, { whole, tree, roots }: Grown, tell: Tell): void {
  for (const [place, { size, root }] of Object.entries(believed)) {
    const grown = roots.get(size);
    if (size > tree.size) {
      // Where a leaf is missing the tree is short for that reason, which is told already.
      if (whole) tell('head-behind', place, `${tree.size} leaves, ${size} were shown`);
    } else if (!grown || !equal(grown, root)) {
      tell('forked', place, `another tree of ${size} leaves was shown`);
    }
  }
  const { published, kept, earlier } = believed;
  const told = published?.size ?? 0;
  if (earlier && shown.published?.note === undefined) tell('checkpoint-gone', 'published');
  else if (earlier && published && told < earlier.size)
    tell('checkpoint-gone', 'published', `${told} < ${earlier.size}`);
  if (kept && told > kept.size) tell('kept-behind', 'kept', `published: ${told} leaves, kept: ${kept.size}`);
}
