import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** What the store needs of a client; a fault layer can stand in front of the real one. */
export type Dynamo = Pick<DynamoDBClient, 'send'>;

/** Milliseconds, and attempts in all (the first one included). */
export interface Limits {
  readonly connectionMs: number;
  readonly requestMs: number;
  readonly attempts: number;
}

/** The SDK's own defaults wait for ever and try four times: a gate must rather say 503. */
export const limits: Limits = { connectionMs: 300, requestMs: 500, attempts: 2 };

export interface ClientOptions extends Pick<DynamoDBClientConfig, 'region' | 'endpoint' | 'credentials'> {
  readonly limits?: Limits;
}

/**
 * A DynamoDB client with hard limits; make one per process, it pools its connections.
 * Rejects with `TimeoutError` when a limit passes: a write may have been committed all the same.
 */
export function createClient({
  limits: { connectionMs, requestMs, attempts } = limits,
  ...config
}: ClientOptions = {}) {
  return new DynamoDBClient({
    ...config,
    maxAttempts: attempts,
    // Without throwOnRequestTimeout the limit is only a warning in the log.
    requestHandler: { connectionTimeout: connectionMs, requestTimeout: requestMs, throwOnRequestTimeout: true },
  });
}
