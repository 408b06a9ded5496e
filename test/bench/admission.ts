import { Hono } from 'hono';
import { admit, isDenial } from '../../functions/gate/admit.ts';
import { bearerOf } from '../../functions/gate/service.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { csvOf, memoryUpstream, supply, testGate, tokenFor } from '../http/supply.ts';
import { median, quantile, type Row, type Section } from './report.ts';

/** Clients at once, and requests of one block: short, so that both sides of a pair meet the same machine. */
const LEVELS = [
  { clients: 1, block: 24 },
  { clients: 16, block: 96 },
  { clients: 64, block: 192 },
] as const;
/** Pairs of blocks, besides two that only warm up. */
const PAIRS = 16;
const WARMING = 2;

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
  const headers = { authorization: `Bearer ${await tokenFor(channel, links)}` };
  const ask = () => answered(gate.app.request(`/channels/${channel}/data`, { headers }));
  await ask();
  sent.length = 0;
  const { status, text } = await ask();
  if (status !== 200) throw new Error(`the gate answered ${status}`);
  const calls = [...sent];
  const bare = bareHandler(client, calls, text);
  const names = calls.map((one) => one.constructor.name.replace('Command', ''));
  const rows: Row[] = [{ what: 'store calls of one page', value: names.join(' → ') }];
  for (const level of LEVELS) rows.push(...(await compared(level, ask, () => answered(bare.request('/')))));
  rows.push(await ownCpu(gate, channel, links));
  return {
    title: 'Admission',
    method: `One process, DynamoDB Local, token cached; ${PAIRS} pairs of blocks, gate and bare in turn and each first in half of them. A 503 is asked again and counts as a longer request.`,
    rows,
  };
}

async function answered(coming: Response | Promise<Response>) {
  const answer = await coming;
  return { status: answer.status, text: await answer.text() };
}

type Once = () => Promise<{ readonly status: number }>;

interface Block {
  readonly perSecond: number;
  /** Milliseconds of this process's CPU for each request. */
  readonly cpu: number;
  readonly times: readonly number[];
  readonly busy: number;
}

async function compared({ clients, block }: (typeof LEVELS)[number], gate: Once, bare: Once): Promise<Row[]> {
  const pairs: { readonly gate: Block; readonly bare: Block }[] = [];
  for (let round = -WARMING; round < PAIRS; round++) {
    const gateFirst = round % 2 === 0;
    const first = await blockOf(clients, block, gateFirst ? gate : bare);
    const second = await blockOf(clients, block, gateFirst ? bare : gate);
    if (round >= 0) pairs.push(gateFirst ? { gate: first, bare: second } : { gate: second, bare: first });
  }
  const ratios = pairs.map((pair) => pair.gate.perSecond / pair.bare.perSecond);
  const each = (tell: (blocks: readonly Block[]) => string) =>
    `${tell(pairs.map((pair) => pair.gate))} · ${tell(pairs.map((pair) => pair.bare))}`;
  const times = (blocks: readonly Block[]) => blocks.flatMap((one) => one.times);
  const busy = pairs.reduce((sum, pair) => sum + pair.gate.busy, 0);
  return [
    {
      what: `${clients} at once: requests/s of the gate against the bare handler, median (p10–p90)`,
      value: `${median(ratios).toFixed(2)} (${quantile(ratios, 0.1).toFixed(2)}–${quantile(ratios, 0.9).toFixed(2)})`,
      target: '≥ 0.80',
    },
    {
      what: `${clients} at once: p50 · p99 of a request, the gate's and then the bare one's`,
      value: each((all) => `${quantile(times(all), 0.5).toFixed(1)} · ${quantile(times(all), 0.99).toFixed(1)} ms`),
    },
    {
      what: `${clients} at once: CPU of this process for a request, gate · bare${busy > 0 ? `; turned away and asked again: ${busy}` : ''}`,
      value: each((all) => `${median(all.map((one) => one.cpu)).toFixed(2)} ms`),
    },
  ];
}

/** Requests of one block, from so many clients. */
async function blockOf(clients: number, count: number, once: Once): Promise<Block> {
  const times: number[] = [];
  let [left, busy] = [count, 0];
  const cpu = process.cpuUsage();
  const began = performance.now();
  const worker = async () => {
    while (left-- > 0) {
      const at = performance.now();
      for (let { status } = await once(); status !== 200; { status } = await once()) {
        if (status !== 503) throw new Error(`answered ${status}`);
        busy += 1;
      }
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: clients }, worker));
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: (1_000 * count) / (performance.now() - began),
    cpu: (user + system) / 1_000 / count,
    times,
    busy,
  };
}

/** The same commands with a serial of its own each time, so that conditional writes meet no earlier one. */
function bareHandler(client: Dynamo, calls: readonly Command[], text: string): Hono {
  let serial = 500_000_000;
  // Made once: only the serial differs, and making the text of a command anew is no part of a bare handler's work.
  const inputs = calls.map((call) => ({ Same: call.constructor, text: JSON.stringify(call.input) }));
  const app = new Hono();
  app.get('/', async (c) => {
    serial += 1;
    const fresh = String(serial).padStart(12, '0');
    for (const { Same, text: input } of inputs) {
      const Known = Same as new (input: unknown) => Command;
      const own = JSON.parse(input.replace(/\d{12}(?=#(?:start|end))/, fresh));
      await client.send(new Known(own) as Parameters<Dynamo['send']>[0]);
    }
    return c.text(text);
  });
  return app;
}

/** CPU of one admission beside the store: the read is answered from memory. */
async function ownCpu(gate: ReturnType<typeof testGate>, channel: string, links: Parameters<typeof tokenFor>[1]) {
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
