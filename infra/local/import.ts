import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { type Cursor, intake, type Result } from '../../functions/catalog/intake/intake.ts';
import type { Totals } from '../../functions/catalog/intake/report.ts';
import { rows } from '../../functions/catalog/intake/rows.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { signIn } from './client.ts';
import { type Command, type Given, portOf, portOption } from './command.ts';
import { catalogueSink } from './import-sink.ts';
import { importState } from './import-state.ts';
import { knownUnits } from './import-units.ts';
import { columns, Trouble } from './terminal.ts';

/** `shuqi import FILE`: brings a catalogue into a running platform as drafts, with a report of what became of each row. */
export const importCatalogue: Command = {
  usage: 'import FILE [--as ACCOUNT] [--unit ID] [--port N]',
  about: {
    zh: '导入目录文件（JSON、CSV）：成为草稿，逐行报告导入、合并或退回的原因；中断后再次运行即续传',
    en: 'import a catalogue (JSON, CSV) as drafts, with a report for each row; run it again to resume',
  },
  options: {
    as: {
      value: 'ACCOUNT',
      about: { zh: '以谁的身份，默认 centre-engineer', en: 'as whom; centre-engineer unless told' },
    },
    unit: {
      value: 'ID',
      about: {
        zh: '平台上没有的单位，其条目挂在哪个主体下，默认本单位',
        en: 'who holds entries of unknown units; own unit',
      },
    },
    port: portOption,
  },
  words: 1,
  run: async (given, terminal) => {
    const file = fileOf(given);
    const hash = await hashOf(file);
    const client = await signIn(`http://127.0.0.1:${portOf(given)}`, text(given, 'as') ?? 'centre-engineer');
    const units = await knownUnits(client, text(given, 'unit'));
    const report = resolve(`${basename(file, extname(file))}-import-report.csv`);
    const state = importState(join('.shuqi', 'imports'), report, `${hash}\n${client.origin}\n${units.holder}`);
    const from = state.resumed();
    if (from) terminal.say({ zh: `从第 ${from.row + 1} 行继续`, en: `going on at row ${from.row + 1}` });
    const size = statSync(file).size;
    let read = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of createReadStream(file)) {
        read += chunk.length;
        yield chunk;
      }
    };
    const outcome = await intake(rows(counted()), catalogueSink(client, units), {
      file: hash,
      digest: (value) => createHash('sha256').update(value).digest('hex'),
      parallel: 32,
      ...(from && { from }),
      onOutcome: (one) => state.write(units.explained(one)),
      onProgress: (cursor) => {
        state.keep(cursor);
        terminal.progress(progress(cursor, read / Math.max(size, 1)));
      },
    });
    if (isRefusal(outcome)) throw new Trouble(outcome.grounds[0]?.detail ?? { zh: '无法续传', en: 'cannot resume' });
    state.finish();
    for (const line of summary(outcome, report)) terminal.line(line);
    return 0;
  },
};

function fileOf({ words: [name] }: Given): string {
  if (name === undefined) throw new Trouble({ zh: '请给出要导入的文件', en: 'name the file to import' });
  if (existsSync(name) && statSync(name).isFile()) return name;
  throw new Trouble({ zh: `没有文件 ${name}`, en: `there is no file ${name}` });
}

function text({ options }: Given, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

function progress({ totals }: Cursor, share: number) {
  const percent = `${Math.floor(share * 100)}%`;
  const { read, imported, merged, returned } = totals;
  return {
    zh: `${percent} 读取 ${read} 行，导入 ${imported}，合并 ${merged}，退回 ${returned}`,
    en: `imported, merged, returned`,
  };
}

const labels: Readonly<Record<keyof Totals, string>> = {
  read: '读取 read',
  imported: '导入 imported',
  merged: '合并 merged',
  returned: '退回 returned',
  guarded: '疑似含个人信息、暂不开放 lost the open attribute (DZ-24)',
};

function summary({ cursor, unknownHeadings, more }: Result, report: string): string[] {
  const counts = Object.entries(labels).map(([name, label]) => [label, String(cursor.totals[name as keyof Totals])]); // its own keys
  const unknown = Object.entries(unknownHeadings).map(([heading, count]) => `${heading} (${count})`);
  return [
    ...columns(counts),
    ...(unknown.length > 0 ? [`未识别的列 unknown columns: ${unknown.slice(0, 20).join('、')}`] : []),
    ...(more ? ['文件超出一次可导入的行数，其余请另存后导入 · the file has more rows than one run takes'] : []),
    `报告 report: ${report}`,
  ];
}
