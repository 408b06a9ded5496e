import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { routes as agreementRoutes } from '../../functions/agreement/routes.ts';
import { routes as channelRoutes } from '../../functions/channel/routes.ts';
import { routes as enforcementRoutes } from '../../functions/enforcement/routes.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { agreementInEffect, agreementSeats } from '../http/agreement-world.ts';
import { type Answered, open, settleCity, testService } from '../http/harness.ts';
import type { Section } from './report.ts';

interface Cost {
  calls: number;
  transactions: number;
  items: number;
  units: number;
}

/**
 * What each command costs in the store: calls, items of its transaction, and write units by the published rule (two for
 * each started KB of an item), which DynamoDB Local does not count right.
 */
export async function commandsBench(client: Dynamo, table: string): Promise<Section> {
  let cost: Cost = { calls: 0, transactions: 0, items: 0, units: 0 };
  const counting = {
    send: (command: Parameters<Dynamo['send']>[0]) => {
      cost.calls += 1;
      if (command instanceof TransactWriteItemsCommand) {
        const items = command.input.TransactItems ?? [];
        cost.transactions += 1;
        cost.items += items.length;
        cost.units += items.reduce((sum, item) => sum + 2 * Math.ceil(bytesOf(item) / 1_024), 0);
      }
      return client.send(command);
    },
  } as unknown as Dynamo;
  const service = testService(counting, table);
  await settleCity(service, [...agreementSeats, 'cyber']);
  const ground = await agreementInEffect(service);
  const { as } = open([...channelRoutes, ...enforcementRoutes, ...agreementRoutes], service);
  const [ann, engineer, clerk, deputy, chief] = [
    await as('ann'),
    await as('engineer'),
    await as('clerk'),
    await as('deputy'),
    await as('chief'),
  ];
  const rows: Section['rows'][number][] = [];
  const measured = async (what: string, send: () => Promise<Answered>, target = ''): Promise<Answered> => {
    cost = { calls: 0, transactions: 0, items: 0, units: 0 };
    const answer = await send();
    if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${answer.text}`);
    const { calls, items, units } = cost;
    rows.push({ what, value: `${calls} calls · ${items} items · ${units} write units`, target });
    return answer;
  };
  const asked = {
    dataset: ground.dataset,
    basis: { kind: 'agreement', id: ground.agreement },
    fields: ground.fields,
    purpose: '基准',
  };
  const key = { 'idempotency-key': 'bench' };
  const { id } = (await measured('request a channel (leans on two gates)', () => ann.post('/channels', asked, key)))
    .body;
  await measured('the same request again (Idempotency-Key)', () => ann.post('/channels', asked, key));
  const term = { from: service.clock.domain(), until: ground.until };
  await measured('open a channel', () => engineer.post(`/channels/${id}/open`, term));
  const order = { verb: 'close', target: { kind: 'channel', id }, article: 'DZ-43', authority: { text: '依据' } };
  const emergency = { subject: ground.operator, facts: [{ text: '证据' }], measures: [order] };
  const placed = await measured('emergency measure on a channel', () => clerk.post('/cases/emergency', emergency));
  const onOperator = { ...emergency, measures: [{ ...order, target: { kind: 'organization', id: ground.operator } }] };
  await measured('emergency measure on an operator, whatever hangs below', () =>
    clerk.post('/cases/emergency', onOperator),
  );
  const path = `/cases/${placed.body.id}`;
  await measured('second person confirms', () => deputy.post(`${path}/confirm`));
  await ann.post(`${path}/rectification`, { evidence: [{ text: '整改' }] });
  const measures = [placed.body.case.measures[0].measure];
  await measured('propose reinstatement', () => clerk.post(`${path}/reinstatement`, { measures }));
  await measured('approve reinstatement', () => chief.post(`${path}/reinstatement/approval`));
  return {
    title: 'Commands',
    method: 'Calls include session, organization and documents; items and units are those of the one transaction.',
    rows,
  };
}

/** Size of an item as DynamoDB counts it, near enough: names and values as UTF-8. */
const bytesOf = (item: object): number =>
  Buffer.byteLength(JSON.stringify(Object.values(item)[0]?.Item ?? Object.values(item)[0] ?? {}));
