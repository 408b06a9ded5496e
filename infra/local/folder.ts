import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { damaged, Trouble } from './terminal.ts';

/** The data folder of the local run, held by this process. */
export interface Folder {
  readonly path: string;
  /** Notes another process that must be gone before the folder is used again, and where it answers. */
  guard(pid: number, address: string): void;
  /** Gives the folder free. */
  release(): void;
}

/** What each kind of folder is marked with, so that none is taken, or emptied, for another. */
const marks = {
  'shuqi-data': 'Data of a local run of Shuqi. `npm start -- --fresh` empties this folder.\n',
  'shuqi-witness': 'Memory of a witness. Whoever loses it makes the witness forget what it saw.\n',
} as const;
const LOCK = 'lock';

/**
 * Takes a folder for this process, making it if absent; `fresh` empties it first.
 * @throws Trouble when another process holds it, or when it is not ours and not empty
 */
export function takeFolder(
  path: string,
  { fresh = false, mark = 'shuqi-data' }: { fresh?: boolean; mark?: keyof typeof marks } = {},
): Folder {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = readdirSync(path);
  if (found.length > 0 && !found.includes(mark)) throw foreign(path);
  writeFileSync(join(path, mark), marks[mark]);
  lock(path);
  if (fresh) {
    for (const name of found) if (name !== mark && name !== LOCK) rmSync(join(path, name), { recursive: true });
  }
  return {
    path,
    guard: (pid, address) => writeFileSync(join(path, LOCK), `${process.pid} ${pid} ${address}\n`),
    release: () => rmSync(join(path, LOCK), { force: true }),
  };
}

/** Whether a folder is one of ours. */
export const isDataFolder = (path: string): boolean =>
  existsSync(join(path, 'shuqi-data' satisfies keyof typeof marks));

/** Address of the database that a running platform keeps in this folder; `undefined` when none runs. */
export function databaseIn(path: string): string | undefined {
  const [pid = '', , address] = held(path);
  return address !== undefined && lives(Number(pid)) ? address : undefined;
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
  const holder = held(path)
    .map(Number)
    .find((pid) => pid !== process.pid && lives(pid));
  if (holder !== undefined) throw inUse(path, holder);
  rmSync(file, { force: true });
  try {
    // `wx`: of two processes that start at once, one gets it.
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
  } catch {
    throw inUse(path, undefined);
  }
}

/** What stands in the lock: this process's id, the database's, and its address, as far as they were written. */
function held(path: string): readonly string[] {
  const file = join(path, LOCK);
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : [];
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
