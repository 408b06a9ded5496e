import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Checkpoint } from '../../../shared/ledger/checkpoint.ts';
import { formatVkey, type NoteKey, parseVkey } from '../../../shared/ledger/key.ts';
import type { WitnessFault } from '../../../shared/ledger/witness.ts';
import { sha256 } from '../../../shared/store/store.ts';
import { type Command, type Given, portOf, portOption } from '../command.ts';
import { takeFolder } from '../folder.ts';
import { both, type Terminal, Trouble } from '../terminal.ts';
import { witnessKey } from './key.ts';
import { openMemory } from './memory.ts';
import { witnessServer } from './server.ts';

/**
 * `shuqi witness`: what a supervisor runs on a machine of its own. It cosigns checkpoints that extend what it saw, and
 * refuses forks. In front of it stands whatever ends TLS.
 */
export const witness: Command = {
  usage: 'witness --key FILE --log VKEY[,VKEY] [--port N] [--host ADDRESS] [--data FOLDER] [--name NAME]',
  about: {
    zh: '作为见证人运行：只为延续所见历史的检查点副署，拒绝分叉（Ctrl-C 停止）',
    en: 'be a witness: cosign checkpoints that extend what was seen, refuse forks (Ctrl-C stops it)',
  },
  options: {
    key: { value: 'FILE', about: { zh: '见证密钥文件，没有则新建', en: 'key file, made if it is not there' } },
    log: { value: 'VKEY', about: { zh: '日志公钥（见 /log/key）', en: 'verifier key of the log (see /log/key)' } },
    port: { ...portOption, about: { zh: '监听端口，默认 3000', en: 'port to listen on, 3000' } },
    host: { value: 'ADDRESS', about: { zh: '监听地址，默认 127.0.0.1', en: 'address to listen on, 127.0.0.1' } },
    data: {
      value: 'FOLDER',
      about: { zh: '记忆文件夹，默认 .shuqi-witness', en: 'memory, .shuqi-witness unless told' },
    },
    name: { value: 'NAME', about: { zh: '新密钥的名称', en: 'name of a new key' } },
  },
  words: 0,
  run: async (given, terminal) => {
    const { key, log, host, data, name } = given.options;
    const logs = logsIn(log);
    if (typeof key !== 'string')
      throw new Trouble({ zh: '请用 --key 给出密钥文件', en: 'name the key file with --key' });
    const stopping = signalled();
    const folder = takeFolder(typeof data === 'string' ? data : join(process.cwd(), '.shuqi-witness'), {
      mark: 'shuqi-witness',
    });
    try {
      const signer = witnessKey(key, typeof name === 'string' ? name : `${hostname()}/shuqi-witness`);
      const memory = openMemory(folder.path);
      // Before anything is answered: a memory that cannot be read is found now.
      const known = [...new Set(logs.map(({ name: one }) => one))].map((origin) => seen(origin, memory.lastOf(origin)));
      const told = (outcome: Checkpoint | WitnessFault | Error) => tell(terminal, outcome);
      const server = witnessServer({ signer, logs, memory, now: Date.now, told });
      const address = await listening(server, given, typeof host === 'string' ? host : '127.0.0.1');
      for (const line of [...welcome(signer.key, address), ...known]) terminal.line(line);
      await stopping;
      server.closeAllConnections();
      server.close();
      return 0;
    } finally {
      folder.release();
    }
  },
};

function logsIn(log: Given['options'][string]): readonly NoteKey[] {
  const vkeys = typeof log === 'string' ? log.split(',') : [];
  const keys = vkeys.map((vkey) => parseVkey(vkey, sha256)).filter((key) => key !== undefined);
  if (keys.length > 0 && keys.length === vkeys.length && keys.every(({ type }) => type !== 'cosignature')) return keys;
  throw new Trouble({ zh: '请用 --log 给出日志公钥', en: 'give the verifier key of the log with --log' });
}

async function listening(server: ReturnType<typeof witnessServer>, given: Given, host: string): Promise<string> {
  const port = given.options.port === '0' ? 0 : portOf(given);
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new Trouble(
      {
        zh: `无法监听 ${host}:${port}：请用 --port 另选端口`,
        en: `cannot listen on ${host}:${port}: choose another --port`,
      },
      { cause },
    );
  }
  const place = server.address();
  if (typeof place !== 'object' || place === null) throw new Error('a server over TCP has a port');
  return `http://${host.includes(':') ? `[${host}]` : host}:${place.port}`;
}

/** The line is what a policy says of this witness, for the log and for those who verify. @see c2sp.org/tlog-policy */
function welcome(key: NoteKey, address: string): string[] {
  return [
    both({ zh: `见证人已启动：${address}`, en: 'the witness is running; its line in a policy file:' }),
    `witness ${key.name} ${formatVkey(key)} ${address}`,
  ];
}

const seen = (origin: string, last: Checkpoint | undefined): string =>
  last
    ? both({ zh: `${origin}：上次所见 ${last.size} 条`, en: `last seen with ${last.size} leaves` })
    : both({ zh: `${origin}：尚未见过，首个检查点将被采信`, en: 'nothing seen yet: the first checkpoint is believed' });

function tell(terminal: Terminal, outcome: Checkpoint | WitnessFault | Error): void {
  if (outcome instanceof Error) terminal.fail(both({ zh: '记忆读写失败', en: outcome.message }));
  else if ('root' in outcome) terminal.line(`${outcome.origin} ${outcome.size}`);
  else terminal.fail(both(refused[outcome.code]));
}

const refused = {
  'bad-request': { zh: '请求格式不正确', en: 'a malformed request' },
  'bad-signature': { zh: '签名无效', en: 'no valid signature of a known key' },
  'unknown-log': { zh: '未知的日志', en: 'an unknown log' },
  conflict: { zh: '与所见大小不符，或同样大小而根不同', en: 'another size than seen, or another tree of that size' },
  'bad-proof': { zh: '拒绝：不是所见历史的延续（分叉）', en: 'refused: it does not extend what was seen (a fork)' },
} as const;

/** Resolves at the first signal to stop. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
