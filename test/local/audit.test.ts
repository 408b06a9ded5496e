import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keptFolder } from '../../functions/sequencer/folder.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { auditCommand } from '../../infra/local/audit/command.ts';
import { carryOut } from '../../infra/local/command.ts';
import { createTable, type LocalDynamo, localClient, startDynamo, TABLE } from '../../infra/local/dynamodb.ts';
import { type Folder, takeFolder } from '../../infra/local/folder.ts';
import { logFileKey } from '../../infra/local/log-key.ts';
import type { Terminal } from '../../infra/local/terminal.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { putAll } from '../../shared/store/bulk.ts';
import { type Context, openStore } from '../../shared/store/store.ts';
import { at } from '../audit/world.ts';
import { settle } from '../http/city.ts';

const home = mkdtempSync(join(tmpdir(), 'shuqi-audit-'));
const data = join(home, 'data');
const key = () => logFileKey(join(data, 'log-key.json'), 'shuqi.test/log');
afterAll(() => rmSync(home, { recursive: true }));

/** The platform's part that an audit meets: the folder taken, its database running. */
async function running<T>(work: (store: Context) => Promise<T>): Promise<T> {
  const folder: Folder = takeFolder(data);
  const dynamo: LocalDynamo = await startDynamo({ data: join(data, 'dynamodb') });
  folder.guard(dynamo.pid, dynamo.address);
  const client = localClient(dynamo.address);
  try {
    await createTable(client, TABLE);
    return await work(openStore(client, TABLE, new Uint8Array(32)));
  } finally {
    client.destroy();
    await dynamo.stop();
    folder.release();
  }
}

async function shuqi(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const line = (text = '') => void out.push(text);
  const terminal: Terminal = {
    line,
    say: ({ zh, en }) => line(`${zh}；${en}`),
    progress: ({ zh }) => line(zh),
    fail: (text) => void err.push(text),
    paint: (_, text) => text,
  };
  const code = await carryOut(auditCommand, args, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

beforeAll(async () => {
  await running(async (store) => {
    await settle({ store, clock: { domain: () => at, real: Date.now }, origin: 'https://shuqi.test' }, 'alpha');
    await sequence({ store, signers: [key()], kept: keptFolder(join(data, 'checkpoints')) });
  });
}, 120_000);

describe('npx shuqi audit', { timeout: 120_000 }, () => {
  test('a stopped platform: clean, 0, and the checkpoint is kept for the next audit', async () => {
    const { code, out, err } = await shuqi('--data', data);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('████████████████████████ 日志 4/4');
    expect(out).toContain('没有上次审计的检查点可比');
    expect(out).toContain('✓ 未发现问题；nothing was found');
    const file = join(data, 'audited.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ v: 1, vkeys: [formatVkey(key().key)] });
  });

  test('a running one, found through its folder or named by address', async () => {
    await running(async (store) => {
      const { code, out } = await shuqi('--data', data, '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ ok: true, log: { size: 4 }, counts: { events: 4 }, notes: [] });
      const { endpoint } = Object(store.dynamo).config;
      const { protocol, hostname, port } = await endpoint();
      const since = join(home, 'elsewhere.json');
      const named = ['--endpoint', `${protocol}//${hostname}:${port}`, '--since', since];
      expect(JSON.parse((await shuqi(...named, '--json')).out).notes).toEqual([
        { code: 'unproven' },
        { code: 'first' },
      ]);
      // From now on the key is the one that the first audit saw.
      expect(JSON.parse((await shuqi(...named, '--json')).out).notes).toEqual([]);
      expect(await shuqi(...named, '--table', 'none')).toMatchObject({
        code: 2,
        err: expect.stringContaining('--table'),
      });
    });
  });

  test('a policy names whom to believe', async () => {
    const policy = join(home, 'policy');
    writeFileSync(policy, `log ${formatVkey(key().key)}\nquorum none\n`);
    expect((await shuqi('--data', data, '--policy', policy)).code).toBe(0);
    const stranger = logFileKey(join(home, 'stranger.json'), 'shuqi.test/log');
    writeFileSync(policy, `log ${formatVkey(stranger.key)}\nquorum none\n`);
    const { code, out } = await shuqi('--data', data, '--policy', policy);
    expect(code).toBe(1);
    expect(out).toContain('✗ published (no-log-signature): 检查点不是该日志所签');
  });

  test('something was changed: 1, what and where, and the kept checkpoint stays as it was', async () => {
    const before = readFileSync(join(data, 'audited.json'), 'utf8');
    await running((store) => putAll(store, [{ pk: 'gate#channel#nobody', sk: 'gate', holds: {} }]));
    const { code, out } = await shuqi('--data', data);
    expect(code).toBe(1);
    expect(out).toContain('✗ channel#nobody: 门禁没有对应的记录；a gate has no stream');
    expect(out).toContain('发现 1 项问题；1 findings');
    expect(readFileSync(join(data, 'audited.json'), 'utf8')).toBe(before);
  });

  test('what could not be carried out is 2, never 0 or 1', async () => {
    for (const args of [['--data', join(home, 'nowhere')], ['--endpoint', 'http://127.0.0.1:1'], ['--bogus']]) {
      expect(await shuqi(...args)).toMatchObject({ code: 2, out: '' });
    }
    const broken = join(home, 'broken.json');
    writeFileSync(broken, '{');
    expect(await shuqi('--data', data, '--since', broken)).toMatchObject({ code: 2 });
    expect(await shuqi('--data', data, '--policy', broken)).toMatchObject({ code: 2 });
    expect(await shuqi('--data', data, '--policy', join(home, 'none'))).toMatchObject({ code: 2 });
  });
});
