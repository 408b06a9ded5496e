import type { Text } from '../../shared/law/roles.ts';
import { type Command, carryOut } from './command.ts';
import { both, columns, Trouble, terminal } from './terminal.ts';

interface Entry {
  readonly about: Text;
  /** Read only when asked for, so that a short command starts at once. */
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  start: {
    about: { zh: '在本机启动整个平台', en: 'start the whole platform on this machine' },
    load: async () => (await import('./start.ts')).start,
  },
  demo: {
    about: { zh: '对运行中的平台演示全过程', en: 'play the whole story against the running platform' },
    load: async () => (await import('./demo/demo.ts')).demo,
  },
  drill: {
    about: { zh: '演练紧急关闭并计时', en: 'rehearse a revocation under load, and time it' },
    load: async () => (await import('./drill/drill.ts')).drill,
  },
  import: {
    about: { zh: '导入目录文件（JSON、CSV）', en: 'import a catalogue file (JSON, CSV)' },
    load: async () => (await import('./import.ts')).importCatalogue,
  },
  audit: {
    about: { zh: '全面核对记录与日志', en: 'check every record and the whole log against each other' },
    load: async () => (await import('./audit/command.ts')).auditCommand,
  },
  rearm: {
    about: { zh: '说明日志为何停止，并重新启用', en: 'say why the log stands still, and re-arm it' },
    load: async () => (await import('./rearm.ts')).rearm,
  },
  clock: {
    about: { zh: '查看或拨快业务时钟', en: 'show the domain clock, or move it forward' },
    load: async () => (await import('./clock-command.ts')).clock,
  },
  deposit: {
    about: { zh: '计算文件的存证散列', en: 'the hash of a file for an evidence deposit' },
    load: async () => (await import('./deposit.ts')).deposit,
  },
  verify: {
    about: { zh: '离线核验证明文件', en: 'verify a certificate, without server or network' },
    load: async () => (await import('./verify.ts')).verify,
  },
  served: {
    about: { zh: '出具某一时刻后供给记录的证据', en: 'make evidence of what was supplied after a moment' },
    load: async () => (await import('./served.ts')).served,
  },
  witness: {
    about: { zh: '作为见证人运行', en: 'be a witness of a log, on a machine of your own' },
    load: async () => (await import('./witness/command.ts')).witness,
  },
};

function overview(): string[] {
  const rows = Object.entries(commands).map(([name, { about }]) => [`  npx shuqi ${name}`, both(about)]);
  const more = { zh: '每个命令加 --help 查看说明', en: 'each command explains itself with --help' };
  return ['数契 Shuqi', '', ...columns([...rows, ['  npx shuqi help', both(helpAbout)]]), '', both(more)];
}

const helpAbout: Text = { zh: '显示本说明', en: 'show this page' };

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  const screen = terminal();
  if (['help', '--help', '-h'].includes(name)) {
    for (const line of overview()) screen.line(line);
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) {
    screen.fail(both({ zh: `没有命令 ${name}`, en: `no command ${name}` }));
    for (const line of overview()) screen.fail(line);
    return 2;
  }
  try {
    return await carryOut(await entry.load(), args, screen);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    screen.fail(screen.paint('bad', error.message));
    return 1;
  }
}

// What a command takes is counted from here (verify --timing): before it is Node's own start.
performance.mark('shuqi');
process.exitCode = await main(process.argv.slice(2));
