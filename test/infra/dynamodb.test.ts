import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { createTable, localClient, startDynamo } from '../../infra/local/dynamodb.ts';

const folder = mkdtempSync(join(tmpdir(), 'shuqi-dynamodb-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** A `java` that fails as a real one of an older release does. */
function oldJava(): string {
  const java = join(folder, 'java');
  writeFileSync(
    java,
    '#!/bin/sh\necho "java.lang.UnsupportedClassVersionError: (class file version 61.0)" >&2\nexit 1\n',
  );
  chmodSync(java, 0o755);
  return folder;
}

test('what was written is there after a restart, and a stopped one says that it ended', {
  timeout: 120_000,
}, async () => {
  const data = join(folder, 'data');
  const Key = { pk: { S: 'claim#a#b' }, sk: { S: 'claim' } };
  for (const round of ['first', 'second']) {
    const dynamo = await startDynamo({ data });
    const client = localClient(dynamo.address);
    await createTable(client, 'kept');
    if (round === 'first') await client.send(new PutItemCommand({ TableName: 'kept', Item: Key }));
    const { Item } = await client.send(new GetItemCommand({ TableName: 'kept', Key, ConsistentRead: true }));
    expect(Item).toEqual(Key);
    client.destroy();
    await dynamo.stop();
    expect((await dynamo.ended).message).toContain('DynamoDB Local ended');
    await expect(fetch(dynamo.address)).rejects.toThrow();
  }
});

test('a taken port is one line that says what to do', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const place = other.address();
  const port = typeof place === 'object' ? place?.port : undefined;
  await expect(startDynamo({ port })).rejects.toThrow(`port ${port} is taken: stop what listens there`);
  other.close();
});

test('no Java, or too old a Java, is one line that says what to install', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  await expect(startDynamo()).rejects.toThrow(/^没有找到 Java：.*；Java is missing: install Java 17 or newer.*$/);
  vi.stubEnv('PATH', `${oldJava()}:/bin`);
  await expect(startDynamo()).rejects.toThrow(/^Java 版本太旧：.*；Java is too old: install Java 17 or newer.*$/);
});
