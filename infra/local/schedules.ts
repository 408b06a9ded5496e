/** Work that comes round: on AWS a schedule starts it, here a timer does. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** One round. What it throws is reported, and the next round comes all the same. */
  readonly run: () => Promise<unknown>;
}

/** Running jobs. */
export interface Schedules {
  /** Starts a round now, or behind the running one, however often it was rung. Resolves when that round is done. */
  ring(name: string): Promise<void>;
  /** No new rounds; resolves when the running ones are done. */
  stop(): Promise<void>;
}

/** Starts the jobs; rounds of one job never overlap. */
export function schedule(jobs: readonly Job[], report: (name: string, error: unknown) => void): Schedules {
  let stopped = false;
  const runners = new Map(jobs.map((job) => [job.name, runner(job, () => stopped, report)]));
  const ring = async (name: string) => runners.get(name)?.();
  const timers = jobs.map(({ name, everyMs }) => setInterval(() => void ring(name), everyMs));
  return {
    ring,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      stopped = true;
      await Promise.all(jobs.map(({ name }) => ring(name)));
    },
  };
}

/** Resolves when a round that began after the call is done. */
function runner(job: Job, stopped: () => boolean, report: (name: string, error: unknown) => void) {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const once = async () => {
    if (stopped()) return;
    await job.run().catch((error: unknown) => {
      if (!stopped()) report(job.name, error);
    });
  };
  const start = () => {
    running = once().finally(() => {
      running = undefined;
    });
    return running;
  };
  return (): Promise<void> => {
    if (!running) return start();
    next ??= running.then(() => {
      next = undefined;
      return start();
    });
    return next;
  };
}
