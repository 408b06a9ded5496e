import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { sequence } from '../../functions/sequencer/sequence.ts';
import type { Step } from '../../functions/sequencer/service.ts';
import { deleteAll, putAll } from '../../shared/store/bulk.ts';
import { commitHead, readCheckpoint, readLogHead } from '../../shared/store/log.ts';
import { batchOf, putBatch, readBatch } from '../../shared/store/log-batch.ts';
import { readHalt, rearm } from '../../shared/store/log-halt.ts';
import { takeOutbox } from '../../shared/store/outbox.ts';
import type { Context } from '../../shared/store/store.ts';
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

describe('several at once', () => {
  test('four sequencers and commands beside them: one tree, each event once', async () => {
    let busy = true;
    const ring = async () => {
      const one = log.another();
      while (busy) await sequence(one);
    };
    const ringing = [ring(), ring(), ring(), ring()];
    for (const some of ['a', 'b', 'c', 'd', 'e', 'f']) await log.happen(10, some);
    busy = false;
    await Promise.all(ringing);
    await sequence(log.another());
    expect(await expectWhole(log)).toHaveLength(60);
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

describe('a log that must stand still', () => {
  const halted = async (reason: string) => {
    const signed = log.signed.size;
    expect(await sequence(log.another())).toMatchObject({ halted: reason });
    expect(await readHalt(log.store)).toMatchObject({ reason });
    expect(log.signed.size).toBe(signed);
  };

  test('HEAD rolled back behind the kept checkpoint: halts, takes nothing, and re-arming overrides nothing', async () => {
    await log.happen(10);
    await sequence(log.another());
    const backup = await everyItem(log.store);
    await log.happen(10, 'd');
    await sequence(log.another());
    await restore(log.store, backup);
    await log.happen(3, 'e');
    await halted('head-behind');
    expect((await readLogHead(log.store)).size).toBe(10);
    // Not even a bell later, nor after a person took the mark away without mending anything.
    await halted('head-behind');
    await rearm(log.store);
    await halted('head-behind');
  });

  test('the table came back empty: halts', async () => {
    await log.happen(4);
    await sequence(log.another());
    await restore(log.store, []);
    await log.happen(9, 'd');
    await halted('head-behind');
  });

  test('a mended table goes on after a person re-armed the log, and not before', async () => {
    await log.happen(4);
    await sequence(log.another());
    const newest = await everyItem(log.store);
    await restore(log.store, []);
    await halted('head-behind');
    await restore(log.store, newest);
    await log.happen(2, 'd');
    // The mark went with the table, so it is set again here as it would stand.
    const mark = { pk: { S: 'log#halt' }, sk: { S: 'halt' } };
    const Item = { ...mark, reason: { S: 'head-behind' }, detail: { S: '…' }, at: { S: '2026-11-23T08:00:00.000Z' } };
    await client.send(new PutItemCommand({ TableName: log.table, Item }));
    expect(await sequence(log.another())).toMatchObject({ taken: 0, halted: 'head-behind' });
    await rearm(log.store);
    expect(await sequence(log.another())).toMatchObject({ taken: 2, size: 6, published: 6 });
    await expectWhole(log);
  });

  test('another past that grew beyond the kept size is not signed', async () => {
    await log.happen(6);
    await sequence(log.another());
    await restore(log.store, []);
    await log.happen(9, 'd');
    // As if somebody had committed and written out a batch without looking at the kept copy.
    await forge(log.store);
    await sequence(log.another({ reached: stopAt('applied') })).catch(() => undefined);
    await halted('forked');
    await rearm(log.store);
    await halted('forked');
  });

  test('the kept copy is gone, or not ours: halts', async () => {
    await log.happen(2);
    await sequence(log.another());
    const empty = { newest: async () => undefined, keep: async (_: number, note: string) => note };
    expect(await sequence(log.another({ kept: empty }))).toMatchObject({ halted: 'kept-behind' });
    await rearm(log.store);
    const foreign = { ...empty, newest: async () => 'not a note' };
    expect(await sequence(log.another({ kept: foreign }))).toMatchObject({ halted: 'bad-kept' });
  });

  test('leaves that read back otherwise than they were written: halts', async () => {
    await log.happen(3);
    const meddle = async (step: Step) => {
      if (step !== 'leaves') return;
      const key = { pk: { S: 'log#leaf#0' }, sk: { S: '001' } };
      await client.send(new PutItemCommand({ TableName: log.table, Item: { ...key, leaf: { B: Buffer.from('{}') } } }));
    };
    expect(await sequence(log.another({ reached: meddle }))).toMatchObject({ halted: 'bad-leaves' });
    expect(log.signed.size).toBe(0);
    await rearm(log.store);
    await sequence(log.another());
    await expectWhole(log);
  });

  test.each<[string, (item: Waiting) => Waiting]>([
    ['another leaf than its event', (item) => ({ ...item, leaf: { B: Buffer.from('{"v":1}') } })],
    ['a member too many', (item) => ({ ...item, note: { S: 'x' } })],
    [
      'another outbox than its own',
      (item) => ({ ...item, pk: { S: item.pk?.S === 'outbox#00' ? 'outbox#01' : 'outbox#00' } }),
    ],
  ])('an entry that waits with %s: halts by its name, keeps it, and goes on once it is mended', async (_, bend) => {
    await log.happen(3);
    const entry = (await everyItem(log.store)).find(({ pk }) => pk?.S?.startsWith('outbox#')) ?? {};
    const bent = bend(entry);
    await log.store.dynamo.send(new DeleteItemCommand({ TableName: log.table, Key: keyOf(entry) }));
    await log.store.dynamo.send(new PutItemCommand({ TableName: log.table, Item: bent }));
    await halted('bad-outbox');
    expect((await readHalt(log.store))?.detail).toContain(`${bent.pk?.S} / ${bent.sk?.S}`);
    expect(await readLogHead(log.store)).toMatchObject({ size: 0 });
    await rearm(log.store);
    await halted('bad-outbox');
    await log.store.dynamo.send(new DeleteItemCommand({ TableName: log.table, Key: keyOf(bent) }));
    await log.store.dynamo.send(new PutItemCommand({ TableName: log.table, Item: entry }));
    await rearm(log.store);
    expect(await sequence(log.another())).toMatchObject({ taken: 3, published: 3 });
    await expectWhole(log);
  });

  test('the manifest that HEAD names was altered or is missing: halts', async () => {
    await log.happen(3);
    await expect(sequence(log.another({ reached: stopAt('committed') }))).rejects.toBe(crash);
    const { batch } = await readLogHead(log.store);
    const Key = { pk: { S: `log#batch#${batch}` }, sk: { S: 'batch' } };
    await client.send(
      new UpdateItemCommand({
        TableName: log.table,
        Key,
        UpdateExpression: 'SET places = :p',
        ExpressionAttributeValues: { ':p': { S: '[["channel#x",1],["channel#y",1],["channel#z",1]]' } },
      }),
    );
    await halted('bad-batch');
    await client.send(new DeleteItemCommand({ TableName: log.table, Key }));
    await rearm(log.store);
    await halted('bad-batch');
  });
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

type Waiting = Record<string, AttributeValue>;

const keyOf = ({ pk, sk }: Waiting) => ({ pk: pk ?? { S: '' }, sk: sk ?? { S: '' } });

async function everyItem({ dynamo, table }: Context) {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(new ScanCommand({ TableName: table }));
  if (LastEvaluatedKey) throw new Error('more than one page');
  return Items;
}

/** Makes the table what it was: a backup that came back. */
async function restore(store: Context, items: Awaited<ReturnType<typeof everyItem>>): Promise<void> {
  const keys = (await everyItem(store)).map(({ pk, sk }) => ({ pk: pk?.S ?? '', sk: sk?.S ?? '' }));
  await deleteAll(store, keys);
  await putAll(
    store,
    items.map((item) => unmarshall(item)),
  );
}

/** Commits one batch past every check. */
async function forge(store: Context): Promise<void> {
  const head = await readLogHead(store);
  const batch = batchOf(store, head.tree, (await takeOutbox(store, new Map())).entries);
  await putBatch(store, batch);
  expect(await commitHead(store, head, batch)).toBe(true);
  expect((await readBatch(store, await readLogHead(store))).id).toBe(batch.id);
}
