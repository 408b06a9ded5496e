import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, instant } from '../../shared/law/time.ts';
import { EVIDENCE_EXTENSION } from '../../shared/ledger/hour-evidence.ts';
import { servedEvidence } from '../../shared/served-evidence.ts';
import { openTarget } from './audit/target.ts';
import type { Command, Given } from './command.ts';
import { Trouble } from './terminal.ts';
import { checkedHours } from './verify-hours.ts';

/** `shuqi served`: 0 made, and it proves that none began afterwards · 1 it does not, or it cannot be made yet. */
export const served: Command = {
  usage: 'served --agreement ID --after TIME [--out FILE] [--data FOLDER | --endpoint URL --table NAME]',
  about: {
    zh: '出具证据：某一时刻之后，一份协议的通道有无供给（逐小时封存的记录及其包含证明）',
    en: 'make evidence of what an agreement’s channels supplied after a moment: sealed hours with their proofs',
  },
  options: {
    agreement: { value: 'ID', about: { zh: '协议编号', en: 'id of the agreement' } },
    after: { value: 'TIME', about: { zh: '时刻，如 2026-11-23T20:00:00+08:00', en: 'the moment, ISO 8601 with zone' } },
    out: { value: 'FILE', about: { zh: '写入的文件', en: 'file to write' } },
    data: { value: 'FOLDER', about: { zh: '数据文件夹，默认 .shuqi', en: 'data folder, .shuqi unless told' } },
    endpoint: { value: 'URL', about: { zh: 'DynamoDB Local 的地址', en: 'address of a DynamoDB Local' } },
    table: { value: 'NAME', about: { zh: '表名；不带 --endpoint 即 AWS', en: 'table; without --endpoint: on AWS' } },
  },
  words: 0,
  run: async (given, terminal) => {
    const agreement = text(given, 'agreement');
    if (agreement === undefined || !/^[a-z0-9][a-z0-9-]{0,63}$/.test(agreement)) throw nameIt;
    const after = momentOf(text(given, 'after'));
    const target = await openTarget({
      data: text(given, 'data') ?? join(process.cwd(), '.shuqi'),
      endpoint: text(given, 'endpoint'),
      table: text(given, 'table'),
    });
    try {
      const basis = { kind: 'agreement', id: agreement };
      const made = await servedEvidence(target.store, { basis, after });
      if (typeof made !== 'string') throw new Trouble(made.grounds[0]?.detail ?? notNow);
      const file = text(given, 'out') ?? `${agreement}${EVIDENCE_EXTENSION}`;
      writeFileSync(file, made);
      const code = await checkedHours(made, undefined, terminal);
      terminal.say({ zh: `已写入 ${file}`, en: `written to ${file}` });
      return code === 1 ? 1 : 0;
    } finally {
      await target.close();
    }
  },
};

/** @throws Trouble for no moment, or one without its zone */
function momentOf(given: string | undefined): Instant {
  const ms = given !== undefined && /(Z|[+-]\d\d:?\d\d)$/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new Trouble({
      zh: '请用 --after 给出带时区的时刻，如 2026-11-23T20:00:00+08:00',
      en: 'name the moment and its zone with --after, such as 2026-11-23T20:00:00+08:00',
    });
  }
  return instant(ms);
}

const text = ({ options }: Given, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

const nameIt = new Trouble({ zh: '请用 --agreement 给出协议编号', en: 'name the agreement with --agreement' });
const notNow = { zh: '现在不能出具', en: 'it cannot be made now' };
