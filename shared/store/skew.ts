import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A process whose clock is further than this from the store's admits nothing and seals nothing (POLICY-20). */
export const MAX_SKEW_MS = 60_000;

/**
 * How far this process's clock is ahead of the store's, by the Date header of the last answer that came; behind: below
 * zero. `undefined` before the first answer, and when the last one had no such header: then nobody knows.
 */
export type Skew = () => number | undefined;

/** Watches the answers that a client gets anyway. The header counts in seconds, so it is exact to about one. */
export function watchSkew(client: DynamoDBClient, now: () => number = Date.now): Skew {
  let skew: number | undefined;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const date = Date.parse(dateOf(answer.response) ?? '');
      skew = Number.isNaN(date) ? undefined : now() - date;
      return answer;
    },
    { step: 'deserialize', name: 'watchSkew', priority: 'low' },
  );
  return () => skew;
}

/** Whether a clock may be relied on. */
export const isSteady = (skew: number | undefined): boolean => skew !== undefined && Math.abs(skew) <= MAX_SKEW_MS;

function dateOf(response: unknown): string | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  return typeof headers === 'object' && headers !== null && 'date' in headers ? String(headers.date) : undefined;
}
