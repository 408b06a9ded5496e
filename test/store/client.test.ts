import { once } from 'node:events';
import { createServer } from 'node:http';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createClient, limits } from '../../shared/store/client.ts';

test('a table that never answers is a TimeoutError after two attempts, within the limits', async () => {
  let asked = 0;
  const silent = createServer(() => {
    asked += 1;
  });
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const place = silent.address();
  const client = createClient({
    endpoint: `http://127.0.0.1:${typeof place === 'object' ? place?.port : ''}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const started = performance.now();
  const read = client.send(new GetItemCommand({ TableName: 'any', Key: { pk: { S: 'a' }, sk: { S: 'b' } } }));
  await expect(read).rejects.toMatchObject({ name: 'TimeoutError' });
  const took = performance.now() - started;
  expect(asked).toBe(limits.attempts);
  expect(took).toBeGreaterThanOrEqual(limits.attempts * limits.requestMs - 50);
  // Between the attempts the SDK waits with jitter, for less than this.
  expect(took).toBeLessThan(limits.attempts * limits.requestMs + 1_500);
  client.destroy();
  silent.closeAllConnections();
  silent.close();
});

test('the limits are those of the design', () => {
  expect(limits).toEqual({ connectionMs: 300, requestMs: 500, attempts: 2 });
});
