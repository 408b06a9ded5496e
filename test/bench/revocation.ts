import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { admit, isDenial } from '../../functions/gate/admit.ts';
import type { GateService } from '../../functions/gate/service.ts';
import { CONFIRM_MS } from '../../shared/domain/gate.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { asDynamo } from '../fault/dynamo.ts';
import {
  bringing,
  change,
  csvOf,
  holdOf,
  KEY,
  memoryUpstream,
  placing,
  type Supply,
  supply,
  testGate,
  tokenFor,
} from '../http/supply.ts';
import { deliveryRows } from './delivery.ts';
import { measureRows } from './measure.ts';
import { othersSection } from './others.ts';
import type { Row, Section } from './report.ts';

/** Admissions begun after the commit: against a table in memory, and against DynamoDB Local. */
const IN_MEMORY = 100_000;
const IN_DYNAMO = 3_000;
const SIDES = 16;
const CHUNKS = [1_024, 16 * 1_024, 64 * 1_024] as const;

/** What the gate promises, measured: nobody in after the commit, no byte after the bound, one cost however many hang below. */
export async function revocationBench(client: Dynamo, table: string): Promise<readonly Section[]> {
  const load = [
    await underLoad('DynamoDB Local', client, client, table, IN_DYNAMO),
    await underLoad('a table in memory, answers after 0–3 ms', mirror(client, table), client, table, IN_MEMORY),
  ].flat();
  const last: Row[] = [];
  for (const chunk of CHUNKS) last.push(await lastByte(client, table, chunk));
  return [
    {
      title: 'Revocation',
      method: `The gate in one process, ${SIDES} sides asking in loops; a hold is committed through DynamoDB Local while they run. The stream: a source that gives one chunk every 20 ms, read as fast as it comes.`,
      rows: [...load, ...last],
    },
    await othersSection(mirror(client, table), client, table),
    await measureRows(client, table),
    await deliveryRows(client, table),
  ];
}

/** Answers reads of gates from memory and passes everything else on; a write is seen from before its answer on. */
export function mirror(behind: Dynamo, table: string): Dynamo {
  const known = new Map<string, unknown>();
  const nameOf = ({ pk }: { pk?: { S?: string } }) => pk?.S ?? '';
  return asDynamo(async (command) => {
    if (command instanceof BatchGetItemCommand) {
      const keys = command.input.RequestItems?.[table]?.Keys ?? [];
      if (!keys.every((key) => known.has(nameOf(key)))) {
        const answer = await behind.send(command);
        for (const item of answer.Responses?.[table] ?? []) known.set(nameOf(item), item);
        return answer;
      }
      await pause(Math.random() * 2);
      const items = keys.flatMap((key) => known.get(nameOf(key)) ?? []);
      await pause(Math.random());
      return { Responses: { [table]: items }, UnprocessedKeys: {} };
    }
    const answer = await behind.send(command);
    if (command instanceof TransactWriteItemsCommand) {
      const Keys = [...known.keys()].map((pk) => ({ pk: { S: pk }, sk: { S: 'gate' } }));
      for (let at = 0; at < Keys.length; at += 100) {
        const RequestItems = { [table]: { Keys: Keys.slice(at, at + 100), ConsistentRead: true } };
        const read = await behind.send(new BatchGetItemCommand({ RequestItems }));
        for (const item of read.Responses?.[table] ?? []) known.set(nameOf(item), item);
      }
    }
    return answer;
  });
}

export const askerOf = ({ channel, links }: Supply) => ({
  channel,
  links,
  organization: links.organization,
  key: KEY,
});

async function underLoad(name: string, through: Dynamo, client: Dynamo, table: string, count: number): Promise<Row[]> {
  const { gate } = testGate(through, table);
  const of = await supply(testGate(client, table).store);
  const run = { begunAfter: 0, allowedAfter: 0, allowedBefore: 0, commit: Number.POSITIVE_INFINITY, going: true };
  const sides = Promise.all(Array.from({ length: SIDES }, () => side(of, gate, run)));
  while (run.allowedBefore < 500) await pause(5);
  await change(gate.store, of.names.organization, placing(holdOf('m1')));
  run.commit = performance.now();
  while (run.begunAfter < count) await pause(5);
  run.going = false;
  await sides;
  return [
    {
      what: `admissions begun after the commit (${name}), and how many of them were allowed`,
      value: `${run.begunAfter.toLocaleString('en')} · ${run.allowedAfter}`,
      target: count >= 100_000 ? '≥ 100,000 · 0' : '0 allowed',
    },
  ];
}

async function side(
  of: Supply,
  gate: GateService,
  run: { begunAfter: number; allowedAfter: number; allowedBefore: number; commit: number; going: boolean },
): Promise<void> {
  while (run.going) {
    const began = performance.now();
    const allowed = !isDenial(await admit(askerOf(of), gate));
    if (began > run.commit) {
      run.begunAfter += 1;
      if (allowed) run.allowedAfter += 1;
    } else if (allowed) run.allowedBefore += 1;
  }
}

/** From the commit to the moment at which the last byte of the source was read. */
async function lastByte(client: Dynamo, table: string, chunk: number): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const upstream = memoryUpstream(csvOf(400_000), { chunk, wait: () => pause(20) });
    const { app, gate } = testGate(client, table, { upstream });
    const of = await supply(gate.store);
    const path = `/channels/${of.channel}/data?stream=true`;
    const headers = { authorization: `Bearer ${await tokenFor(of.channel, of.links)}` };
    const reader = (await app.request(path, { headers })).body?.getReader();
    await reader?.read();
    const reading = (async () => {
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read());
    })().catch(() => {});
    // Anywhere between two admitting reads.
    await pause(200 + 400 * round);
    await change(gate.store, of.names.basis, placing(holdOf('m1')));
    const commit = performance.now();
    await reading;
    times.push(Math.max(0, (upstream.readAt.at(-1) ?? 0) - commit));
    const after = await bringing(app, await tokenFor(of.channel, of.links)).get(path);
    if (after.status !== 403) throw new Error(`still open: ${after.status}`);
  }
  return {
    what: `commit → last source byte read, chunks of ${chunk / 1_024} KB: worst of three`,
    value: `${Math.max(...times).toFixed(0)} ms`,
    target: `≤ 2,000 ms (confirmed after ${CONFIRM_MS.toLocaleString('en')})`,
  };
}
