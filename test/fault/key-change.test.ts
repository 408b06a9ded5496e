import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import { routes } from '../../functions/log/routes.ts';
import { keyChanges } from '../../functions/log/schema.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import type { Sequencer, Step } from '../../functions/sequencer/service.ts';
import { heldLogKey } from '../../infra/local/log-key.ts';
import { audit } from '../../shared/audit/audit.ts';
import { keyStream } from '../../shared/domain/log-keys.ts';
import { hex } from '../../shared/ledger/bytes.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { commitFields, commitment, hourOf, parseLeaf } from '../../shared/ledger/leaf.ts';
import { parseNote } from '../../shared/ledger/note.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { readCheckpoint } from '../../shared/store/log.ts';
import { rearm } from '../../shared/store/log-halt.ts';
import { findEvent, readLeaves } from '../../shared/store/log-tiles.ts';
import { freshTable } from '../dynamodb.ts';
import { open, testService } from '../http/harness.ts';
import { sha256 } from '../ledger/crypto.ts';
import { ORIGIN } from './recording-signer.ts';
import { crash, expectWhole, type RunningLog, runningLog, stopAt } from './running-log.ts';

vi.setConfig({ testTimeout: 60_000 });
const { client } = await freshTable();
const next = heldLogKey(ORIGIN, generateKeyPairSync('ed25519').privateKey);
let log: RunningLog;
beforeEach(async () => {
  log = await runningLog(client);
  await log.happen(3);
  await sequence(log.another());
});

const withBoth = (over: Partial<Sequencer> = {}) => log.another({ signers: [log.signer, next], ...over });
const linesOf = async () => {
  const parsed = parseNote((await readCheckpoint(log.store))?.note ?? '');
  return parsed.ok ? parsed.note.signatures.map(({ id }) => id) : [];
};
const changes = async () => (await listEvents(log.store, keyStream, { limit: 10 })).items;

test('the first keys of a log need no leaf', async () => {
  expect(await changes()).toEqual([]);
  expect(await linesOf()).toEqual([log.signer.key.id]);
});

test('old and new lines overlap, and the first checkpoint with the new one holds the leaf that names it', async () => {
  const sizes: number[] = [];
  const reached = async (step: Step) => {
    if (step === 'published') sizes.push((await readCheckpoint(log.store))?.size ?? 0);
  };
  expect(await sequence(withBoth({ reached }))).toEqual({ taken: 1, size: 4, published: 4 });
  expect(sizes).toEqual([4]);
  expect(await linesOf()).toEqual([log.signer.key.id, next.key.id]);
  const [change] = await changes();
  expect(change?.data).toMatchObject({ vkeys: [log.signer, next].map(({ key }) => formatVkey(key)) });
  const { index = -1 } = (await findEvent(log.store, change?.event ?? '')) ?? {};
  const [leaf = new Uint8Array()] = await readLeaves(log.store, 0, index, index + 1);
  expect(parseLeaf(leaf)).toMatchObject({ ok: true, leaf: { kind: 'key', event: change?.event } });
  await expectWhole(log);
});

test('the leaf of a change can be opened by anybody, and not before it is published', async () => {
  const { app } = open(routes, testService(client, log.table));
  const told = async () => keyChanges.parse(await (await app.request('https://shuqi.test/log/keys')).json()).changes;
  await expect(sequence(withBoth({ reached: stopAt('signed') }))).rejects.toBe(crash);
  expect(await told()).toEqual([]);
  await sequence(withBoth());
  const [change, ...more] = await told();
  expect(more).toEqual([]);
  if (!change) throw new Error('no change is told');
  const { event, index, seed, record } = change;
  expect(record).toMatchObject({ data: { vkeys: [log.signer, next].map(({ key }) => formatVkey(key)) } });
  const c = hex(commitment(commitFields(record, Buffer.from(seed, 'base64'), sha256).values(), sha256));
  const [leaf = new Uint8Array()] = await readLeaves(log.store, 0, index, index + 1);
  expect(parseLeaf(leaf)).toEqual({ ok: true, leaf: { kind: 'key', event, at: hourOf(String(record.at)), c } });
});

test('then the new key signs alone, and its being alone is a leaf too', async () => {
  await sequence(withBoth());
  expect(await sequence(log.another({ signers: [next] }))).toMatchObject({ size: 5, published: 5 });
  expect(await linesOf()).toEqual([next.key.id]);
  expect((await changes()).map(({ data }) => data.vkeys)).toHaveLength(2);
  await log.happen(2, 'd');
  expect(await sequence(log.another({ signers: [next] }))).toMatchObject({ size: 7, published: 7 });
  const { findings } = await audit(log.store, { keys: [log.signer.key, next.key], live: false });
  expect(findings).toEqual([]);
});

test('a new key without the old one halts: nobody could tell it from a thief', async () => {
  expect(await sequence(log.another({ signers: [next] }))).toMatchObject({ halted: 'bad-kept' });
  expect(await changes()).toEqual([]);
  await rearm(log.store);
  await sequence(withBoth());
  await expectWhole(log);
});

test.each<Step>(['taken', 'committed', 'emptied', 'applied', 'kept'])(
  'a crash after "%s" while the key changes: one leaf, and nothing signed by the new key without it',
  async (step) => {
    await expect(sequence(withBoth({ reached: stopAt(step) }))).rejects.toBe(crash);
    if ((await linesOf()).length > 1) throw new Error('published before the crash');
    expect(await sequence(withBoth())).toMatchObject({ size: 4, published: 4 });
    expect(await changes()).toHaveLength(1);
    await expectWhole(log);
  },
);

test('two sequencers that change it at once say it once', async () => {
  await Promise.all([sequence(withBoth()), sequence(withBoth())]);
  expect(await sequence(withBoth())).toMatchObject({ size: 4, published: 4 });
  expect(await changes()).toHaveLength(1);
  await expectWhole(log);
});
