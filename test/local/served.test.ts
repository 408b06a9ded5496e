import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealHours } from '../../functions/evidence/seal.ts';
import { keptFolder } from '../../functions/sequencer/folder.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { type Command, carryOut } from '../../infra/local/command.ts';
import { logFileKey } from '../../infra/local/log-key.ts';
import { served } from '../../infra/local/served.ts';
import type { Terminal } from '../../infra/local/terminal.ts';
import { verify } from '../../infra/local/verify.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { openStore } from '../../shared/store/store.ts';
import { freshTable } from '../dynamodb.ts';
import { deliver, linksOf, MINUTE, NOON } from '../evidence/world.ts';

const home = mkdtempSync(join(tmpdir(), 'shuqi-served-'));
const file = join(home, 'evidence.json');
const policy = join(home, 'policy');
afterAll(() => rmSync(home, { recursive: true }));

const { client, table } = await freshTable();

/** A platform that supplied on two agreements before noon and ten, sealed three hours, and published them. */
beforeAll(async () => {
  const store = openStore(client, table, new Uint8Array(32));
  for (const at of [1, 9]) await deliver(store, 'ch-1', linksOf('agr-1'), NOON + at * MINUTE);
  await deliver(store, 'ch-2', linksOf('agr-2'), NOON + 59 * MINUTE, { end: false });
  const sealer = { store, origin: 'https://shuqi.test', skew: () => 0 };
  const domain = () => '2026-11-23T12:00:00.000Z' as const;
  for (const hours of [1, 3]) {
    await sealHours({ ...sealer, clock: { real: () => NOON + (60 * hours + 5) * MINUTE, domain } });
  }
  const signer = logFileKey(join(home, 'log-key.json'), 'shuqi.test/log');
  writeFileSync(policy, `log ${formatVkey(signer.key)}\nquorum none\n`);
  await sequence({ store, signers: [signer], kept: keptFolder(join(home, 'checkpoints')) });
}, 120_000);

async function shuqi(command: Command, ...args: readonly string[]) {
  const lines: string[] = [];
  const line = (text = '') => void lines.push(text);
  const terminal: Terminal = {
    line,
    say: ({ zh, en }) => line(`${zh}；${en}`),
    progress: ({ zh }) => line(zh),
    fail: line,
    paint: (_, text) => text,
  };
  const code = await carryOut(command, args, terminal);
  return { code, said: lines.join('\n') };
}
async function make(agreement: string, after: string) {
  const { protocol = '', hostname = '', port } = (await client.config.endpoint?.()) ?? {};
  const database = ['--endpoint', `${protocol}//${hostname}:${port}`, '--table', table];
  return shuqi(served, ...database, '--agreement', agreement, '--after', after, '--out', file);
}

describe('shuqi served, then shuqi verify', { timeout: 60_000 }, () => {
  test('says in Chinese first what it proves and what it does not, and both say the same', async () => {
    const made = await make('agr-1', '2026-11-23T20:10:00+08:00');
    expect(made.code).toBe(0);
    const checked = await shuqi(verify, file, '--policy', policy);
    expect(checked.code).toBe(0);
    for (const { said } of [made, checked]) {
      expect(said).toContain('证明：2026-11-23T12:00:00.000Z 至 2026-11-23T15:00:00.000Z 共 3 小时逐小时不缺');
      expect(said).toContain('没有一次开始于 2026-11-23T12:10:00.000Z 之后');
      expect(said).toContain('通道 ch-1：第 1 至 2 号，完整 2、中断 0、未知 0、未开始 0，不多于 18 字节');
      expect(said).toContain('没有未经记录而流出的字节');
      expect(said).toContain('a receipt in the recipient’s hands would be evidence against us');
      expect(said.indexOf('供给记录证据')).toBeLessThan(said.indexOf('evidence of delivery records'));
    }
    expect(checked.said).toContain('成立：符合您的策略');
    expect(made.said).toContain('不能证明由谁签署');
  });

  test('an agreement that supplied nothing: proven too; one that did afterwards: not, and it says why', async () => {
    expect((await make('agr-9', '2026-11-23T12:10:00Z')).said).toContain('这些小时内没有任何供给记录');
    const contrary = await make('agr-2', '2026-11-23T12:10:00Z');
    expect([contrary.code, contrary.said.includes('有一次供给开始于该时刻之后')]).toEqual([1, true]);
    expect((await shuqi(verify, file, '--policy', policy)).code).toBe(1);
  });

  test('a file that was changed is refused, whatever was changed', async () => {
    await make('agr-1', '2026-11-23T12:10:00Z');
    const whole = readFileSync(file, 'utf8');
    const changes: [string, string][] = [
      [whole.replace('"serial": 2', '"serial": 3'), '出示的记录与封存的不符'],
      [whole.replace('"hour": "2026112313"', '"hour": "2026112312"'), '缺少一个小时'],
      [whole.replace('"id": "agr-1"', '"id": "agr-2"'), '本依据的位置不在该小时的根之内'],
      [whole.replace('"after": "2026-11-23T12:10', '"after": "2026-11-23T12:05'), '有一次供给开始于该时刻之后'],
      [`${whole}\n`, '不是供给记录证据'],
    ];
    for (const [text, why] of changes) {
      writeFileSync(file, text);
      const { code, said } = await shuqi(verify, file, '--policy', policy);
      expect([code, said.includes(why)]).toEqual([1, true]);
    }
    expect(changes.every(([text]) => text !== whole)).toBe(true);
  });

  test('says what to do: no agreement, no zone, an hour that is not sealed, one before the first', async () => {
    await expect(shuqi(served, '--after', '2026-11-23T12:00:00Z')).rejects.toThrow('--agreement');
    await expect(make('agr-1', '2026-11-23T12:00:00')).rejects.toThrow('时区');
    await expect(make('agr-1', '2026-11-23T15:00:00Z')).rejects.toThrow('尚未封存');
    await expect(make('agr-1', '2026-11-23T11:59:59Z')).rejects.toThrow('自 2026-11-23T12:00:00.000Z 起封存');
  });
});
