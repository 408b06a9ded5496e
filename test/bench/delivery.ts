import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify';
import type { Hono } from 'hono';
import { CHUNK_BYTES, type Upstream } from '../../functions/gate/upstream.ts';
import type { Treatment } from '../../shared/domain/treatment.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { putScope } from '../../shared/store/scopes.ts';
import {
  change,
  csvOf,
  FIELDS,
  HEADING,
  memoryUpstream,
  type Supply,
  supply,
  testGate,
  tokenFor,
} from '../http/supply.ts';
import { median, type Row, type Section } from './report.ts';

const ROWS = 100_000;
const ROUNDS = 5;

/** Two of three columns, one of them masked, and a second time with one of them as a pseudonym. */
const forms = {
  projection: undefined,
  'projection and masking': { field: FIELDS[0] ?? '', do: 'mask', first: 2, last: 0 },
  'projection and a keyed hash': { field: FIELDS[1] ?? '', do: 'hash' },
} as const satisfies Record<string, Treatment | undefined>;

/**
 * A streamed delivery, whole: admission, re-admission at each 256 KB, projection of two of three columns, their forms,
 * digest and records; against csv-parse → two columns → csv-stringify over the same chunks; in turn, so that a drifting
 * machine slows both.
 */
export async function deliveryRows(client: Dynamo, table: string): Promise<Section> {
  const text = csvOf(ROWS);
  const { app, gate } = testGate(client, table, { upstream: memoryUpstream(text) });
  const bytes = new TextEncoder().encode(text);
  const rows: Row[] = [];
  for (const [name, form] of Object.entries(forms)) {
    const of = await supply(gate.store);
    if (form) {
      const datasets = { [of.links.dataset]: FIELDS };
      const scope = await putScope(gate.store, { v: 1, datasets, treatments: { [of.links.dataset]: [form] } });
      await change(gate.store, of.names.channel, { do: 'tighten', set: { scope } });
    }
    rows.push(
      ...(await compared(
        name,
        () => delivered(app, of),
        () => barePass(bytes),
      )),
    );
  }
  rows.push(await memoryOf(client, table));
  return {
    title: 'CSV delivery',
    method: `${ROWS.toLocaleString('en')} rows of three columns in chunks of 64 KB from memory; ${ROUNDS} rounds, gate and bare in turn; the gate over DynamoDB Local.`,
    rows,
  };
}

async function compared(name: string, gate: () => Promise<void>, bare: () => Promise<void>): Promise<Row[]> {
  const pairs: { ratio: number; gate: number; bare: number; cpu: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const own = await timed(gate);
    const other = await timed(bare);
    const perSecond = (one: { ms: number }) => (ROWS * 1_000) / one.ms;
    if (round > 0)
      pairs.push({ ratio: other.ms / own.ms, gate: perSecond(own), bare: perSecond(other), cpu: other.cpu / own.cpu });
  }
  const middle = (pick: keyof (typeof pairs)[number]) => median(pairs.map((pair) => pair[pick]));
  const told = (value: number) => Math.round(value).toLocaleString('en');
  return [
    {
      what: `${name}: rows/s of the gate against csv-parse → csv-stringify, median; the same by CPU alone`,
      value: `${middle('ratio').toFixed(2)} · ${middle('cpu').toFixed(2)}`,
      target: '≥ 0.70',
    },
    {
      what: `${name}: rows/s, gate · bare`,
      value: `${told(middle('gate'))} · ${told(middle('bare'))}`,
      target: '≥ 40,000',
    },
  ];
}

/** Rows of a kilobyte, made as they are read, so that nothing but the delivery takes memory. */
const WIDE = new TextEncoder().encode(`"${'宽'.repeat(330)}",某人,915117000000000000\r\n`.repeat(60));
const WIDE_BYTES = 150_000_000;

/** The most that this process grew by while one large delivery was streamed. */
async function memoryOf(client: Dynamo, table: string): Promise<Row> {
  const heading = new TextEncoder().encode(`${HEADING}\r\n`);
  const upstream: Upstream = {
    open: async () => {
      async function* chunks() {
        yield heading;
        for (let given = 0; given < WIDE_BYTES; given += WIDE.length) yield WIDE;
      }
      return { version: 'wide', size: WIDE_BYTES, bytes: chunks() };
    },
  };
  const { app, gate } = testGate(client, table, { upstream });
  const of = await supply(gate.store);
  const before = process.memoryUsage().rss;
  let [most, bytes] = [0, 0];
  await delivered(app, of, (chunk) => {
    bytes += chunk.length;
    most = Math.max(most, process.memoryUsage().rss - before);
  });
  const mb = (count: number) => `${Math.round(count / 1_000_000).toLocaleString('en')} MB`;
  return {
    what: 'memory: streamed · the most that the process grew by',
    value: `${mb(bytes)} · ${mb(most)}`,
    target: 'flat',
  };
}

/** One stream, read to its end. */
async function delivered(
  app: Hono,
  { channel, links }: Supply,
  seen: (chunk: Uint8Array) => void = () => {},
): Promise<void> {
  const headers = { authorization: `Bearer ${await tokenFor(channel, links)}` };
  const ask = () => app.request(`/channels/${channel}/data?stream=true`, { headers });
  let response = await ask();
  // A machine that is too busy to read the gates in time: asked again, as the answer says, and counted with the rest.
  for (let tries = 0; response.status === 503 && tries < 20; tries++) response = await ask();
  const reader = response.body?.getReader();
  let count = 0;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    count += next.value.length;
    seen(next.value);
  }
  if (count < ROWS * 20) throw new Error(`only ${count} bytes`);
}

async function timed(work: () => Promise<void>): Promise<{ ms: number; cpu: number }> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - began, cpu: user + system };
}

async function barePass(bytes: Uint8Array): Promise<void> {
  const chunks = function* () {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
  };
  const columns = new Transform({
    objectMode: true,
    transform: (row: string[], _, done) => done(null, [row[0], row[2]]),
  });
  const nowhere = new Writable({ write: (_, __, done) => done() });
  await pipeline(Readable.from(chunks()), parse({ bom: true }), columns, stringify(), nowhere);
}
