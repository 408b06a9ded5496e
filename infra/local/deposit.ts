import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from './command.ts';
import { Trouble } from './terminal.ts';

/** `shuqi deposit FILE`: the hash under which a file is deposited as evidence 存证. The file stays where it is. @see REG-10 */
export const deposit: Command = {
  usage: 'deposit FILE',
  about: {
    zh: '计算存证散列（SHA-256）：文件留在本机，只有散列进入日志',
    en: 'the hash (SHA-256) for an evidence deposit: the file stays here, its hash alone enters the log',
  },
  options: {},
  words: 1,
  run: async ({ words: [file] }, terminal) => {
    if (file === undefined) throw new Trouble({ zh: '请指明文件', en: 'name the file' });
    const { hash, bytes } = await digestOf(file);
    terminal.line(hash);
    terminal.say({ zh: `${bytes} 字节，${file}`, en: `${bytes} bytes` });
    terminal.say({ zh: '登录后存证，申请登记前办理：', en: 'deposit it when signed in, before you apply:' });
    terminal.line(`  POST /deposits  {"hash":"${hash}"}`);
    return 0;
  },
};

/** Of any size: read piece by piece. @throws Trouble when it cannot be read */
async function digestOf(file: string): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256');
  const stream = createReadStream(file);
  try {
    await pipeline(stream, hash);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new Trouble({ zh: `读不到文件 ${file}（${why}）`, en: `cannot read ${file} (${why})` }, { cause });
  }
  return { hash: hash.digest('hex'), bytes: stream.bytesRead };
}
