import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { createTable } from '../../infra/local/dynamodb.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { type AnyCommand, asDynamo, type Key } from './dynamo.ts';

type Item = Record<string, AttributeValue>;

/** A client whose reads without ConsistentRead see the past. */
export interface Replica {
  readonly dynamo: Dynamo;
  /** Lets eventual reads see everything written until now. */
  catchUp(): Promise<void>;
  drop(): Promise<void>;
}

interface Change {
  readonly key: Key;
  readonly item: Item | undefined;
  readonly at: number;
}

/**
 * Eventual reads that DynamoDB Local never shows: without ConsistentRead (and from every index) they are answered by
 * a second table, which follows `lagMs` behind; without a lag only at `catchUp`. Writes must go through this client.
 */
export async function lagging(client: DynamoDBClient, table: string, lagMs = Infinity): Promise<Replica> {
  const past = `${table}-past-${randomUUID().slice(0, 8)}`;
  await createTable(client, past, { stream: false });
  await copyAll(client, table, past);
  const changes: Change[] = [];
  // One after the other, so that no older image of an item comes to stand behind a newer one.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };
  const apply = (until: number) =>
    inTurn(async () => {
      while (changes[0] && changes[0].at <= until) {
        await put(client, past, changes[0]);
        changes.shift();
      }
    });
  const note = (keys: readonly Key[]) =>
    inTurn(async () => {
      for (const key of keys) {
        const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
        changes.push({ key, item: Item, at: performance.now() });
      }
    });
  const send = async (command: AnyCommand): Promise<unknown> => {
    const eventual = eventualRead(client, command, table, past);
    if (eventual) {
      await apply(performance.now() - lagMs);
      return renamed(await eventual(), past, table);
    }
    const answer = await client.send(command);
    await note(touched(command, table));
    return answer;
  };
  return {
    dynamo: asDynamo(send),
    catchUp: () => apply(Infinity),
    drop: async () => {
      await client.send(new DeleteTableCommand({ TableName: past }));
    },
  };
}

/** If the command reads without ConsistentRead: the same read of the other table, to be done later. */
function eventualRead(client: DynamoDBClient, command: AnyCommand, from: string, TableName: string) {
  const eventual = (input: { TableName?: string; ConsistentRead?: boolean }) =>
    input.TableName === from && input.ConsistentRead !== true;
  if (command instanceof GetItemCommand && eventual(command.input)) {
    return () => client.send(new GetItemCommand({ ...command.input, TableName }));
  }
  if (command instanceof QueryCommand && eventual(command.input)) {
    return () => client.send(new QueryCommand({ ...command.input, TableName }));
  }
  if (command instanceof ScanCommand && eventual(command.input)) {
    return () => client.send(new ScanCommand({ ...command.input, TableName }));
  }
  if (command instanceof BatchGetItemCommand) {
    const { [from]: request, ...rest } = command.input.RequestItems ?? {};
    if (!request || request.ConsistentRead === true) return undefined;
    return () => client.send(new BatchGetItemCommand({ RequestItems: { ...rest, [TableName]: request } }));
  }
  return undefined;
}

/** A batch's answer under the name that was asked for. */
function renamed(answer: object, from: string, to: string): object {
  const rename = (map: object | undefined) =>
    map && Object.fromEntries(Object.entries(map).map(([name, value]) => [name === from ? to : name, value]));
  if (!('Responses' in answer) || !answer.Responses) return answer;
  const { Responses, UnprocessedKeys } = answer as { Responses: object; UnprocessedKeys?: object };
  return { ...answer, Responses: rename(Responses), UnprocessedKeys: rename(UnprocessedKeys) };
}

/** The keys of `table` that a command writes. */
function touched(command: AnyCommand, table: string): Key[] {
  if (command instanceof BatchWriteItemCommand) {
    const writes = command.input.RequestItems?.[table] ?? [];
    return writes.flatMap(({ PutRequest, DeleteRequest }) => keyOf(PutRequest?.Item ?? DeleteRequest?.Key));
  }
  const writes =
    command instanceof TransactWriteItemsCommand
      ? (command.input.TransactItems ?? []).map(({ Put, Update, Delete }) => Put ?? Update ?? Delete)
      : command instanceof PutItemCommand ||
          command instanceof UpdateItemCommand ||
          command instanceof DeleteItemCommand
        ? [command.input]
        : [];
  return writes.flatMap((write) => {
    if (write?.TableName !== table) return [];
    return keyOf('Item' in write ? write.Item : 'Key' in write ? write.Key : undefined);
  });
}

function keyOf(item: Item | undefined): Key[] {
  return item?.pk && item.sk ? [{ pk: item.pk, sk: item.sk }] : [];
}

async function put(client: DynamoDBClient, TableName: string, { key, item }: Pick<Change, 'key' | 'item'>) {
  if (item) await client.send(new PutItemCommand({ TableName, Item: item }));
  else await client.send(new DeleteItemCommand({ TableName, Key: key }));
}

/** Only tests scan: the tables here are small. */
async function copyAll(client: DynamoDBClient, from: string, to: string): Promise<void> {
  let next: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: from, ConsistentRead: true, ...(next && { ExclusiveStartKey: next }) }),
    );
    for (const item of page.Items ?? []) await put(client, to, { key: {}, item });
    next = page.LastEvaluatedKey;
  } while (next);
}
