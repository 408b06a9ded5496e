/** What one run did, and what failed in it. A failure is told at the end and keeps nothing else from being done. */
export interface Outcome {
  supplies: number;
  escalated: number;
  expired: number;
  reminded: number;
  recomputed: number;
  readonly failures: Error[];
}

/** The schedule acts as nobody: what it may do stands in the machines' tables as `system`. */
export const system = { person: 'system', organization: 'platform', roles: ['system'] as const };

/** Runs one piece of work; what it throws is kept with what it was about. */
export async function attempt(outcome: Outcome, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    outcome.failures.push(new Error(what, { cause }));
  }
}
