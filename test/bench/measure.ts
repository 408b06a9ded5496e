import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { routes as channelRoutes } from '../../functions/channel/routes.ts';
import { routes as enforcementRoutes } from '../../functions/enforcement/routes.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { asDynamo } from '../fault/dynamo.ts';
import { agreementInEffect, agreementSeats, done } from '../http/agreement-world.ts';
import { open, settleCity, testService } from '../http/harness.ts';
import type { Row, Section } from './report.ts';

const LEVELS = [1, 1_000, 100_000] as const;

/** One measure on an operator while so many of its channels are open: the cost of its transaction. */
export async function measureRows(client: Dynamo, table: string): Promise<Section> {
  let cost = { calls: 0, items: 0, units: 0 };
  const counting = asDynamo((command) => {
    cost.calls += 1;
    if (command instanceof TransactWriteItemsCommand) {
      const items = command.input.TransactItems ?? [];
      cost.items += items.length;
      cost.units += items.reduce((sum, item) => sum + 2 * Math.ceil(bytesOf(item) / 1_024), 0);
    }
    return client.send(command);
  });
  const service = testService(counting, table);
  await settleCity(service, [...agreementSeats]);
  const ground = await agreementInEffect(service);
  const { as } = open([...channelRoutes, ...enforcementRoutes], service);
  const [ann, engineer, clerk] = [await as('ann'), await as('engineer'), await as('clerk')];
  const basis = { kind: 'agreement', id: ground.agreement };
  const asked = { dataset: ground.dataset, basis, fields: ground.fields, purpose: '基准' };
  const { id } = (await done(ann.post('/channels', asked))).body;
  await done(engineer.post(`/channels/${id}/open`, { from: service.clock.domain(), until: ground.until }));
  const order = { verb: 'suspend', article: 'DZ-43', authority: { text: '依据' } };
  const target = { kind: 'organization', id: ground.operator };
  const body = { subject: ground.operator, facts: [{ text: '证据' }], measures: [{ ...order, target }] };
  const rows: Row[] = [];
  let there = 1;
  for (const level of LEVELS) {
    await copies(client, table, id, there, level);
    there = level;
    // So many writes leave the local database busy for a moment.
    await pause(3_000);
    const times: number[] = [];
    for (let round = 0; round < 2; round++) {
      cost = { calls: 0, items: 0, units: 0 };
      const began = performance.now();
      await done(clerk.post('/cases/emergency', body));
      times.push(performance.now() - began);
    }
    const { calls, items, units } = cost;
    rows.push({
      what: `a measure on an operator with ${level.toLocaleString('en')} channels`,
      value: `${calls} calls · ${items} items · ${units} write units · ${Math.min(...times).toFixed(0)} ms`,
      target: 'the same at every size',
    });
  }
  return {
    title: 'A measure, and what hangs below',
    method:
      'Each channel: its head, listed in the indexes under this operator, and its gate. Units of the one transaction by the published rule, milliseconds over DynamoDB Local, the better of two. Each measure adds its hold to the same operator: units grow with holds (at most eight), not with channels.',
    rows,
  };
}

type Item = Record<string, AttributeValue>;

/** Copies of one channel's head and gate under names of their own, until there are `to`. */
async function copies(client: Dynamo, table: string, id: string, from: number, to: number): Promise<void> {
  const read = async (pk: string) => {
    const ExpressionAttributeValues = { ':pk': { S: pk } };
    const KeyConditionExpression = 'pk = :pk';
    const input = { TableName: table, KeyConditionExpression, ExpressionAttributeValues, ConsistentRead: true };
    return (await client.send(new QueryCommand(input))).Items ?? [];
  };
  const samples = [...(await read(`channel#${id}`)), ...(await read(`gate#channel#${id}`))].filter(
    ({ sk }) => sk?.S === 'head' || sk?.S === 'gate',
  );
  if (samples.length !== 2) throw new Error(`a head and a gate, not ${samples.length} items`);
  const batch: Item[] = [];
  const send = async () => {
    const some = batch.splice(0).map((Item) => ({ PutRequest: { Item } }));
    for (let left: typeof some | undefined = some; left && left.length > 0; ) {
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
      left = answer.UnprocessedItems?.[table] as typeof some | undefined;
    }
  };
  for (let at = from; at < to; at++) {
    for (const sample of samples) {
      const pk = { S: `${(sample.pk?.S ?? '').replace(id, '')}copy-${at}` };
      batch.push({ ...sample, pk });
    }
    if (batch.length > 23) await send();
  }
  if (batch.length > 0) await send();
}

/** Size of an item as DynamoDB counts it, near enough: names and values as UTF-8. */
const bytesOf = (item: object): number =>
  Buffer.byteLength(JSON.stringify(Object.values(item)[0]?.Item ?? Object.values(item)[0] ?? {}));
