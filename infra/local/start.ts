import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Witness, witnessesIn } from '../../functions/sequencer/witnesses.ts';
import { legalRoles } from '../../shared/law/roles.ts';
import { people } from './city/people.ts';
import { type Command, portOf, portOption } from './command.ts';
import { type Step, type System, startSystem } from './system.ts';
import { both, columns, type Terminal, Trouble } from './terminal.ts';

/** `npm start`: the whole platform on 127.0.0.1, until Ctrl-C. */
export const start: Command = {
  usage: 'start [--port N] [--fresh] [--data FOLDER] [--witnesses POLICY] [--drill MINUTES]',
  about: { zh: '在本机启动整个平台（Ctrl-C 停止）', en: 'start the whole platform on this machine (Ctrl-C stops it)' },
  options: {
    port: portOption,
    fresh: { about: { zh: '清空数据后启动', en: 'empty the data first' } },
    data: { value: 'FOLDER', about: { zh: '数据文件夹，默认 .shuqi', en: 'data folder, .shuqi unless told' } },
    drill: {
      value: 'MINUTES',
      about: {
        zh: '每隔若干分钟自动演练撤销，未兑现即报警',
        en: 'rehearse a revocation so often; a broken promise is an error',
      },
    },
    witnesses: {
      value: 'POLICY',
      about: {
        zh: '请这些见证人副署（带网址的策略文件）',
        en: 'ask these witnesses: a policy file with their addresses',
      },
    },
  },
  words: 0,
  run: async (given, terminal) => {
    const { data, drill, fresh, witnesses } = given.options;
    const root = process.cwd();
    const began = performance.now();
    const stopping = signalled();
    const system = await startSystem({
      port: portOf(given),
      data: typeof data === 'string' ? data : join(root, '.shuqi'),
      fresh: fresh === true,
      witnesses: typeof witnesses === 'string' ? witnessesOf(witnesses) : [],
      ...(drill !== undefined && { drillEveryMs: minutesOf(drill) * 60_000 }),
      root,
      onStep: (step, done, all) => told(terminal, step, done, all),
      report: (what, error) => terminal.fail(failureLine(what, error)),
    });
    for (const line of welcome(system, performance.now() - began)) terminal.line(line);
    return until(system, stopping, terminal);
  },
};

/** @throws Trouble for what is no number of minutes within a day */
function minutesOf(text: string | true): number {
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 1_440) return minutes;
  throw new Trouble({
    zh: `演练间隔应为 1 至 1440 分钟：${text}`,
    en: `minutes between drills are 1 to 1440, not ${text}`,
  });
}

/** @throws Trouble for a file that cannot be read or is no such policy */
function witnessesOf(file: string): readonly Witness[] {
  try {
    return witnessesIn(readFileSync(file, 'utf8'));
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new Trouble({ zh: `见证人文件 ${file} 不可用`, en: `${file} cannot be used: ${what}` }, { cause });
  }
}

/** Runs until a signal comes, or the database ends by itself. */
async function until(system: System, stopping: Promise<void>, terminal: Terminal): Promise<number> {
  const reason = await Promise.race([stopping, system.broken]);
  terminal.say({ zh: '正在停止…', en: 'stopping…' });
  await system.stop();
  if (!reason) return 0;
  throw reason instanceof Trouble ? reason : new Trouble({ zh: '数据库已退出', en: reason.message });
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; a second one ends the process at once. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}

function told(terminal: Terminal, step: Step, done = 0, all = 0): void {
  if (step === 'database') terminal.progress({ zh: '正在启动数据库…', en: 'starting the database…' });
  if (step === 'city') {
    terminal.progress({ zh: `正在载入演示城市 ${done}/${all}`, en: `loading the demonstration city` });
  }
}

function welcome({ origin }: System, ms: number): string[] {
  const addresses = [
    ['平台 platform', origin],
    ['接口说明 API', `${origin}/api`],
    ['法条 law', `${origin}/law/DZ-43`],
    ['日志检查点 log checkpoint', `${origin}/log/checkpoint`],
  ];
  const accounts = people.map(({ account, name, organization, roles }) => [
    `  ${account}`,
    name.zh,
    roles.map((role) => legalRoles[role].zh).join('、'),
    organization.zh.replace('（演示）', ''),
  ]);
  const next = [
    ['npx shuqi demo', both({ zh: '在另一个终端里演示全过程', en: 'plays the whole story, in another terminal' })],
    ['npx shuqi clock +10d', both({ zh: '把业务时钟拨快十天', en: 'moves the domain clock ten days forward' })],
  ];
  return [
    both({ zh: `数契已启动（${(ms / 1000).toFixed(1)} 秒）`, en: 'Shuqi is running' }),
    '',
    ...columns(addresses),
    '',
    both({ zh: `在 ${origin}/session/start 选择身份登录`, en: 'choose whom to sign in as; no passwords' }),
    ...columns(accounts),
    '',
    ...columns(next),
  ];
}

function failureLine(what: string, error: unknown): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return JSON.stringify({ level: 'error', what, name, message, stack });
}
