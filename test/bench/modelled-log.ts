import { setTimeout as pause } from 'node:timers/promises';
import { sequence } from '../../functions/sequencer/sequence.ts';
import type { Sequencer } from '../../functions/sequencer/service.ts';
import { noQuorum } from '../../shared/ledger/policy.ts';
import { formatProof, verifyProof } from '../../shared/ledger/proof.ts';
import { leafHash, proveInclusion } from '../../shared/ledger/rfc6962.ts';
import { nodesFromTiles } from '../../shared/ledger/tiles.ts';
import { putAll } from '../../shared/store/bulk.ts';
import { checkSignature } from '../../shared/store/check-signature.ts';
import { readCheckpoint } from '../../shared/store/log.ts';
import { readLeaves, tilesOf } from '../../shared/store/log-tiles.ts';
import { request } from '../fault/running-log.ts';
import { waiting } from './entries.ts';
import { atOnce } from './model.ts';
import { assumed, KEEP_MS, type Modelled, modelled, SIGN_MS } from './modelled.ts';
import { median, quantiles, type Row, type Section, stopwatch } from './report.ts';
import type { Meter } from './units.ts';

/** From the commit until the stream has started the function. */
const BELL_MS = 250;

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
/** Entries measured at each size. */
const WINDOW = 8_000;
const IDLE = 100;
const LOAD = { perSecond: 500, seconds: 10 };

/** What the modelled store gives for the table that compares logs. */
export interface Modelling {
  readonly sections: readonly Section[];
  readonly perSecond: readonly number[];
  readonly idle: readonly number[];
}

export async function modelledLogBench(): Promise<Modelling> {
  const grown = await growing();
  const fresh = await freshness();
  return { sections: [grown.section, await costs(), fresh.section], perSecond: grown.perSecond, idle: fresh.idle };
}

/** Grows one log to a million entries through the sequencer itself; measured with latencies at each size. */
async function growing() {
  const log = modelled();
  const { store, sequencer } = log;
  const rows: Row[] = [];
  const perSecond: number[] = [];
  let size = 0;
  const grow = async (to: number) => {
    while (size < to) {
      const count = Math.min(WINDOW, to - size);
      await putAll(sequencer.store, waiting(count, sequencer.store));
      size += count;
      await publishedAt(sequencer, size);
    }
  };
  for (const at of SIZES) {
    await grow(at);
    store.meter.clear();
    await asCommands(log, WINDOW);
    store.latencies = assumed;
    const stop = stopwatch();
    size += WINDOW;
    await publishedAt(sequencer, size);
    const speed = stop(WINDOW);
    perSecond.push(speed.perSecond);
    const value = `${speed.text} · ${total(store.meter, WINDOW)} units`;
    rows.push({ what: `at ${at.toLocaleString('en')} leaves`, value, target: '≥ 2,000/s · flat' });
    store.latencies = atOnce;
  }
  rows.push(...(await proofs(log)));
  const latencies = Object.entries(assumed).map(([name, ms]) => `${name} ${ms}`);
  const section: Section = {
    title: 'Log in a modelled store',
    method: [
      `One core; at each size ${WINDOW.toLocaleString('en')} entries wait, until they are published.`,
      `Assumed, not measured, ms a call: ${latencies.join(', ')}, signing ${SIGN_MS}, keeping ${KEEP_MS}.`,
      'Own CPU includes the model. No throttling: a new on-demand table takes 4,000 write units a second in all,',
      'some 760 entries/s of the log alone, until its warm throughput is raised.',
    ].join('\n'),
    rows,
  };
  return { section, perSecond };
}

/** What a proof weighs and what verifying it takes, in the largest log. */
async function proofs({ sequencer: { store, signers } }: Modelled): Promise<readonly Row[]> {
  const published = await readCheckpoint(store);
  if (!published) throw new Error('nothing is published');
  const { size, note } = published;
  const policy = { logs: signers.map(({ key }) => key), witnesses: [], quorum: noQuorum };
  const index = 0; // It has the longest path.
  const [entry = new Uint8Array()] = await readLeaves(store, index, index, index + 1);
  const nodes = nodesFromTiles(size, tilesOf(store), store.hash);
  const hashes = await proveInclusion(index, size, nodes, store.hash);
  const file = formatProof({ index, hashes, checkpoint: note });
  const leaf = leafHash(entry, store.hash);
  const times: number[] = [];
  for (let n = 0; n < 500; n++) {
    const began = performance.now();
    const verified = await verifyProof(file, leaf, policy, checkSignature, store.hash);
    if (!verified.ok) throw new Error(verified.code);
    times.push(performance.now() - began);
  }
  const value = `${Buffer.byteLength(file)} bytes · ${hashes.length} hashes · ${(1_000 * median(times)).toFixed(0)} µs`;
  return [
    { what: `proof of a leaf among ${size.toLocaleString('en')}: file · path · verifying it, signature too`, value },
  ];
}

/** Puts entries as commands do: in transactions, where a write costs twice. */
async function asCommands({ store, sequencer }: Modelled, count: number): Promise<void> {
  await putAll(sequencer.store, waiting(count, sequencer.store));
  store.meter.set('outbox', 2 * (store.meter.get('outbox') ?? 0));
}

/** Write units of the log, and of a command that it stands beside. */
async function costs(): Promise<Section> {
  const rows: Row[] = [];
  for (const batch of [1, 10, 100, 1_600]) {
    const { store, sequencer } = modelled();
    await putAll(sequencer.store, waiting(300, sequencer.store));
    await sequence(sequencer);
    store.meter.clear();
    await asCommands({ store, sequencer }, batch);
    await sequence(sequencer);
    const target = batch === 1_600 ? '≤ 5.5' : '';
    rows.push({ what: `the log alone, ${batch} at once`, value: unitsOf(store.meter, batch), target });
  }
  const { store, sequencer } = modelled();
  await request(sequencer.store, 'c1');
  store.meter.delete('outbox');
  rows.push({ what: 'the command beside it (request a channel)', value: unitsOf(store.meter, 1) });
  return {
    title: 'Write units an entry',
    method:
      'By the published rule from item sizes: one for each started KB, twice in a transaction, and again for each index.',
    rows,
  };
}

/** From a command's commit until a checkpoint with it is published. */
async function freshness() {
  const idle = await appended(IDLE, 2, 700);
  const loaded = await appended(LOAD.perSecond * LOAD.seconds, LOAD.perSecond, 0);
  const section: Section = {
    title: 'Append → published in the modelled store',
    method: `The bell comes ${BELL_MS} ms after the commit, and again after a running call. Latencies as above.`,
    rows: [
      { what: `idle, ${IDLE} entries: p50 · p95 · p99`, value: quantiles(idle), target: '≤ 1,000 ms p99' },
      { what: `${LOAD.perSecond} entries/s for ${LOAD.seconds} s: p50 · p95 · p99`, value: quantiles(loaded) },
    ],
  };
  return { section, idle };
}

/** Lets entries come evenly, `perSecond`; `spread` ms at random between, when one comes at a time. */
async function appended(count: number, perSecond: number, spread: number): Promise<readonly number[]> {
  const { store, sequencer } = modelled();
  const indexed = new Map<string, number>();
  store.onPut = ({ pk, index }) => {
    if (index?.N !== undefined) indexed.set(pk?.S?.slice('log#index#'.length) ?? '', Number(index.N));
  };
  const shown: { readonly size: number; readonly at: number }[] = [];
  const watched: Sequencer = {
    ...sequencer,
    reached: async (step) => {
      if (step !== 'published') return;
      const [checkpoint] = store.partition('log#checkpoint');
      shown.push({ size: Number(checkpoint?.size?.N), at: performance.now() });
    },
  };
  await putAll(sequencer.store, waiting(300, sequencer.store));
  await sequence(watched);
  store.latencies = assumed;
  const began: [string, number][] = [];
  const bells: Promise<unknown>[] = [];
  const step = spread > 0 ? 1 : Math.max(1, Math.round(perSecond / 50));
  for (let n = 0; n < count; n += step) {
    const entries = waiting(step, sequencer.store);
    for (const entry of entries) {
      store.place(entry);
      began.push([entry.sk, performance.now()]);
    }
    bells.push(pause(BELL_MS).then(() => sequence(watched)));
    await pause(spread > 0 ? BELL_MS + Math.random() * spread : (1_000 * step) / perSecond);
  }
  await Promise.all(bells);
  return began.map(([event, at]) => {
    const index = indexed.get(event) ?? Number.POSITIVE_INFINITY;
    const seen = shown.find(({ size, at: later }) => size > index && later >= at);
    if (!seen) throw new Error(`${event} was not published`);
    return seen.at - at;
  });
}

async function publishedAt(sequencer: Sequencer, size: number): Promise<void> {
  const done = await sequence(sequencer);
  if (done.published !== size) throw new Error(`published ${done.published} of ${size}`);
}

const total = (meter: Meter, entries: number): string =>
  ([...meter.values()].reduce((sum, units) => sum + units, 0) / entries).toFixed(2);

/** All of it, and what it goes to. */
function unitsOf(meter: Meter, entries: number): string {
  const parts = [...meter].map(([kind, units]) => `${kind} ${(units / entries).toFixed(2)}`);
  return `${total(meter, entries)} = ${parts.join(' + ')}`;
}
