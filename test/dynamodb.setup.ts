import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { type LocalDynamo, startDynamo } from '../infra/local/dynamodb.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers `/<worker>` with the address of that worker's DynamoDB Local, starting it at the first question. */
    dynamoDoor: string;
  }
}

/**
 * One JVM for each worker, because DynamoDB Local does one thing at a time whatever the number of cores; none when no
 * test file asks for a table.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = new Map<string, Promise<LocalDynamo>>();
  const door = createServer(async ({ url = '/' }, response) => {
    const started = running.get(url) ?? startDynamo();
    running.set(url, started);
    await started.then(
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
    const stopped = [...running.values()].map((one) =>
      one.then(
        (dynamo) => dynamo.stop(),
        () => undefined,
      ),
    );
    await Promise.all(stopped);
  };
}
