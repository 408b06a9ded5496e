import { commitHead, type LogHead, readLogHead } from '../../shared/store/log.ts';
import { batchOf, putBatch, readBatch } from '../../shared/store/log-batch.ts';
import { Halt, type HaltReason, putHalt, readHalt } from '../../shared/store/log-halt.ts';
import { type Places, takeOutbox } from '../../shared/store/outbox.ts';
import { apply } from './apply.ts';
import { keysAreKnown } from './keys.ts';
import { isShown, publish, readShown, refuseRollback } from './publish.ts';
import type { Sequencer } from './service.ts';
import { cosign } from './witnesses.ts';

/** What a call did: entries that it wrote out, the tree's size, and the size that the public is shown. */
export interface Sequenced {
  readonly taken: number;
  readonly size: number;
  readonly published: number;
  /** The log stands still until a person re-arms it; nothing was signed. */
  readonly halted?: HaltReason;
}

/** A call ends after so many passes (some 100,000 entries); the next bell or sweep goes on. */
const MAX_PASSES = 200;

const running = new WeakMap<Sequencer['store'], { now: Promise<Sequenced>; next?: Promise<Sequenced> }>();

/**
 * Brings everything that waits into the log and publishes it. Calls that meet a running one share the one that follows
 * it: what rang them may have come after its reads. Several processes at once are slow and do no harm.
 * @throws what the store or the signer throws: the state is good, and the next call goes on from it
 */
export function sequence(sequencer: Sequencer): Promise<Sequenced> {
  const { store } = sequencer;
  const flight = running.get(store);
  if (flight) {
    flight.next ??= flight.now.catch(() => undefined).then(() => sequence(sequencer));
    return flight.next;
  }
  const now = whole(sequencer).finally(() => running.delete(store));
  running.set(store, { now });
  return now;
}

async function whole(sequencer: Sequencer): Promise<Sequenced> {
  const { store } = sequencer;
  const places: Places = new Map();
  let taken = 0;
  let last = { size: 0, published: 0 };
  try {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const halted = await readHalt(store);
      if (halted) return { taken, ...last, halted: halted.reason };
      const done = await onePass(sequencer, places);
      taken += done.taken;
      last = { size: done.size, published: done.published };
      if (done.idle) break;
    }
    // After all passes: what was published must not wait for somebody else's machine.
    await cosign(sequencer);
    return { taken, ...last };
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    const halted = await putHalt(store, error);
    return { taken, ...last, halted: halted.reason };
  }
}

interface Pass {
  readonly taken: number;
  readonly size: number;
  readonly published: number;
  /** Nothing was left to do. */
  readonly idle: boolean;
}

/** Does what is due first: redo, else publish, and then one batch. */
async function onePass(sequencer: Sequencer, places: Places): Promise<Pass> {
  const { store, reached } = sequencer;
  // Step 2. What was shown is read before HEAD, so that a pass beside this one cannot make HEAD look behind.
  const shown = await readShown(sequencer);
  const head = await readLogHead(store);
  refuseRollback(head, shown);
  await reached?.('read');
  const published = shown.published?.size ?? 0;
  if (!head.applied) {
    const batch = await readBatch(store, head);
    await apply(batch, sequencer);
    return { taken: batch.entries.length, size: head.size, published, idle: false };
  }
  const late = !isShown(head, shown, sequencer) && (await keysAreKnown(head, shown, sequencer));
  if (late) await publish(head, shown, sequencer);

  const { taken, more } = await addBatch(head, places, sequencer);
  const now = late ? head.size : published;
  return { taken, size: head.size + taken, published: now, idle: taken === 0 && !more };
}

/** Steps 3 and 4: one batch on the tree of an applied HEAD, and its writing out if HEAD took it. */
async function addBatch(head: LogHead, places: Places, sequencer: Sequencer) {
  const { store, reached } = sequencer;
  const { entries, more } = await takeOutbox(store, places);
  await reached?.('taken');
  if (entries.length === 0) return { taken: 0, more };
  const batch = batchOf(store, head.tree, entries);
  await putBatch(store, batch);
  // A crash here leaves a manifest that HEAD does not name: nobody ever reads it.
  await reached?.('manifest');
  const won = await committed(head, batch, sequencer);
  // A crash here leaves HEAD unapplied: whoever comes next writes the batch out before anything else.
  await reached?.('committed');
  if (!won) return { taken: 0, more: true };
  await apply(batch, sequencer);
  return { taken: batch.entries.length, more };
}

/**
 * The compare-and-swap. Lost: all of this pass is discarded. No answer: HEAD says in the next pass whether it went
 * through; until then it counts as lost. Guessing either way could bring a leaf twice, or sign what is not committed.
 */
async function committed(head: LogHead, batch: Parameters<typeof putBatch>[1], { store }: Sequencer): Promise<boolean> {
  try {
    return await commitHead(store, head, batch);
  } catch (error) {
    if (error instanceof Error && doubtful.includes(error.name)) return false;
    throw error;
  }
}

/** Errors after which the write may stand or not. */
const doubtful = ['TimeoutError', 'AbortError', 'InternalServerError', 'NetworkingError'];
