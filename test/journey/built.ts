import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const command = join(root, 'dist/shuqi.js');

/** Builds the `shuqi` command as it is shipped. */
export const build = (): void => void execFileSync('node', [join(root, 'infra/build.mjs')]);

/** A run of the built command. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command to its end. */
export async function shuqi(args: readonly string[], cwd = root): Promise<Run> {
  const started = start(args, cwd);
  const [code] = await once(started.child, 'close');
  return { code: typeof code === 'number' ? code : null, out: started.out(), err: started.err() };
}

/** Starts the built command; what it has written so far is in `out` and `err`. */
export function start(args: readonly string[], cwd = root) {
  const child = spawn('node', [command, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return { child, out: () => out, err: () => err };
}
