import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Step } from '../../functions/sequencer/service.ts';
import { freshTable } from '../dynamodb.ts';
import { expectWhole, note, type RunningLog, runningLog } from './running-log.ts';

vi.setConfig({ testTimeout: 60_000 });

const { client } = await freshTable();
const endpoint = await client.config.endpoint?.();
const folder = mkdtempSync(join(tmpdir(), 'shuqi-kill-'));
const file = join(folder, 'sequencer.mjs');
const children = new Set<ChildProcess>();
let log: RunningLog;
let rounds = 0;

beforeAll(async () => {
  // In one file, because a child that reads the SDK's thousand takes seconds to start.
  await build({
    entryPoints: [resolve(import.meta.dirname, 'killed.ts')],
    outfile: file,
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20.19', logLevel: 'error' },
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  log = await runningLog(client);
  await log.happen(200, 'first');
  await child().ended;
  await whole(200);
}, 60_000);

afterAll(() => {
  for (const one of children) one.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

// The last leaf of the first tile comes with the step after which most is still to be done.
const steps: readonly Step[] = [
  ...(['read', 'taken', 'manifest', 'leaves', 'committed', 'checked', 'tiles'] as const),
  ...(['index', 'emptied', 'applied', 'signed', 'kept', 'published'] as const),
];
let size = 200;

test.each(steps)('killed after "%s": another process goes on, each event once, one root a size', async (step) => {
  rounds += 1;
  await log.happen(14, `k${rounds}`);
  const victim = child(step);
  expect(await victim.reached).toBe(step);
  await killed(victim);
  await log.happen(1, `l${rounds}`);
  await child().ended;
  size += 15;
  await whole(size);
});

test('killed at any moment, again and again', async () => {
  await log.happen(60, 'any');
  for (const ms of [5, 25, 45, 70, 100, 140]) {
    const victim = child();
    // Its first step says that it works; how far it comes from there is up to the machine.
    await Promise.race([victim.reached, victim.ended]);
    await new Promise((later) => setTimeout(later, ms));
    await killed(victim);
  }
  await child().ended;
  size += 60;
  await whole(size);
});

interface Child {
  readonly process: ChildProcess;
  /** The step at which it waits, or its first when it waits at none. */
  readonly reached: Promise<string>;
  /** Resolves when it ended by itself and well. */
  readonly ended: Promise<void>;
}

/** A sequencer as a process of its own; with `waitAt` it says that it is there and waits to be killed. */
function child(waitAt?: Step): Child {
  const told = {
    address: `${endpoint?.protocol}//${endpoint?.hostname}:${endpoint?.port}`,
    table: log.table,
    kept: log.folder,
    signed: join(folder, 'signed'),
    key: log.privateKey.export({ format: 'pem', type: 'pkcs8' }),
    ...(waitAt && { waitAt }),
  };
  const one = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.add(one);
  one.stdin?.end(JSON.stringify(told));
  const reached = new Promise<string>((resolve) => {
    one.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().split('\n')[0] ?? ''));
  });
  const ended = new Promise<void>((resolve, reject) => {
    one.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the sequencer ended with ${code}`))));
  });
  ended.catch(() => undefined); // Whoever is to be killed ends so.
  return { process: one, reached, ended };
}

/** No signal that it could hear: it stops between two instructions. */
async function killed(victim: Child): Promise<void> {
  victim.process.kill('SIGKILL');
  await victim.ended.catch(() => undefined);
}

/** Everything is in, and every checkpoint that any of the processes ever signed is of this one tree. */
async function whole(count: number): Promise<void> {
  const signed = new Map<number, string>();
  for (const line of readFileSync(join(folder, 'signed'), 'utf8').trim().split('\n')) {
    const [of = '', root = ''] = line.split(' ');
    note(signed, Number(of), root);
  }
  expect(await expectWhole({ ...log, signed })).toHaveLength(count);
}
