import { BatchWriteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { sequence } from '../../functions/sequencer/sequence.ts';
import type { Step } from '../../functions/sequencer/service.ts';
import { faulty } from './dynamo.ts';
import { crash, expectWhole, modelledLog, type RunningLog, stopAt } from './running-log.ts';

// In memory, because it takes hundreds of events a test; sequencer.test.ts and kill.test.ts do it in DynamoDB Local.
let log: RunningLog;
beforeEach(() => {
  log = modelledLog();
});

test('two tiles grow full, one event after another', async () => {
  await log.happen(300);
  expect(await sequence(log.another())).toEqual({ taken: 300, size: 300, published: 300 });
  await log.happen(260, 'd');
  await sequence(log.another());
  expect(await expectWhole(log)).toHaveLength(560);
});

test('more than one batch at once is taken by one call', async () => {
  await log.happen(1_650);
  expect(await sequence(log.another())).toMatchObject({ taken: 1_650, size: 1_650, published: 1_650 });
  await expectWhole(log);
});

describe('a crash after each step, at the border of a tile', () => {
  const steps = [
    ...['read', 'taken', 'manifest', 'committed', 'leaves', 'checked', 'tiles'],
    ...['index', 'emptied', 'applied', 'signed', 'kept', 'published'],
  ] as Step[];
  test.each(steps)('%s: the next call goes on, each event once', async (step) => {
    await log.happen(250);
    await sequence(log.another());
    await log.happen(20, 'd'); // Over the border of a tile.
    await expect(sequence(log.another({ reached: stopAt(step) }))).rejects.toBe(crash);
    await log.happen(5, 'e');
    await sequence(log.another());
    expect(await expectWhole(log)).toHaveLength(275);
  });

  test('in the middle of writing leaves and of emptying the outbox', async () => {
    await log.happen(120);
    for (const nth of [1, 3, 7, 12, 14]) {
      const broken = faulty(log.store.dynamo);
      let seen = 0;
      broken.always(BatchWriteItemCommand, async (command, behind) => {
        seen += 1;
        if (seen >= nth) throw crash;
        return behind.send(command);
      });
      await expect(sequence(log.another({ dynamo: broken.dynamo }))).rejects.toBe(crash);
    }
    await sequence(log.another());
    expect(await expectWhole(log)).toHaveLength(120);
  });
});

test('a leaf altered after it was published is found before its tile is made', async () => {
  await log.happen(250);
  await sequence(log.another());
  const key = { pk: { S: 'log#leaf#0' }, sk: { S: '007' } };
  await log.store.dynamo.send(
    new PutItemCommand({ TableName: log.table, Item: { ...key, leaf: { B: Buffer.from('{}') } } }),
  );
  await log.happen(10, 'd');
  expect(await sequence(log.another())).toMatchObject({ halted: 'bad-leaves' });
  expect(log.signed.size).toBe(1);
});
