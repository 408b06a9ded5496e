import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { usedBy } from '../../shared/store/counter.ts';
import { freshTable } from '../dynamodb.ts';
import { asDynamo } from '../fault/dynamo.ts';
import { change, holdOf, placing, supply, testGate, tokenFor } from './supply.ts';

const { client, table } = await freshTable();

/** Counts reads of gates under way. */
function counting() {
  const reads = { now: 0, most: 0 };
  const dynamo = asDynamo(async (command) => {
    if (!(command instanceof BatchGetItemCommand)) return client.send(command);
    reads.now += 1;
    reads.most = Math.max(reads.most, reads.now);
    try {
      return await client.send(command);
    } finally {
      reads.now -= 1;
    }
  });
  return { dynamo, reads };
}

it('1,000 at once: each is answered, 32 reads at most, who must come again is told so, nobody in after the revoke', {
  timeout: 240_000,
}, async () => {
  const { dynamo, reads } = counting();
  const { app, gate } = testGate(dynamo, table);
  const of = await supply(gate.store);
  const headers = { authorization: `Bearer ${await tokenFor(of.channel, of.links)}` };
  const ask = async () => {
    const began = performance.now();
    const answer = await app.request(`/channels/${of.channel}/data`, { headers });
    const { status } = answer;
    return { began, status, again: answer.headers.get('retry-after'), bytes: (await answer.text()).length };
  };
  const crowd = Promise.all(Array.from({ length: 1_000 }, ask));
  await change(testGate(client, table).gate.store, of.names.dataset, placing(holdOf('m1')));
  const commit = performance.now();
  const later = Promise.all(Array.from({ length: 1_000 }, ask));
  const [first, second] = [await crowd, await later];
  const all = [...first, ...second];
  expect(all).toHaveLength(2_000);
  expect(all.filter(({ status }) => ![200, 403, 503].includes(status))).toEqual([]);
  expect(all.filter(({ status, again }) => status === 503 && again === null)).toEqual([]);
  expect(second.filter(({ began, status }) => began > commit && status === 200)).toEqual([]);
  expect(second.filter(({ began }) => began > commit)).toHaveLength(1_000);
  expect(reads.most).toBeLessThanOrEqual(32);
  // Quota: a serial for each that was served, none for who was turned away before.
  const served = all.filter(({ status }) => status === 200).length;
  expect((await usedBy(gate.store, of.channel)).serial).toBeGreaterThanOrEqual(served);
  // And afterwards it serves as before.
  await change(gate.store, of.names.dataset, { do: 'release', measures: ['m1'], left: {} });
  const again = async (tries = 50): Promise<number> => {
    const { status } = await ask();
    return status === 503 && tries > 0 ? again(tries - 1) : status;
  };
  expect(await again()).toBe(200);
  expect(reads.now).toBe(0);
});
