import { randomBytes } from 'node:crypto';
import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { type ChannelCommand, channel } from '../../shared/domain/channel.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { instant } from '../../shared/law/time.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { openStore } from '../../shared/store/store.ts';
import { type TransactOptions, transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { freshTable } from '../dynamodb.ts';
import { conflict, faulty, throttle, timeout, timeoutAfterCommit } from './dynamo.ts';

const { client, table } = await freshTable();
const fault = faulty(client);
// Waiting is not what is tested here.
const store = { ...openStore(fault.dynamo, table, randomBytes(32)), sleep: async () => {} };
const at = instant(Date.UTC(2026, 10, 23, 8));
afterEach(() => fault.heal());

let serial = 0;
const request = (): ChannelCommand => ({
  type: 'request',
  at,
  actor: { person: 'p1', organization: 'op', roles: ['operator'] },
  organization: 'op',
  dataset: 'd1',
  basis: { kind: 'agreement', id: 'a1' },
  grantor: 'g1',
  jurisdiction: '511700',
  scope: 'a'.repeat(64),
});

/** One command on a new channel, how often it was decided, and what stands afterwards. */
async function run(options: TransactOptions = {}) {
  serial += 1;
  const id = `f${serial}`;
  let decided = 0;
  const outcome = await transact(
    store,
    async (unit) => {
      decided += 1;
      const after = await unit.decide(channel, id, request());
      return isRefusal(after) ? after : { status: 201, body: '{"made":true}', headers: {} };
    },
    options,
  ).catch((error: Error) => error.name);
  const { version } = await loadHead(store, channel, id);
  const events = await listEvents(store, { aggregate: 'channel', id }, { limit: 10 });
  return { outcome, decided, version, events: events.items.length };
}

describe('a command whose transaction', () => {
  it('conflicts twice is decided again and committed once', async () => {
    fault.next(TransactWriteItemsCommand, conflict(), 2);
    expect(await run()).toMatchObject({ outcome: { status: 201 }, decided: 3, version: 1, events: 1 });
  });

  it('conflicts for ever gives up after two retries, and nothing is written', async () => {
    fault.always(TransactWriteItemsCommand, conflict());
    expect(await run()).toEqual({ outcome: 'Contention', decided: 3, version: 0, events: 0 });
  });

  it('is a measure goes on where an ordinary command has given up', async () => {
    fault.next(TransactWriteItemsCommand, conflict(), 25);
    expect(await run({ patience: 'measure' })).toMatchObject({ outcome: { status: 201 }, decided: 26, events: 1 });
  });

  it('is throttled is tried again', async () => {
    fault.next(TransactWriteItemsCommand, throttle());
    expect(await run()).toMatchObject({ outcome: { status: 201 }, decided: 2, events: 1 });
  });

  it('times out after it committed is known to have committed: not decided again, never written twice', async () => {
    fault.next(TransactWriteItemsCommand, timeoutAfterCommit());
    expect(await run()).toEqual({
      outcome: { status: 201, body: '{"made":true}', headers: expect.anything() },
      decided: 1,
      version: 1,
      events: 1,
    });
  });

  it('times out after it committed, with a key, gives the kept answer to whoever asks again', async () => {
    const receipt = { caller: 'p1', key: 'after-commit', fingerprint: 'f' };
    fault.next(TransactWriteItemsCommand, timeoutAfterCommit());
    const first = await run({ receipt });
    const again = await run({ receipt });
    expect(again).toMatchObject({ outcome: { status: 201, body: '{"made":true}' }, decided: 0, version: 0 });
    expect(first.events).toBe(1);
  });

  it('times out before it committed is decided again', async () => {
    fault.next(TransactWriteItemsCommand, timeout());
    expect(await run()).toMatchObject({ outcome: { status: 201 }, decided: 2, version: 1, events: 1 });
  });

  it('times out after the commit on its last try is still known to have committed', async () => {
    fault.next(TransactWriteItemsCommand, conflict(), 2);
    fault.next(TransactWriteItemsCommand, timeoutAfterCommit());
    expect(await run()).toMatchObject({ outcome: { status: 201 }, decided: 3, version: 1, events: 1 });
  });
});
