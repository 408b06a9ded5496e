import { createInterface } from 'node:readline/promises';
import type { Text } from '../../shared/law/roles.ts';
import type { HaltReason } from '../../shared/store/log-halt.ts';
import { connect, tell } from './client.ts';
import { type Command, portOf, portOption } from './command.ts';
import { type LogState, logState } from './log-routes.ts';
import { both, type Terminal, Trouble } from './terminal.ts';

/** `shuqi rearm`: says why the log stands still and lets it go on, after a person mended the cause and said so. */
export const rearm: Command = {
  usage: 'rearm [--yes]',
  about: {
    zh: '说明日志为何停止，并在处理后重新启用',
    en: 'say why the log stands still, and re-arm it once that is mended',
  },
  options: {
    port: portOption,
    yes: { about: { zh: '不再询问（用于脚本）', en: 'do not ask (for scripts)' } },
  },
  words: 0,
  run: async (given, terminal) => {
    const client = connect(`http://127.0.0.1:${portOf(given)}`);
    const { halted } = stateOf(await client.get('/local/log'));
    if (!halted) {
      terminal.say({ zh: '日志没有停止，无需处理', en: 'the log does not stand still: nothing to do' });
      return 0;
    }
    explain(halted, terminal);
    if (given.options.yes !== true && !(await confirmed(halted.reason))) {
      terminal.say({ zh: '未确认，日志仍然停止', en: 'not confirmed: the log stands still as before' });
      return 1;
    }
    const after = stateOf(await client.post('/local/log/rearm', { reason: halted.reason }));
    if (after.halted) {
      terminal.fail(terminal.paint('bad', both({ zh: '日志再次停止', en: 'the log stands still again' })));
      explain(after.halted, terminal);
      return 1;
    }
    terminal.say({
      zh: `日志已继续，公布到 ${after.published} 条`,
      en: `the log goes on: ${after.published} published`,
    });
    return 0;
  },
};

function stateOf(answer: Awaited<ReturnType<ReturnType<typeof connect>['get']>>): LogState {
  if (answer.status === 200) return logState.parse(answer.body);
  const told = tell(answer);
  throw new Trouble({ zh: `平台的回答：${told}`, en: 'the platform answered so' });
}

function explain({ reason, detail, at }: NonNullable<LogState['halted']>, terminal: Terminal): void {
  terminal.say({ zh: `日志自 ${at} 起停止`, en: `the log stands still since then` });
  terminal.line(`  ${terminal.paint('bad', detail)}`);
  const { what, mend } = causes[reason];
  terminal.say(what);
  terminal.say(mend);
  terminal.say(overridesNothing);
}

/** The reason itself is typed, so that nobody confirms what he has not read. */
async function confirmed(reason: HaltReason): Promise<boolean> {
  const screen = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<string>((resolve) => screen.once('close', () => resolve('')));
  const question = both({ zh: `处理完毕后输入 ${reason} 以重新启用`, en: `type ${reason} to re-arm` });
  const typed = await Promise.race([screen.question(`${question}: `), closed]);
  screen.close();
  return typed.trim() === reason;
}

const overridesNothing: Text = {
  zh: '重新启用不跳过任何检查：原因仍在时，日志会再次停止，什么也不会签署',
  en: 'Re-arming skips no check: while the cause is there, the log halts again and signs nothing.',
};

const table: Text = {
  zh: '把数据库恢复到包含全部已公布叶子的状态；已无法恢复的，只能以新名称另建日志',
  en: 'Bring back a table that holds every leaf that was shown; where none is left, only a new log under another name remains.',
};
const copies: Text = {
  zh: '把保存检查点的文件夹（或对象锁定的存储桶）恢复原状，它不得与数据库一同回退',
  en: 'Bring back the folder (or locked bucket) of kept checkpoints as it was: it must never be restored with the table.',
};
const audit: Text = {
  zh: '运行 npx shuqi audit 找出被改动的内容，从备份恢复该项',
  en: 'Find what was changed with npx shuqi audit, and bring that item back from a backup.',
};

const causes: Readonly<Record<HaltReason, { readonly what: Text; readonly mend: Text }>> = {
  'head-behind': {
    what: { zh: '数据库比已公布的检查点旧', en: 'The table is older than a checkpoint that was shown.' },
    mend: table,
  },
  forked: {
    what: {
      zh: '数据库中的日志与已公布的不是同一棵树',
      en: 'The log in the table is another tree than the one shown.',
    },
    mend: table,
  },
  'kept-behind': {
    what: { zh: '另存的检查点少于已公布的', en: 'The copy kept elsewhere misses what was published.' },
    mend: copies,
  },
  'bad-kept': {
    what: {
      zh: '另存的检查点不是本日志现用密钥签署的',
      en: 'The copy kept elsewhere is signed by no key of this log.',
    },
    mend: {
      zh: '若正在更换密钥：须先以新旧两把密钥共同签署一次；否则恢复检查点文件夹（或存储桶）',
      en: 'While the key changes, old and new must sign together first; otherwise bring back the folder (or locked bucket).',
    },
  },
  'bad-batch': {
    what: { zh: '最后一批的清单缺失或被改动', en: 'The manifest of the last batch is missing or was altered.' },
    mend: audit,
  },
  'bad-leaves': {
    what: { zh: '读回的叶子与写入的不一致', en: 'Leaves read back otherwise than they were written.' },
    mend: audit,
  },
  'bad-outbox': {
    what: { zh: '待入日志的一项不是其事件的叶子', en: 'What waits for the log is not the leaf of its event.' },
    mend: audit,
  },
};
