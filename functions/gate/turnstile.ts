/** At most so many store reads at once in one process: beyond that a store client's answers only get later. */
const READS_AT_ONCE = 32;
/** Longest wait for a turn, in milliseconds; then the caller is told to come again. */
const PATIENCE_MS = 200;

/** Runs work when it is its turn. Rejects with Busy when the turn does not come in time. */
export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

/** Told as 503 with Retry-After. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** First come, first served; one for a process. */
export function turnstile(atOnce = READS_AT_ONCE, patienceMs = PATIENCE_MS): Turnstile {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const turn = () =>
    new Promise<void>((enter, reject) => {
      const enterNow = () => {
        clearTimeout(timer);
        enter();
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(enterNow), 1);
        reject(new Busy('too many reads are waiting'));
      }, patienceMs);
      waiting.push(enterNow);
    });
  return async (work) => {
    if (inside < atOnce) inside++;
    else await turn();
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else inside--;
    }
  };
}
