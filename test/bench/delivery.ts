import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify';
import { CHUNK_BYTES } from '../../functions/gate/upstream.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { csvOf, memoryUpstream, supply, testGate, tokenFor } from '../http/supply.ts';
import { median, type Section } from './report.ts';

const ROWS = 100_000;
const ROUNDS = 5;

/**
 * A streamed delivery, whole: admission, re-admission at each 256 KB, projection of two of three columns, digest and
 * records; against csv-parse → two columns → csv-stringify over the same chunks; in turn, so that a drifting machine slows both.
 */
export async function deliveryRows(client: Dynamo, table: string): Promise<Section> {
  const text = csvOf(ROWS);
  const { app, gate } = testGate(client, table, { upstream: memoryUpstream(text) });
  const of = await supply(gate.store);
  const bytes = new TextEncoder().encode(text);
  const pairs: { ratio: number; gate: number; bare: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const own = await timed(async () => {
      const headers = { authorization: `Bearer ${await tokenFor(of.channel, of.links)}` };
      const response = await app.request(`/channels/${of.channel}/data?stream=true`, { headers });
      const reader = response.body?.getReader();
      let count = 0;
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) count += next.value.length;
      if (count < ROWS * 20) throw new Error(`only ${count} bytes`);
    });
    const bare = await timed(() => barePass(bytes));
    if (round > 0) pairs.push({ ratio: bare / own, gate: (ROWS * 1_000) / own, bare: (ROWS * 1_000) / bare });
  }
  const each = (pick: 'gate' | 'bare') => Math.round(median(pairs.map((pair) => pair[pick]))).toLocaleString('en');
  return {
    title: 'CSV delivery',
    method: `${ROWS.toLocaleString('en')} rows of three columns in chunks of 64 KB from memory; ${ROUNDS} rounds, gate and bare in turn; the gate over DynamoDB Local.`,
    rows: [
      {
        what: 'gate against csv-parse → csv-stringify: ratio of rows/s, median',
        value: median(pairs.map(({ ratio }) => ratio)).toFixed(2),
        target: '≥ 0.70',
      },
      { what: 'rows/s with projection: gate · bare', value: `${each('gate')} · ${each('bare')}`, target: '≥ 40,000' },
    ],
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
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
