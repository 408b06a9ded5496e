import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { type LocalDynamo, startDynamo } from '../infra/local/dynamodb.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers with the address of the run's one DynamoDB Local, starting it at the first question. */
    dynamoDoor: string;
  }
}

/** One JVM per run, and none when no test file asks for a table. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<LocalDynamo> | undefined;
  const door = createServer(async (_, response) => {
    running ??= startDynamo();
    await running.then(
      ({ address }) => response.end(address),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  await once(door.listen(0, '127.0.0.1'), 'listening');
  const place = door.address();
  if (typeof place !== 'object' || !place) throw new Error('the door has no port');
  project.provide('dynamoDoor', `http://127.0.0.1:${place.port}`);
  return async () => {
    door.close();
    // A start that failed was reported to every test that asked.
    await running?.then(
      (dynamo) => dynamo.stop(),
      () => undefined,
    );
  };
}
