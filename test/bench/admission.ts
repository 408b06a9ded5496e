import { Hono } from 'hono';
import { admit, isDenial } from '../../functions/gate/admit.ts';
import { bearerOf } from '../../functions/gate/service.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { bringing, csvOf, memoryUpstream, supply, testGate, tokenFor } from '../http/supply.ts';
import { median, quantile, type Section } from './report.ts';

const ROUNDS = 15;
const REQUESTS = 60;

type Command = Parameters<Dynamo['send']>[0];

/** Passes everything on and keeps what was sent. */
function recording(behind: Dynamo): { dynamo: Dynamo; sent: Command[] } {
  const sent: Command[] = [];
  const send = (command: Command) => {
    sent.push(command);
    return behind.send(command);
  };
  // The client's `send` has one signature a command; a recorder passes every one of them on unchanged.
  return { dynamo: { send } as unknown as Dynamo, sent };
}

/**
 * A whole request at the gate against a bare handler that makes the same store calls (same commands, fresh serials) and
 * answers with the same bytes; blocks of both in turn, so that a drifting machine slows both.
 */
export async function admissionBench(client: Dynamo, table: string): Promise<Section> {
  const { dynamo, sent } = recording(client);
  const gate = testGate(dynamo, table, { upstream: memoryUpstream(csvOf(20)) });
  const { channel, links } = await supply(gate.store);
  const asking = bringing(gate.app, await tokenFor(channel, links));
  const ask = () => asking.get(`/channels/${channel}/data`);
  await ask();
  sent.length = 0;
  const sample = await ask();
  if (sample.status !== 200) throw new Error(`the gate answered ${sample.status}`);
  const calls = [...sent];
  const bare = bareHandler(client, calls, sample.text);
  const rows = [
    {
      what: 'store calls of one page',
      value: calls.map((one) => one.constructor.name.replace('Command', '')).join(' → '),
    },
  ];
  for (const clients of [1, 16]) {
    const pairs: { ratio: number; gate: number; bare: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const one = await rate(clients, ask);
      const other = await rate(clients, async () => bare.request('/'));
      if (round > 1) pairs.push({ ratio: one / other, gate: one, bare: other });
    }
    const ratios = pairs.map(({ ratio }) => ratio);
    rows.push({
      what: `whole request against the bare handler, ${clients} at once: ratio of requests/s, median (p10–p90)`,
      value: `${median(ratios).toFixed(2)} (${quantile(ratios, 0.1).toFixed(2)}–${quantile(ratios, 0.9).toFixed(2)})`,
      target: '≥ 0.80',
    } as (typeof rows)[number]);
    const each = (pick: 'gate' | 'bare') => median(pairs.map((pair) => pair[pick])).toFixed(0);
    rows.push({ what: `requests/s here, ${clients} at once: gate · bare`, value: `${each('gate')} · ${each('bare')}` });
  }
  rows.push(await ownCpu(gate, channel, links));
  return {
    title: 'Admission',
    method: `One process, DynamoDB Local, token cached; ${ROUNDS - 2} counted blocks of ${REQUESTS} requests each, gate and bare in turn.`,
    rows,
  };
}

/** Requests a second over one block. */
async function rate(clients: number, once: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  const worker = async () => {
    for (let n = 0; n < REQUESTS / clients; n++) await once();
  };
  await Promise.all(Array.from({ length: clients }, worker));
  return (1_000 * Math.floor(REQUESTS / clients) * clients) / (performance.now() - began);
}

/** The same commands with a serial of its own each time, so that conditional writes meet no earlier one. */
function bareHandler(client: Dynamo, calls: readonly Command[], text: string): Hono {
  let serial = 500_000_000;
  const app = new Hono();
  app.get('/', async (c) => {
    serial += 1;
    const fresh = String(serial).padStart(12, '0');
    for (const call of calls) {
      const input = JSON.stringify(call.input).replaceAll(/\d{12}(?=#(?:start|end))/g, fresh);
      const Same = call.constructor as new (input: unknown) => Command;
      await client.send(new Same(JSON.parse(input)) as Parameters<Dynamo['send']>[0]);
    }
    return c.text(text);
  });
  return app;
}

/** CPU of one admission beside the store: the read is answered from memory. */
async function ownCpu(gate: ReturnType<typeof testGate>, channel: string, links: Parameters<typeof tokenFor>[1]) {
  const verified = await gate.gate.verify(await tokenFor(channel, links));
  if (!verified.ok) throw new Error(verified.problem);
  const real = gate.store.dynamo;
  let kept: unknown;
  const memory = {
    send: async (command: Command) => {
      kept ??= await real.send(command as Parameters<Dynamo['send']>[0]);
      return kept;
    },
  } as unknown as Dynamo;
  const deps = { ...gate.gate, store: { ...gate.store, dynamo: memory } };
  const token = await tokenFor(channel, links);
  const once = async () => {
    const known = await gate.gate.verify(token);
    if (!known.ok) throw new Error('not verified');
    const pass = await admit(bearerOf(known.claims), deps);
    if (isDenial(pass)) throw new Error('not admitted');
  };
  for (let n = 0; n < 2_000; n++) await once();
  const before = process.cpuUsage();
  const times = 10_000;
  for (let n = 0; n < times; n++) await once();
  const { user, system } = process.cpuUsage(before);
  return {
    what: 'own CPU of one admission, token cached',
    value: `${((user + system) / 1_000 / times).toFixed(3)} ms`,
    target: '≤ 0.3 ms',
  };
}
