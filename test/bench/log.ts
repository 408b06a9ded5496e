import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keptFolder } from '../../functions/sequencer/folder.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import type { Sequencer } from '../../functions/sequencer/service.ts';
import { watchStream } from '../../infra/local/doorbell.ts';
import { heldLogKey } from '../../infra/local/log-key.ts';
import { putAll } from '../../shared/store/bulk.ts';
import { readCheckpoint } from '../../shared/store/log.ts';
import { openStore } from '../../shared/store/store.ts';
import { request } from '../fault/running-log.ts';
import { waiting } from './entries.ts';
import { type Modelling, modelledLogBench } from './modelled-log.ts';
import { quantile, quantiles, type Row, type Section, stopwatch } from './report.ts';

const TO = [1_000, 10_000];
const IDLE = 40;
const BELL_MS = 200;

/**
 * The log on DynamoDB Local, a Java process that shares this machine's cores and writes a few hundred items a second,
 * and in a modelled store with stated latencies.
 */
export async function logBench(client: DynamoDBClient, table: string): Promise<readonly Section[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shuqi-bench-log-'));
  try {
    const local = await onLocal(client, table, folder);
    const modelled = await modelledLogBench();
    return [compared(local, modelled), local.section, ...modelled.sections];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Measured = Pick<Modelling, 'perSecond' | 'idle'>;

/** In the columns in which others publish theirs. */
function compared(local: Measured, modelled: Measured): Section {
  const row = (what: string, { perSecond, idle }: Measured): Row => {
    const seconds = [0.5, 0.99].map((at) => (quantile(idle, at) / 1_000).toFixed(2));
    const slowest = Math.round(Math.min(...perSecond)).toLocaleString('en');
    return { what, value: slowest, target: `${seconds.join('-')} s (idle, p50-p99)` };
  };
  return {
    title: 'Log',
    method: 'The slowest of all sizes below. Idle: one entry at a time, bell included.',
    columns: ['log', 'entries/s', 'append → published'],
    rows: [row('Shuqi, modelled store, one core', modelled), row('Shuqi, DynamoDB Local on this machine', local)],
  };
}

async function onLocal(client: DynamoDBClient, table: string, folder: string) {
  const sequencer: Sequencer = {
    store: openStore(client, table, randomBytes(32)),
    signers: [heldLogKey('shuqi.bench/log', generateKeyPairSync('ed25519').privateKey)],
    kept: keptFolder(folder),
  };
  const idle = await idleTimes(client, sequencer);
  const what = `append → published, idle, ${IDLE} commands: p50 · p95 · p99`;
  const rows: Row[] = [{ what, value: quantiles(idle), target: '≤ 1,000 ms p99' }];
  const perSecond: number[] = [];
  let size = IDLE;
  for (const to of TO) {
    await putAll(sequencer.store, waiting(to - size, sequencer.store));
    const stop = stopwatch();
    const done = await sequence(sequencer);
    if (done.published !== to) throw new Error(`published ${done.published} of ${to}`);
    const speed = stop(to - size);
    perSecond.push(speed.perSecond);
    rows.push({ what: `entries/s, ${size} → ${to}, published`, value: speed.text });
    size = to;
  }
  const section: Section = {
    title: 'Log on DynamoDB Local',
    method: `The doorbell reads the stream each ${BELL_MS} ms, as in the local run. Most of the time is the database's, whose Java shares the cores.`,
    rows,
  };
  return { section, perSecond, idle };
}

/** One command at a time, a moment apart, from its transaction's answer until a checkpoint with it is published. */
async function idleTimes(client: DynamoDBClient, sequencer: Sequencer): Promise<readonly number[]> {
  const { store } = sequencer;
  const endpoint = await client.config.endpoint?.();
  const address = `${endpoint?.protocol}//${endpoint?.hostname}:${endpoint?.port}`;
  const stop = watchStream({ address, table: store.table, everyMs: BELL_MS, ring: () => void sequence(sequencer) });
  const times: number[] = [];
  await pause(1_000);
  for (let n = 1; n <= IDLE; n++) {
    await request(store, `idle-${n}`);
    const began = performance.now();
    while (((await readCheckpoint(store))?.size ?? 0) < n) await pause(5);
    times.push(performance.now() - began);
    await pause(BELL_MS * Math.random());
  }
  await stop();
  await sequence(sequencer);
  return times;
}
