import { type AttributeValue, DescribeTableCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createTable } from '../../infra/local/dynamodb.ts';
import { table as definition, keyAttributes } from '../../shared/store/table.ts';
import { freshTable } from '../dynamodb.ts';

const { client, table } = await freshTable();

const head: Record<string, AttributeValue> = {
  pk: { S: 'channel#c1' },
  sk: { S: 'head' },
  kind: { S: 'channel' },
  jurisdiction: { S: '511700' },
  status: { S: 'open' },
  time: { S: '2026-01-05T01:00:00.000Z' },
  party: { S: 'operator-1' },
  dueDay: { S: '2026-02-01' },
  dueShard: { N: '3' },
  dueAt: { S: '2026-02-01T16:00:00.000Z' },
  aggregate: { S: 'channel' },
  id: { S: 'c1' },
  version: { N: '4' },
  state: { S: 'not for lists' },
};

test('creating a table that is there leaves it as it is', async () => {
  await createTable(client, table);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  expect(Table?.TableStatus).toBe('ACTIVE');
  expect(Table?.StreamSpecification).toBeUndefined();
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual([
    'byDue',
    'byKind',
    'byParty',
  ]);
});

test.each(definition.indexes)('$name finds a head by its attributes and carries only the summary', async (index) => {
  await client.send(new PutItemCommand({ TableName: table, Item: head }));
  const keys = [...index.hash, ...index.range].map(({ name }): string => name);
  const { Items } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: index.name,
      KeyConditionExpression: keys.map((name) => `#${name} = :${name}`).join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(keys.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(head)
          .filter(([name]) => keys.includes(name))
          .map(([name, value]) => [`:${name}`, value]),
      ),
    }),
  );
  expect(Items).toHaveLength(1);
  expect(Items?.[0]).toMatchObject({ id: { S: 'c1' }, version: { N: '4' } });
  expect(Items?.[0]).not.toHaveProperty('state');
});

test('an item without index attributes is in no index', async () => {
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: { pk: { S: 'gate#channel#c2' }, sk: { S: 'gate' }, status: { S: 'open' } },
    }),
  );
  const { Items } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: 'byKind',
      KeyConditionExpression: '#k = :k AND jurisdiction = :j AND #s = :s',
      ExpressionAttributeNames: { '#k': 'kind', '#s': 'status' },
      ExpressionAttributeValues: { ':k': { S: 'gate' }, ':j': { S: '511700' }, ':s': { S: 'open' } },
    }),
  );
  expect(Items).toEqual([]);
});

test('keys outlive code: these never change', () => {
  const names = (keys: readonly { name: string }[]) => keys.map(({ name }) => name).join(', ');
  expect(`${definition.hash.name} / ${definition.range.name}`).toBe('pk / sk');
  expect(definition.indexes.map(({ name, hash, range }) => `${name}: ${names(hash)} / ${names(range)}`)).toEqual([
    'byKind: kind, jurisdiction, status / time',
    'byParty: party, kind / status, time',
    'byDue: dueDay, dueShard / dueAt',
  ]);
  expect(definition.expires).toBe('expiresAt');
});

test('every key attribute has one type, and no index has more than four a side', () => {
  expect(new Set(keyAttributes(definition).map(({ name }) => name)).size).toBe(keyAttributes(definition).length);
  for (const { hash, range } of definition.indexes) {
    expect(hash.length).toBeLessThanOrEqual(4);
    expect(range.length).toBeLessThanOrEqual(4);
  }
});
