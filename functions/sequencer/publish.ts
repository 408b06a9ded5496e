import { equal } from '../../shared/ledger/bytes.ts';
import { type Checkpoint, formatCheckpoint, verifyCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { formatNote, signNote } from '../../shared/ledger/note.ts';
import { noQuorum } from '../../shared/ledger/policy.ts';
import { proveConsistency, verifyConsistency } from '../../shared/ledger/rfc6962.ts';
import { nodesFromTiles } from '../../shared/ledger/tiles.ts';
import { checkSignature } from '../../shared/store/check-signature.ts';
import { type LogHead, type PublishedCheckpoint, putCheckpoint, readCheckpoint } from '../../shared/store/log.ts';
import { Halt } from '../../shared/store/log-halt.ts';
import { tilesOf } from '../../shared/store/log-tiles.ts';
import { vkeysOf } from './keys.ts';
import type { Sequencer } from './service.ts';
import { linesOf } from './witnesses.ts';

/** The same tree is signed again at most this often; witnesses' lines come with such a second note. */
export const RESIGN_MS = 10 * 60_000;

type Tree = Pick<Checkpoint, 'size' | 'root'>;

/** What the world was already shown. Read it before HEAD: HEAD may then be newer, never rightly older. */
export interface Shown {
  readonly published: PublishedCheckpoint | undefined;
  readonly kept: Checkpoint | undefined;
}

/** Reads both copies. @throws Halt when the kept one is not ours, or misses what was published */
export async function readShown(sequencer: Sequencer): Promise<Shown> {
  // In this order: the kept copy is written first, so a pass beside this one cannot make it look behind.
  const published = await readCheckpoint(sequencer.store);
  const note = await sequencer.kept.newest();
  const kept = note === undefined ? undefined : await ours(note, sequencer);
  if (published && published.size > (kept?.size ?? 0)) {
    throw new Halt('kept-behind', `published: ${published.size} leaves, kept elsewhere: ${kept?.size ?? 0}`);
  }
  return { published, kept };
}

/** Refuses a HEAD that is older than what was shown, or another tree of the same size. @throws Halt */
export function refuseRollback(head: LogHead, { published, kept }: Shown): void {
  for (const older of [kept, published]) if (older) refuseOlder(head, older);
}

/** Whether the public is shown this tree by these keys, signed not long ago. */
export function isShown(head: LogHead, { published }: Shown, sequencer: Sequencer): boolean {
  if (head.size === 0) return true;
  const same = published?.size === head.size && vkeysOf(sequencer).join() === published.vkeys.join();
  return same && sequencer.store.now() - published.signedAt < RESIGN_MS;
}

/**
 * Step 6: signs and publishes an applied HEAD that extends everything shown before.
 * @throws Halt when it does not: then nothing is signed
 */
export async function publish(head: LogHead, shown: Shown, sequencer: Sequencer): Promise<void> {
  if (!head.applied) throw new Error('only an applied HEAD is signed');
  const { store, signers, kept, reached } = sequencer;
  refuseRollback(head, shown);
  if (shown.kept) await refuseFork(head, shown.kept, sequencer);
  if (shown.published && shown.published.size !== shown.kept?.size) await refuseFork(head, shown.published, sequencer);

  const signedAt = store.now();
  const note = await sign(head, shown, sequencer);
  // A crash here leaves a signature that nobody has seen, over a tree that is committed for good.
  await reached?.('signed');

  // First the copy elsewhere: were it the other way round, a crash and a restored backup could bring a second past.
  const standing = await ours(await kept.keep(head.size, note), sequencer);
  if (!equal(standing.root, head.root)) throw new Halt('forked', `another tree of ${head.size} leaves is kept`);
  // A crash here leaves the kept copy ahead of the published one; the next pass publishes the same tree or a larger.
  await reached?.('kept');

  const vkeys = [...vkeysOf(sequencer)];
  const custody = signers.every((signer) => signer.custody === 'key-service') ? 'key-service' : 'file';
  // `false`: a larger tree was published meanwhile, which is as good.
  await putCheckpoint(store, { size: head.size, root: head.root, note, signedAt, vkeys, custody });
  await reached?.('published');
}

/** Signs a tree. Witnesses' lines under the same tree stay, because what they cosigned, the text, is the same. */
async function sign({ size, root }: LogHead, { published }: Shown, sequencer: Sequencer): Promise<string> {
  const { signers, witnesses } = sequencer;
  const [signer] = signers;
  if (!signer || signers.some(({ key }) => key.name !== signer.key.name)) {
    throw new Error('the signers of a log have one name');
  }
  const text = formatCheckpoint({ origin: signer.key.name, size, root });
  const signatures = await Promise.all(signers.map((one) => signNote(text, one)));
  const before = published?.note.startsWith(`${text}\n`) ? linesOf(published.note, witnesses) : [];
  return formatNote({ text, signatures: [...signatures, ...before] });
}

/** A note of this log, its signature checked. @throws Halt for any other */
async function ours(note: string, { signers }: Sequencer): Promise<Checkpoint> {
  const policy = { logs: signers.map(({ key }) => key), witnesses: [], quorum: noQuorum };
  const verified = await verifyCheckpoint(note, policy, checkSignature);
  if (!verified.ok) throw new Halt('bad-kept', `the checkpoint kept elsewhere is not this log's: ${verified.code}`);
  return verified.checkpoint;
}

function refuseOlder(head: LogHead, older: Tree): void {
  if (head.size < older.size) {
    throw new Halt('head-behind', `HEAD has ${head.size} leaves, a checkpoint of ${older.size} was shown`);
  }
  if (head.size === older.size && !equal(head.root, older.root)) {
    throw new Halt('forked', `HEAD is another tree of ${head.size} leaves than the one shown`);
  }
}

/** Proves from the tiles that HEAD's tree begins with the older one. */
async function refuseFork(head: LogHead, older: Tree, { store }: Sequencer): Promise<void> {
  if (older.size === head.size) return;
  const nodes = nodesFromTiles(head.size, tilesOf(store), store.hash);
  const proof = await proveConsistency(older.size, head.size, nodes, store.hash);
  const claim = { first: older.size, second: head.size, firstRoot: older.root, secondRoot: head.root, proof };
  const verdict = verifyConsistency(claim, store.hash);
  if (!verdict.ok)
    throw new Halt('forked', `the tree of ${head.size} leaves does not begin with that of ${older.size}`);
}
