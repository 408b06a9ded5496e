import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { sequence } from '../../functions/sequencer/sequence.ts';
import type { Step } from '../../functions/sequencer/service.ts';
import { commitHead, readLogHead } from '../../shared/store/log.ts';
import { batchOf, putBatch, readBatch } from '../../shared/store/log-batch.ts';
import { readHalt, rearm } from '../../shared/store/log-halt.ts';
import { takeOutbox } from '../../shared/store/outbox.ts';
import type { Context } from '../../shared/store/store.ts';
import { freshTable } from '../dynamodb.ts';
import { everyItem, type Item, restore } from './backup.ts';
import { crash, expectWhole, type RunningLog, runningLog, stopAt } from './running-log.ts';

// A table for each test, and a machine that others use too.
vi.setConfig({ testTimeout: 120_000 });

const { client } = await freshTable();
let log: RunningLog;
beforeEach(async () => {
  log = await runningLog(client);
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

  test.each<[string, (item: Item) => Item]>([
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

const keyOf = ({ pk, sk }: Item) => ({ pk: pk ?? { S: '' }, sk: sk ?? { S: '' } });

/** Commits one batch past every check. */
async function forge(store: Context): Promise<void> {
  const head = await readLogHead(store);
  const batch = batchOf(store, head.tree, (await takeOutbox(store, new Map())).entries);
  await putBatch(store, batch);
  expect(await commitHead(store, head, batch)).toBe(true);
  expect((await readBatch(store, await readLogHead(store))).id).toBe(batch.id);
}
