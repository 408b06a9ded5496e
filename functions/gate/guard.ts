import { FRESH_MS } from '../../shared/domain/gate.ts';
import type { CutReason } from '../../shared/store/served.ts';
import { type Denial, isDenial, type Pass } from './admit.ts';
import { CHUNK_BYTES } from './upstream.ts';

/** Read again when the pass is this old: the answer then comes, or is given up, before the pass is stale. */
const RENEW_MS = FRESH_MS / 2;
/** At most so many source bytes between two admitting reads; the next is sent one chunk earlier, and read meanwhile. */
const BYTES_PER_READ = 256 * 1024;
const BYTES_AHEAD = BYTES_PER_READ - CHUNK_BYTES;

/** Ends a delivery; `denial` when gates refused. */
export class Cut extends Error {
  override readonly name = 'Cut';
  readonly reason: CutReason;
  readonly denial: Denial | undefined;

  constructor(reason: CutReason, denial?: Denial, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
    this.denial = denial;
  }
}

/** Keeps a delivery under a fresh pass. Its methods throw Cut when there is none any more. */
export interface Guard {
  /** Waits for `work` and gives its result only under a fresh pass; reads the gates again meanwhile. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  /** The next chunk of a source, `undefined` at its end; reads the gates again before a stretch gets too long. */
  readonly chunk: (source: AsyncIterator<Uint8Array>) => Promise<Uint8Array | undefined>;
  /** Before something is handed on: the gates are read again unless the pass is young. */
  readonly current: () => Promise<void>;
  /** Whether the pass is fresh at this very moment. */
  readonly fresh: () => boolean;
}

/**
 * Everything that a delivery waits for, a slow source or a slow client, it waits for under a pass that is read again
 * in time; so a measure ends it within FRESH_MS even while nothing moves. @see POLICY-8
 */
export function guardOf(first: Pass, readAgain: () => Promise<Pass | Denial>, monotonic: () => number): Guard {
  let pass = first;
  /** Bytes of the source in all, and how many of them when the read was sent that gave the pass. */
  const bytes = { read: 0, before: 0 };
  let coming: Promise<void> | undefined;
  /** What a read found that nobody waited for: it ends the delivery at its next step. */
  let found: { readonly error: unknown } | undefined;
  const age = () => monotonic() - pass.since;

  async function renew(): Promise<void> {
    const sent = bytes.read;
    // Stale already (the process was stopped, say): nothing moves meanwhile, and the wait is bounded all the same.
    const left = age() < FRESH_MS ? FRESH_MS - age() : FRESH_MS;
    const next = await within(left, readAgain());
    if (next === undefined) throw new Cut('state-unreadable');
    if (isDenial(next)) throw new Cut(next.kind === 'unavailable' ? 'state-unreadable' : 'refused', next);
    if (next.scope !== first.scope || next.excluded?.hash !== first.excluded?.hash) throw new Cut('scope-changed');
    pass = next;
    bytes.before = sent;
    if (age() >= FRESH_MS) throw new Cut('state-unreadable');
  }

  /** One read at a time; never rejects. */
  function renewal(): Promise<void> {
    coming ??= renew()
      .catch((error: unknown) => {
        found = { error };
      })
      .finally(() => {
        coming = undefined;
      });
    return coming;
  }

  async function renewed(): Promise<void> {
    await renewal();
    if (found) throw found.error;
  }

  async function current(): Promise<void> {
    if (found) throw found.error;
    if (age() >= RENEW_MS) await renewed();
  }

  async function during<T>(work: Promise<T>): Promise<T> {
    const met: { outcome?: { value: T } | { error: unknown } } = {};
    const settled = work.then(
      (value) => {
        met.outcome = { value };
      },
      (error: unknown) => {
        met.outcome = { error };
      },
    );
    for (;;) {
      await current();
      if (met.outcome && 'error' in met.outcome) throw met.outcome.error;
      if (met.outcome) return met.outcome.value;
      await within(RENEW_MS - age(), settled);
    }
  }

  async function chunk(source: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
    const ahead = bytes.read - bytes.before + CHUNK_BYTES;
    if (ahead > BYTES_PER_READ) await renewed();
    else if (ahead > BYTES_AHEAD) void renewal();
    const next = await during(source.next()).catch((error: unknown) => {
      throw error instanceof Cut ? error : new Cut('source-failed', undefined, error);
    });
    if (next.done) return undefined;
    bytes.read += next.value.length;
    return next.value;
  }

  return { during, chunk, current, fresh: () => age() < FRESH_MS };
}

/** The result, or `undefined` when it failed or did not come in time. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
