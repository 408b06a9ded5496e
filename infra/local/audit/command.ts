import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit, type Report } from '../../../shared/audit/audit.ts';
import type { NoteKey } from '../../../shared/ledger/key.ts';
import { parsePolicy } from '../../../shared/ledger/policy.ts';
import { sha256 } from '../../../shared/store/store.ts';
import type { Command, Given } from '../command.ts';
import { type Terminal, Trouble } from '../terminal.ts';
import { progressOf, tellReport } from './report.ts';
import { keepSince, readSince } from './since.ts';
import { openTarget, type Target } from './target.ts';

/** `shuqi audit`: 0 nothing found · 1 something found · 2 called wrongly, or it could not be carried out. */
export const auditCommand: Command = {
  usage: 'audit [--data FOLDER | --endpoint URL --table NAME] [--since FILE] [--policy FILE] [--json]',
  about: {
    zh: '全面核对：状态头与事件、事件与日志叶子、瓦片与根、检查点签名、门禁、文件',
    en: 'checks heads against events, events against leaves, tiles, roots, signatures, gates and documents',
  },
  options: {
    data: { value: 'FOLDER', about: { zh: '数据文件夹，默认 .shuqi', en: 'data folder, .shuqi unless told' } },
    endpoint: { value: 'URL', about: { zh: 'DynamoDB Local 的地址', en: 'address of a DynamoDB Local' } },
    table: { value: 'NAME', about: { zh: '表名；不带 --endpoint 即 AWS', en: 'table; without --endpoint: on AWS' } },
    since: {
      value: 'FILE',
      about: { zh: '上次审计的检查点，无误后更新', en: 'checkpoint of the last audit; renewed when nothing is found' },
    },
    policy: {
      value: 'FILE',
      about: { zh: '信任的日志公钥（tlog-policy）', en: 'whose keys to believe (tlog-policy)' },
    },
    json: { about: { zh: '以一个 JSON 对象报告', en: 'the report as one JSON object' } },
  },
  words: 0,
  run: async (given, terminal) => {
    try {
      return await run(given, terminal);
    } catch (error) {
      terminal.fail(terminal.paint('bad', troubleOf(error).message));
      return 2;
    }
  },
};

async function run(given: Given, terminal: Terminal): Promise<number> {
  const policy = keysOfPolicy(text(given, 'policy'));
  const target = await openTarget({
    data: text(given, 'data') ?? join(process.cwd(), '.shuqi'),
    endpoint: text(given, 'endpoint'),
    table: text(given, 'table'),
  });
  try {
    const report = await auditOf(target, text(given, 'since') ?? target.since, policy, given, terminal);
    return report.ok ? 0 : 1;
  } finally {
    await target.close();
  }
}

async function auditOf(
  { store, keys, kept, live }: Target,
  file: string | undefined,
  policy: readonly NoteKey[] | undefined,
  given: Given,
  terminal: Terminal,
): Promise<Report> {
  const since = readSince(file);
  const json = given.options.json === true;
  const report = await audit(store, {
    // What the caller says counts most, then what an earlier audit saw, then what lies beside the table.
    keys: policy ?? since?.keys ?? keys,
    kept,
    earlier: since?.note,
    live,
    ...(!json && { onProgress: progressOf(terminal) }),
  });
  if (report.ok && file !== undefined) keepSince(file, report);
  if (json) terminal.line(JSON.stringify(report));
  else tellReport(terminal, report);
  return report;
}

const text = ({ options }: Given, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

/** The log keys of a policy file. @throws Trouble when it cannot be read */
function keysOfPolicy(file: string | undefined): readonly NoteKey[] | undefined {
  if (file === undefined) return undefined;
  const parsed = parsePolicy(readFileSync(file, 'utf8'), sha256);
  if (parsed.ok && parsed.policy.logs.length > 0) return parsed.policy.logs;
  const why = parsed.ok ? 'no log' : `${parsed.code}, ${parsed.line}`;
  throw new Trouble({ zh: `策略文件 ${file} 无效（${why}）`, en: `${file} is no policy (${why})` });
}

/** Whatever ends an audit early, as one line that says what to do. */
function troubleOf(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'ResourceNotFoundException') {
    return new Trouble({ zh: '没有这张表：请检查 --table', en: 'there is no such table: check --table' });
  }
  return new Trouble({ zh: '审计未能完成', en: `the audit could not be carried out: ${message}` });
}
