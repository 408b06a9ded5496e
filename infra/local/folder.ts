import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { damaged, Trouble } from './terminal.ts';

/** The data folder of the local run, held by this process. */
export interface Folder {
  readonly path: string;
  /** Notes another process that must be gone before the folder is used again. */
  guard(pid: number): void;
  /** Gives the folder free. */
  release(): void;
}

const MARK = 'shuqi-data';
const LOCK = 'lock';

/**
 * Takes the data folder for this process, making it if absent; `fresh` empties it first.
 * @throws Trouble when another process holds it, or when it is not ours and not empty
 */
export function takeFolder(path: string, { fresh = false } = {}): Folder {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = readdirSync(path);
  if (found.length > 0 && !found.includes(MARK)) throw foreign(path);
  writeFileSync(join(path, MARK), 'Data of a local run of Shuqi. `npm start -- --fresh` empties this folder.\n');
  lock(path);
  if (fresh) {
    for (const name of found) if (name !== MARK && name !== LOCK) rmSync(join(path, name), { recursive: true });
  }
  return {
    path,
    guard: (pid) => writeFileSync(join(path, LOCK), `${process.pid} ${pid}\n`),
    release: () => rmSync(join(path, LOCK), { force: true }),
  };
}

/** Random bytes that are made once and kept in `name`, readable by their owner alone. */
export function keptSecret({ path }: Folder, name: string, bytes: number): Uint8Array {
  const file = join(path, name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(bytes), { mode: 0o600, flag: 'wx' });
  const kept = readFileSync(file);
  if (kept.length !== bytes) throw damaged(file);
  return kept;
}

/** A crash leaves the lock behind; it counts only while a process in it lives. */
function lock(path: string): void {
  const file = join(path, LOCK);
  const pids = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').map(Number) : [];
  const holder = pids.find((pid) => pid !== process.pid && lives(pid));
  if (holder !== undefined) throw inUse(path, holder);
  rmSync(file, { force: true });
  try {
    // `wx`: of two processes that start at once, one gets it.
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
  } catch {
    throw inUse(path, undefined);
  }
}

function lives(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0); // Signal 0 only asks.
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function inUse(path: string, pid: number | undefined): Trouble {
  const who = pid === undefined ? '' : ` ${pid} `;
  return new Trouble({
    zh: `数据文件夹 ${path} 正被进程${who}使用：请先停止它，或用 --data 另选文件夹`,
    en: `the data folder ${path} is in use by process${who.trimEnd()}: stop it first, or choose another folder with --data`,
  });
}

const foreign = (path: string) =>
  new Trouble({
    zh: `文件夹 ${path} 里有不属于数契的文件，不作改动：请用 --data 另选文件夹`,
    en: `the folder ${path} holds files that are not Shuqi's and stays untouched: choose another one with --data`,
  });
