import { parseArgs } from 'node:util';
import type { Text } from '../../shared/law/roles.ts';
import { both, columns, type Terminal, Trouble } from './terminal.ts';

/** An option `--name`; with `value` it takes one, and that word stands for it in the help. */
export interface Option {
  readonly about: Text;
  readonly value?: string;
}

/** What the caller gave: options by name, and the rest in order. */
export interface Given {
  readonly options: Readonly<Record<string, string | true | undefined>>;
  readonly words: readonly string[];
}

/** A subcommand of `shuqi`. `run` resolves to the exit code: 0 done, 1 failed, 2 called wrongly. */
export interface Command {
  /** As typed after `shuqi`. */
  readonly usage: string;
  readonly about: Text;
  readonly options: Readonly<Record<string, Option>>;
  /** Most words beside the options. */
  readonly words: number;
  readonly run: (given: Given, terminal: Terminal) => Promise<number>;
}

/** Parses and runs; `--help` explains, a wrong call explains and gives 2. */
export async function carryOut(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  const given = parsed(command, args);
  if (given instanceof Error) {
    terminal.fail(both({ zh: `命令不正确：${given.message}`, en: given.message }));
    for (const line of helpOf(command)) terminal.fail(line);
    return 2;
  }
  if (given.options.help) {
    for (const line of helpOf(command)) terminal.line(line);
    return 0;
  }
  return command.run(given, terminal);
}

/** The help page of one subcommand, as lines. */
export function helpOf({ usage, about, options }: Command): string[] {
  const rows = Object.entries({ ...options, help }).map(([name, option]) => [
    `  --${name}${option.value ? ` ${option.value}` : ''}`,
    both(option.about),
  ]);
  return [both(about), '', `  npx shuqi ${usage}`, '', ...columns(rows)];
}

/** A port as given with `--port`; 3000 when absent. @throws Trouble for anything that is no port */
export function portOf(given: Given): number {
  const text = given.options.port;
  if (text === undefined) return 3000;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Trouble({ zh: `端口应为 1 至 65535：${text}`, en: `a port is 1 to 65535, not ${text}` });
}

/** The option every command that speaks to a running system takes. */
export const portOption: Option = {
  value: 'N',
  about: { zh: '平台端口，默认 3000', en: 'port of the platform, 3000' },
};

const help: Option = { about: { zh: '显示本说明', en: 'show this page' } };

function parsed(command: Command, args: readonly string[]): Given | Error {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        Object.entries({ ...command.options, help }).map(([name, { value }]: [string, Option]) => [
          name,
          { type: value ? ('string' as const) : ('boolean' as const) },
        ]),
      ),
      allowPositionals: command.words > 0,
    });
    if (positionals.length > command.words) return new Error(`too many words: ${positionals.join(' ')}`);
    // No option is declared `multiple` and `--no-x` is not allowed, so a value is text or true.
    return { options: values as Given['options'], words: positionals };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
