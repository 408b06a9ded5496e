import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { mounted } from '../../infra/local/functions.ts';
import { logRoutes } from '../../infra/local/log-routes.ts';
import { rearm } from '../../infra/local/rearm.ts';
import { type LocalServer, listen, platformListener } from '../../infra/local/server.ts';
import { instant } from '../../shared/law/time.ts';
import { putAll } from '../../shared/store/bulk.ts';
import { readHalt } from '../../shared/store/log-halt.ts';
import { modelledLog, type RunningLog } from '../fault/running-log.ts';

const stray = { pk: 'outbox#03', sk: 'stray', leaf: new Uint8Array(3), stream: 'channel#c', version: 1 };
let log: RunningLog;
let server: LocalServer;

beforeEach(async () => {
  log = modelledLog();
  server = await listen(0);
  const origin = `http://127.0.0.1:${server.port}`;
  const clock = { domain: () => instant(Date.now()), real: Date.now };
  const ringLog = async () => void (await sequence(log.another()));
  const { app } = mounted(logRoutes, { store: log.store, clock, origin, ringLog }, () => undefined);
  server.serve(platformListener(origin, app.fetch, async () => false));
});
afterEach(() => server.close());

/** The command in this process, and everything it said. */
async function rearmed(...flags: 'yes'[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const line = (text = '') => void lines.push(text);
  const say = ({ zh, en }: { zh: string; en: string }) => line(`${zh}；${en}`);
  const screen = { line, say, progress: say, fail: line, paint: (_: unknown, text: string) => text };
  const options = { port: String(server.port), ...Object.fromEntries(flags.map((flag) => [flag, true as const])) };
  return { code: await rearm.run({ options, words: [] }, screen), said: lines.join('\n') };
}

async function halt(): Promise<void> {
  await log.happen(4);
  await putAll(log.store, [stray]);
  expect(await sequence(log.another())).toMatchObject({ halted: 'bad-outbox', published: 0 });
}

const mend = async () => {
  const Key = { pk: { S: stray.pk }, sk: { S: stray.sk } };
  await log.store.dynamo.send(new DeleteItemCommand({ TableName: log.table, Key }));
};

test('a log that goes on needs no re-arming', async () => {
  expect(await rearmed('yes')).toMatchObject({ code: 0, said: expect.stringContaining('does not stand still') });
});

test('says why, re-arms what was mended, and the log takes what waited', async () => {
  await halt();
  await mend();
  const { code, said } = await rearmed('yes');
  expect(said).toContain('bad-outbox: outbox#03 / stray is not the leaf of its event');
  expect(said).toContain('the log goes on: 4 published');
  expect(code).toBe(0);
  expect(await readHalt(log.store)).toBeUndefined();
});

test('what was not mended halts again, and the exit code says so', async () => {
  await halt();
  const { code, said } = await rearmed('yes');
  expect(said).toContain('the log stands still again');
  expect(code).toBe(1);
  expect(await readHalt(log.store)).toMatchObject({ reason: 'bad-outbox' });
});

describe('without --yes the reason is typed', () => {
  const typed = async (text: string) => {
    const shuqi = resolve(import.meta.dirname, '../../infra/local/shuqi.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', shuqi, 'rearm', '--port', String(server.port)]);
    child.stdin.end(text);
    const [code] = await once(child, 'exit');
    return code;
  };

  test.each([
    ['another word', 'yes\n'],
    ['nothing', ''],
  ])('%s: stays halted', async (_, text) => {
    await halt();
    await mend();
    expect(await typed(text)).toBe(1);
    expect(await readHalt(log.store)).toMatchObject({ reason: 'bad-outbox' });
  });

  test('the reason: goes on', async () => {
    await halt();
    await mend();
    expect(await typed('bad-outbox\n')).toBe(0);
    expect(await readHalt(log.store)).toBeUndefined();
  });
});

test('one reason confirmed does not re-arm another', async () => {
  await halt();
  const answer = await fetch(`http://127.0.0.1:${server.port}/local/log/rearm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `http://127.0.0.1:${server.port}` },
    body: JSON.stringify({ reason: 'forked' }),
  });
  expect(await answer.json()).toMatchObject({ halted: { reason: 'bad-outbox' } });
});

test('another site does not re-arm it', async () => {
  await halt();
  const answer = await fetch(`http://127.0.0.1:${server.port}/local/log/rearm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' },
    body: JSON.stringify({ reason: 'bad-outbox' }),
  });
  expect(answer.status).toBe(403);
  expect(await readHalt(log.store)).toBeDefined();
});
