import {
  type AttributeValue,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Dynamo } from '../../shared/store/client.ts';
import { encode } from '../../shared/store/marshal.ts';
import { type AnyCommand, asDynamo } from '../fault/dynamo.ts';
import { holds } from './condition.ts';
import { type Meter, type Written, written } from './units.ts';

type Item = Record<string, AttributeValue>;

/** Milliseconds until each kind of call is answered. */
export type Latencies = Readonly<Record<'get' | 'put' | 'update' | 'query' | 'batch' | 'transact', number>>;
export const atOnce: Latencies = { get: 0, put: 0, update: 0, query: 0, batch: 0, transact: 0 };

/** A table in memory that answers the commands of log and outbox as DynamoDB does; any other command throws. */
export interface Model {
  readonly dynamo: Dynamo;
  readonly meter: Meter;
  latencies: Latencies;
  /** Calls since the last reset, by kind. */
  readonly calls: Map<keyof Latencies, number>;
  /** Items of one partition, by sort key. */
  readonly partition: (pk: string) => readonly Item[];
  /** Puts an item at once, uncounted. */
  readonly place: (item: object) => void;
  /** Hears of each item put, before the answer goes out. */
  onPut?: (item: Item) => void;
}

/** What a model need not keep, so that a million entries weigh nothing: items, and partitions that an item replaces. */
interface Forgetting {
  readonly forgets?: (item: Item) => boolean;
  readonly replaces?: (item: Item) => string | undefined;
}

export function model({ forgets, replaces }: Forgetting = {}): Model {
  const partitions = new Map<string, Map<string, Item>>();
  const meter: Meter = new Map();
  const calls: Model['calls'] = new Map();
  const nameOf = ({ pk, sk }: Item) => ({ pk: pk?.S ?? '', sk: sk?.S ?? '' });
  const at = (key: Item = {}): Item | undefined => partitions.get(nameOf(key).pk)?.get(nameOf(key).sk);

  const note = (change: Written, factor = 1) => {
    for (const { kind, units, index } of written(change)) {
      meter.set(kind, (meter.get(kind) ?? 0) + (index ? units : units * factor));
    }
  };
  const keep = (item: Item) => {
    const { pk, sk } = nameOf(item);
    partitions.set(pk, (partitions.get(pk) ?? new Map<string, Item>()).set(sk, item));
  };
  const put = (item: Item = {}, factor = 1) => {
    note({ before: at(item), after: item }, factor);
    made.onPut?.(item);
    if (!forgets?.(item)) keep(item);
    const replaced = replaces?.(item);
    if (replaced !== undefined) partitions.delete(replaced);
  };
  const remove = (key: Item = {}) => {
    note({ before: at(key), key });
    const { pk, sk } = nameOf(key);
    const partition = partitions.get(pk);
    partition?.delete(sk);
    if (partition?.size === 0) partitions.delete(pk);
  };
  const sorted = (pk: string) =>
    [...(partitions.get(pk)?.values() ?? [])].sort((a, b) => (nameOf(a).sk < nameOf(b).sk ? -1 : 1));

  const query = ({ input }: QueryCommand) => {
    if (!/^pk = :pk( AND sk BETWEEN :from AND :to)?$/.test(input.KeyConditionExpression ?? '') || input.IndexName) {
      throw new Error(`the model does not know ${input.KeyConditionExpression}`);
    }
    const { ':pk': pk, ':from': from, ':to': to } = input.ExpressionAttributeValues ?? {};
    const after = input.ExclusiveStartKey?.sk?.S ?? '';
    const all = sorted(pk?.S ?? '').filter((item) => {
      const { sk } = nameOf(item);
      return sk > after && (from?.S === undefined || sk >= from.S) && (to?.S === undefined || sk <= to.S);
    });
    const Items = all.slice(0, input.Limit);
    const { pk: lastPk, sk: lastSk } = Items.at(-1) ?? {};
    // As DynamoDB does: a page that the limit ended has a last key, though nothing may follow it.
    const cut = Items.length === input.Limit && lastPk && lastSk;
    return cut ? { Items, LastEvaluatedKey: { pk: lastPk, sk: lastSk } } : { Items };
  };

  const answer = (command: AnyCommand): object => {
    if (command instanceof GetItemCommand) {
      const Item = at(command.input.Key);
      return Item ? { Item } : {};
    }
    if (command instanceof QueryCommand) return query(command);
    if (command instanceof ScanCommand) return { Items: [...partitions.values()].flatMap((one) => [...one.values()]) };
    if (command instanceof PutItemCommand) {
      if (!holds(command.input, at(command.input.Item))) throw conditionFailed();
      put(command.input.Item);
      return {};
    }
    if (command instanceof UpdateItemCommand) return update(command);
    if (command instanceof DeleteItemCommand && command.input.ConditionExpression === undefined) {
      remove(command.input.Key);
      return {};
    }
    if (command instanceof BatchWriteItemCommand) {
      for (const { PutRequest, DeleteRequest } of Object.values(command.input.RequestItems ?? {}).flat()) {
        if (PutRequest) put(PutRequest.Item);
        if (DeleteRequest) remove(DeleteRequest.Key);
      }
      return { UnprocessedItems: {} };
    }
    if (command instanceof TransactWriteItemsCommand) return transact(command);
    throw new Error(`the model does not know ${command.constructor.name}`);
  };

  const update = ({ input }: UpdateItemCommand) => {
    const before = at(input.Key);
    if (!holds(input, before)) throw conditionFailed();
    const [, name = '', value = ''] = /^SET (#?\w+) = (:\w+)$/.exec(input.UpdateExpression ?? '') ?? [];
    const set = input.ExpressionAttributeValues?.[value];
    if (!set) throw new Error(`the model does not know ${input.UpdateExpression}`);
    put({ ...before, ...input.Key, [input.ExpressionAttributeNames?.[name] ?? name]: set });
    return {};
  };

  const transact = ({ input }: TransactWriteItemsCommand) => {
    const puts = (input.TransactItems ?? []).map(({ Put }) => {
      if (!Put) throw new Error('the model knows transactions of puts alone');
      return Put;
    });
    const CancellationReasons = puts.map((one) =>
      holds(one, at(one.Item)) ? { Code: 'None' } : { Code: 'ConditionalCheckFailed' },
    );
    if (CancellationReasons.some(({ Code }) => Code !== 'None')) {
      throw new TransactionCanceledException({ message: 'cancelled', CancellationReasons, $metadata: {} });
    }
    for (const { Item } of puts) put(Item, 2);
    return {};
  };

  const made: Model = {
    dynamo: asDynamo(async (command) => {
      const kind = kindOf(command);
      calls.set(kind, (calls.get(kind) ?? 0) + 1);
      const ms = made.latencies[kind];
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      return answer(command);
    }),
    meter,
    calls,
    latencies: atOnce,
    partition: sorted,
    place: (item) => keep(encode(item)),
  };
  return made;
}

function kindOf(command: AnyCommand): keyof Latencies {
  if (command instanceof GetItemCommand) return 'get';
  if (command instanceof QueryCommand || command instanceof ScanCommand) return 'query';
  if (command instanceof PutItemCommand) return 'put';
  if (command instanceof BatchWriteItemCommand) return 'batch';
  return command instanceof TransactWriteItemsCommand ? 'transact' : 'update';
}

const conditionFailed = () =>
  new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
