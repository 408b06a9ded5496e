import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carryOut } from '../../infra/local/command.ts';
import { order, placed } from '../../infra/local/demo/emergency.ts';
import { drill } from '../../infra/local/drill/drill.ts';
import { type Observed, type Outcome, outcomeOf } from '../../infra/local/drill/outcome.ts';
import { shadowOf } from '../../infra/local/drill/shadow.ts';
import { type System, startSystem } from '../../infra/local/system.ts';
import type { Terminal } from '../../infra/local/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'shuqi-drill-'));
afterAll(() => rmSync(folder, { recursive: true }));

function screen(): Terminal & { readonly lines: string[]; readonly complaints: string[] } {
  const [lines, complaints]: [string[], string[]] = [[], []];
  const line = (text = '') => lines.push(text);
  return {
    lines,
    complaints,
    line,
    say: ({ zh }) => line(zh),
    progress: () => {},
    fail: (text) => complaints.push(text),
    paint: (_, text) => text,
  };
}

describe('against a running platform', () => {
  let system: System;
  const failures: string[] = [];
  beforeAll(async () => {
    system = await startSystem({
      port: 0,
      data: join(folder, 'data'),
      fresh: false,
      root: resolve(import.meta.dirname, '../..'),
      onStep: () => {},
      report: (what, error) => failures.push(`${what}: ${error}`),
    });
  }, 120_000);
  afterAll(() => system.stop());

  test('the promise holds under load, and the times are told', { timeout: 180_000 }, async () => {
    const port = new URL(system.origin).port;
    const terminal = screen();
    const code = await carryOut(drill, ['--json', '--clients', '4', '--port', port], terminal);
    expect(terminal.complaints).toEqual([]);
    expect(code).toBe(0);
    const outcome: Outcome = JSON.parse(terminal.lines[0] ?? '');
    expect(outcome).toMatchObject({ allowedAfter: 0, broken: [] });
    expect(outcome.admittedBefore).toBeGreaterThan(0);
    expect(outcome.begunAfter).toBeGreaterThan(20);
    expect(outcome.lastByteMs).toBeLessThanOrEqual(3_000);
    expect(outcome.confirmedMs).toBeGreaterThanOrEqual(3_000);
    expect(failures).toEqual([]);
  });

  test('the sample clients fetch all of it, say so, and say no more after the close', {
    timeout: 180_000,
  }, async () => {
    const { stage, agreed, channel, machine, key } = await shadowOf(system.origin, () => {});
    const pem = join(folder, 'key.pem');
    writeFileSync(pem, key.secret.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const asked = [system.origin, 'bashu-data', channel, pem, agreed.purpose];
    const sample = (command: string, file: string) =>
      ran(command, [resolve(import.meta.dirname, '../../infra/samples', file), ...asked]);
    await machine.signIn();
    const whole = await (await machine.stream()).text();
    const streamed = await sample(process.execPath, 'fetch.mjs');
    expect(streamed).toMatchObject({ code: 0, out: whole, err: expect.stringContaining('complete') });
    const page = await sample('sh', 'fetch.sh');
    expect(page).toEqual({ code: 0, out: (await machine.page('?limit=1000')).text, err: '' });
    await stage.play({ by: 'data-clerk', article: 'DZ-43', zh: '紧急关闭', en: 'close it' }, async (me) =>
      placed(await me.post('/cases/emergency', order(agreed, channel, 'close', '演练'))),
    );
    for (const [command, file] of [
      [process.execPath, 'fetch.mjs'],
      ['sh', 'fetch.sh'],
    ] as const) {
      const refused = await sample(command, file);
      expect(refused.code).not.toBe(0);
      expect(refused.out + refused.err).toContain('/law/DZ-43');
    }
  });
});

/** A program to its end. */
async function ran(command: string, args: readonly string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: Number(code), out, err };
}

test('a platform that does not run is told in one line', async () => {
  const terminal = screen();
  await expect(carryOut(drill, ['--port', '65533'], terminal)).rejects.toThrow('没有响应');
  await expect(carryOut(drill, ['--clients', '0'], terminal)).rejects.toThrow('1 至 64');
});

describe('a promise that is broken is found', () => {
  const kept: Observed = {
    tried: [
      { began: 0, ended: 90, status: 200 },
      { began: 95, ended: 120, status: 200 },
      { began: 101, ended: 130, status: 403 },
    ],
    commit: 100,
    stream: { bytes: 1, last: 3_100, completeness: 'cut' },
    confirmedAfter: 3_000,
  };

  test('none of it is: a request that began before the commit may end after it', () => {
    expect(outcomeOf(kept)).toMatchObject({ broken: [], begunAfter: 1, firstRefusedMs: 30, lastByteMs: 3_000 });
  });

  test.each<[string, Partial<Observed>]>([
    ['begun after', { tried: [...kept.tried, { began: 100.1, ended: 150, status: 200 }] }],
    ['ran on', { stream: { ...kept.stream, last: 3_101 } }],
    ['was not cut', { stream: { ...kept.stream, completeness: 'complete' } }],
    ['not confirmed', { confirmedAfter: 2_999 }],
    ['not confirmed', { confirmedAfter: undefined }],
    ['nothing was supplied', { tried: kept.tried.slice(2) }],
    ['nothing was refused', { tried: kept.tried.slice(0, 2) }],
  ])('%s', (words, over) => {
    const { broken } = outcomeOf({ ...kept, ...over });
    expect(broken.map(({ en }) => en).join()).toContain(words);
    expect(broken).toHaveLength(1);
  });
});
