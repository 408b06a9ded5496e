import { BatchWriteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { readCheckpoint } from '../../shared/store/log.ts';
import { freshTable } from '../dynamodb.ts';
import { type AnyCommand, faulty, timeout, timeoutAfterCommit } from './dynamo.ts';
import { crash, expectWhole, type RunningLog, runningLog, stopAt } from './running-log.ts';

// A table for each test, and a machine that others use too.
vi.setConfig({ testTimeout: 120_000 });

const { client } = await freshTable();
let log: RunningLog;
beforeEach(async () => {
  log = await runningLog(client);
});

test('events of real commands become leaves exactly once, with a proof to be made of each', async () => {
  await log.happen(250);
  expect(await sequence(log.another())).toEqual({ taken: 250, size: 250, published: 250 });
  await log.happen(10, 'd'); // Over the border of a tile.
  expect(await sequence(log.another())).toEqual({ taken: 10, size: 260, published: 260 });
  expect(await expectWhole(log)).toHaveLength(260);
});

test('an empty log is not signed, and a bell for nothing writes nothing', async () => {
  expect(await sequence(log.another())).toEqual({ taken: 0, size: 0, published: 0 });
  expect(await readCheckpoint(log.store)).toBeUndefined();
  await log.happen(3);
  await sequence(log.another());
  const watched = faulty(client);
  for (let bell = 0; bell < 3; bell++) await sequence(log.another({ dynamo: watched.dynamo }));
  const writes = watched.sent.filter(
    (command) => command instanceof PutItemCommand || command instanceof BatchWriteItemCommand,
  );
  expect(writes).toEqual([]);
  expect(log.signed.size).toBe(1);
});

test('bells of one process that meet a running call share the one that follows', async () => {
  await log.happen(2);
  const one = log.another();
  const calls = [sequence(one), sequence(one), sequence(one)];
  expect(calls[1]).toBe(calls[2]);
  const [first, second] = await Promise.all(calls);
  expect((first?.taken ?? 0) + (second?.taken ?? 0)).toBe(2);
  await expectWhole(log);
});

test('the same tree is signed again after ten minutes and not before', async () => {
  await log.happen(1);
  await sequence(log.another());
  const first = await readCheckpoint(log.store);
  const later = (minutes: number) => {
    const one = log.another();
    return { ...one, store: { ...one.store, now: () => Date.now() + minutes * 60_000 } };
  };
  await sequence(later(9));
  expect(await readCheckpoint(log.store)).toEqual(first);
  await sequence(later(11));
  expect((await readCheckpoint(log.store))?.signedAt).toBeGreaterThan(first?.signedAt ?? 0);
  await expectWhole(log);
});

describe('several at once', () => {
  test('four sequencers and commands beside them: one tree, each event once', async () => {
    let busy = true;
    const ring = async () => {
      const one = log.another();
      while (busy) await sequence(one);
    };
    const ringing = [ring(), ring(), ring(), ring()];
    for (const some of ['a', 'b', 'c']) await log.happen(10, some);
    busy = false;
    await Promise.all(ringing);
    await sequence(log.another());
    expect(await expectWhole(log)).toHaveLength(30);
  });

  test('a slow redo that the next batch overtakes changes nothing', async () => {
    await log.happen(30);
    let overtaken = false;
    const slow = log.another({
      reached: async (step) => {
        if (step !== 'committed' || overtaken) return;
        overtaken = true;
        await sequence(log.another());
        await log.happen(10, 'd');
        await expect(sequence(log.another({ reached: stopAt('committed') }))).rejects.toBe(crash);
        // HEAD now names the next batch, not applied; the slow one goes on writing out its own.
      },
    });
    await sequence(slow);
    expect(await expectWhole(log)).toHaveLength(40);
  });

  test('a manifest that lost the compare-and-swap is never written out', async () => {
    await log.happen(5);
    let lost = false;
    const slow = log.another({
      reached: async (step) => {
        if (step !== 'manifest' || lost) return;
        lost = true;
        await sequence(log.another());
      },
    });
    expect(await sequence(slow)).toMatchObject({ taken: 0, size: 5, published: 5 });
    expect(await expectWhole(log)).toHaveLength(5);
  });
});

describe('answers that do not come', () => {
  const isHead = (command: AnyCommand) => command instanceof PutItemCommand && command.input.Item?.pk?.S === 'log#head';

  test.each([
    ['a time-out after HEAD was committed', timeoutAfterCommit()],
    ['a time-out before HEAD was committed', timeout()],
  ])('%s: HEAD is read again, nothing is guessed', async (_, fault) => {
    await log.happen(7);
    const layer = faulty(client);
    let times = 0;
    layer.always(PutItemCommand, (command, behind) => {
      if (!isHead(command) || times++ > 0) return behind.send(command);
      return fault(command, behind);
    });
    expect(await sequence(log.another({ dynamo: layer.dynamo }))).toMatchObject({ taken: 7, size: 7, published: 7 });
    expect(await expectWhole(log)).toHaveLength(7);
  });

  test('"applied" and the checkpoint written without an answer', async () => {
    for (const kind of [UpdateItemCommand, BatchWriteItemCommand]) {
      await log.happen(7, kind.name.toLowerCase());
      const layer = faulty(client);
      layer.next(kind, timeoutAfterCommit());
      await expect(sequence(log.another({ dynamo: layer.dynamo }))).rejects.toThrow(/requestTimeout/);
    }
    await sequence(log.another());
    await expectWhole(log);
  });

  test('items that DynamoDB left unwritten are written before the step counts as done', async () => {
    await log.happen(40);
    const layer = faulty(client);
    layer.next(
      BatchWriteItemCommand,
      async (command) => {
        if (!(command instanceof BatchWriteItemCommand)) throw new Error('another command');
        return { $metadata: {}, UnprocessedItems: command.input.RequestItems };
      },
      3,
    );
    await sequence(log.another({ dynamo: layer.dynamo }));
    await expectWhole(log);
  });
});
