import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { freshTable } from '../dynamodb.ts';
import {
  before,
  conflict,
  droppedKeys,
  faulty,
  internalError,
  throttle,
  timeout,
  timeoutAfterCommit,
  torn,
  unavailable,
} from './dynamo.ts';
import { lagging } from './replica.ts';

const { client, table: TableName } = await freshTable();

const key = (id: string) => ({ pk: { S: `gate#channel#${id}` }, sk: { S: 'gate' } });
const write = (id: string, value: string) =>
  new PutItemCommand({ TableName, Item: { ...key(id), value: { S: value } } });
const read = (id: string, ConsistentRead = true) => new GetItemCommand({ TableName, Key: key(id), ConsistentRead });
const batch = (ids: string[], ConsistentRead = true) =>
  new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: ids.map(key), ConsistentRead } } });
const transaction = (...ids: string[]) =>
  new TransactWriteItemsCommand({
    TransactItems: ids.map((id) => ({ Put: { TableName, Item: { ...key(id), value: { S: 'new' } } } })),
  });
const stored = async (id: string) => (await client.send(read(id))).Item?.value?.S;

beforeEach(async () => {
  await client.send(write('a', 'old'));
  await client.send(write('b', 'old'));
});

describe('script', () => {
  test('without a plan everything passes and is counted', async () => {
    const { dynamo, sent } = faulty(client);
    await dynamo.send(write('a', 'new'));
    expect((await dynamo.send(read('a'))).Item?.value?.S).toBe('new');
    expect(sent.map((command) => command.constructor.name)).toEqual(['PutItemCommand', 'GetItemCommand']);
  });

  test('a fault meets its own kind, as often as planned, and `next` goes before `always`', async () => {
    const { dynamo, next, always, heal } = faulty(client);
    always(GetItemCommand, unavailable());
    next(GetItemCommand, throttle(), 2);
    await dynamo.send(write('a', 'new'));
    await expect(dynamo.send(read('a'))).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(dynamo.send(read('a'))).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(dynamo.send(read('a'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(dynamo.send(read('a'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    heal();
    expect((await dynamo.send(read('a'))).Item?.value?.S).toBe('new');
  });
});

describe('refused writes', () => {
  test('a conflict names the item and writes nothing', async () => {
    const { dynamo, next } = faulty(client);
    next(TransactWriteItemsCommand, conflict(1));
    const error: unknown = await dynamo.send(transaction('a', 'b')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error).toMatchObject({ CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }] });
    expect(await stored('a')).toBe('old');
    await dynamo.send(transaction('a', 'b'));
    expect(await stored('a')).toBe('new');
  });

  test('a single write that meets a transaction has its own exception', async () => {
    const { dynamo, next } = faulty(client);
    next(PutItemCommand, conflict());
    await expect(dynamo.send(write('a', 'new'))).rejects.toMatchObject({ name: 'TransactionConflictException' });
  });

  test.each([
    ['timeout', timeout(), { name: 'TimeoutError' }],
    ['internalError', internalError(), { name: 'InternalServerError' }],
    ['unavailable', unavailable(), { code: 'ECONNREFUSED' }],
    ['throttle', throttle(), { name: 'ThrottlingException' }],
  ])('%s writes nothing', async (_, fault, thrown) => {
    const { dynamo, next } = faulty(client);
    next(TransactWriteItemsCommand, fault);
    await expect(dynamo.send(transaction('a'))).rejects.toMatchObject(thrown);
    expect(await stored('a')).toBe('old');
  });

  test('a time-out after the commit leaves the write behind', async () => {
    const { dynamo, next } = faulty(client);
    next(TransactWriteItemsCommand, timeoutAfterCommit());
    await expect(dynamo.send(transaction('a'))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await stored('a')).toBe('new');
  });

  test('another writer can come just before', async () => {
    const { dynamo, next } = faulty(client);
    next(
      GetItemCommand,
      before(() => client.send(write('a', 'theirs'))),
    );
    expect((await dynamo.send(read('a'))).Item?.value?.S).toBe('theirs');
  });
});

describe('batches', () => {
  const values = (answer: { Responses?: Record<string, Record<string, { S?: string }>[]> }) =>
    Object.fromEntries(answer.Responses?.[TableName]?.map(({ pk, value }) => [pk?.S?.at(-1), value?.S]) ?? []);

  test('dropped keys come back as unprocessed, ready to be asked again', async () => {
    const { dynamo, next } = faulty(client);
    next(BatchGetItemCommand, droppedKeys());
    const first = await dynamo.send(batch(['a', 'b']));
    expect(first.Responses?.[TableName]).toHaveLength(1);
    expect(first.UnprocessedKeys).toEqual({ [TableName]: { Keys: [key('b')], ConsistentRead: true } });
    const again = await dynamo.send(new BatchGetItemCommand({ RequestItems: first.UnprocessedKeys }));
    expect(again.Responses?.[TableName]?.[0]).toMatchObject(key('b'));
  });

  test('all keys can be dropped', async () => {
    const { dynamo, always } = faulty(client);
    always(
      BatchGetItemCommand,
      droppedKeys(() => true),
    );
    const answer = await dynamo.send(batch(['a', 'b']));
    expect(answer.Responses).toEqual({});
    expect(answer.UnprocessedKeys?.[TableName]?.Keys).toHaveLength(2);
  });

  test('a torn batch shows two moments of one transaction', async () => {
    const { dynamo, next } = faulty(client);
    next(
      BatchGetItemCommand,
      torn(
        ({ pk }) => pk?.S === 'gate#channel#b',
        () => client.send(transaction('a', 'b')),
      ),
    );
    expect(values(await dynamo.send(batch(['a', 'b'])))).toEqual({ a: 'old', b: 'new' });
    expect(values(await dynamo.send(batch(['a', 'b'])))).toEqual({ a: 'new', b: 'new' });
  });
});

describe('stale reads', async () => {
  const replica = await lagging(client, TableName);
  const { dynamo } = replica;
  afterAll(() => replica.drop());
  beforeEach(() => replica.catchUp());
  const query = (ConsistentRead: boolean) =>
    new QueryCommand({
      TableName,
      ConsistentRead,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'gate#channel#q' } },
    });

  test('GetItem without ConsistentRead gives the previous value until the replica catches up', async () => {
    await dynamo.send(write('a', 'seen'));
    await replica.catchUp();
    await dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key('a'),
        UpdateExpression: 'SET #v = :v',
        ExpressionAttributeNames: { '#v': 'value' },
        ExpressionAttributeValues: { ':v': { S: 'held' } },
      }),
    );
    expect((await dynamo.send(read('a', false))).Item?.value?.S).toBe('seen');
    expect((await dynamo.send(read('a', true))).Item?.value?.S).toBe('held');
    await replica.catchUp();
    expect((await dynamo.send(read('a', false))).Item?.value?.S).toBe('held');
  });

  test('BatchGetItem too, under the name that was asked for', async () => {
    await dynamo.send(write('s', 'old'));
    await replica.catchUp();
    await dynamo.send(transaction('s'));
    const value = async (consistent: boolean) =>
      (await dynamo.send(batch(['s'], consistent))).Responses?.[TableName]?.[0]?.value?.S;
    expect(await value(false)).toBe('old');
    expect(await value(true)).toBe('new');
  });

  test('Query does not find what was just written', async () => {
    await dynamo.send(transaction('q'));
    expect((await dynamo.send(query(false))).Count).toBe(0);
    expect((await dynamo.send(query(true))).Count).toBe(1);
    await replica.catchUp();
    expect((await dynamo.send(query(false))).Count).toBe(1);
  });

  test('a lag in milliseconds passes by itself', async () => {
    const lagMs = 400;
    const late = await lagging(client, TableName, lagMs);
    await late.dynamo.send(write('a', 'new'));
    const value = async () => (await late.dynamo.send(read('a', false))).Item?.value?.S;
    expect(await value()).toBe('old');
    await pause(lagMs);
    expect(await value()).toBe('new');
    await late.drop();
  });

  test('the script stands in front of the replica', async () => {
    const { dynamo: both, next } = faulty(replica.dynamo);
    next(TransactWriteItemsCommand, timeoutAfterCommit());
    await expect(both.send(transaction('t'))).rejects.toThrow();
    expect((await both.send(read('t', false))).Item).toBeUndefined();
    expect((await both.send(read('t', true))).Item).toBeDefined();
  });
});
