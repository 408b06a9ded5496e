import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, inject } from 'vitest';
import { createTable, localClient } from '../infra/local/dynamodb.ts';

/** An empty table of one test file's own in real DynamoDB Local. */
export interface TestTable {
  readonly client: DynamoDBClient;
  readonly table: string;
}

/** Call at the top of a test file: `const { client, table } = await freshTable()`. No stream; removed after the file. */
export async function freshTable(): Promise<TestTable> {
  const answer = await fetch(`${inject('dynamoDoor')}/${process.env.VITEST_POOL_ID}`);
  const address = await answer.text();
  if (!answer.ok) throw new Error(address);
  const client = localClient(address);
  const table = `test-${randomUUID()}`;
  await createTable(client, table, { stream: false });
  afterAll(async () => {
    await client.send(new DeleteTableCommand({ TableName: table }));
    client.destroy();
  });
  return { client, table };
}
