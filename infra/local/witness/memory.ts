import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hex, utf8 } from '../../../shared/ledger/bytes.ts';
import { type Checkpoint, parseCheckpoint } from '../../../shared/ledger/checkpoint.ts';
import { parseNote } from '../../../shared/ledger/note.ts';
import { sha256 } from '../../../shared/store/store.ts';
import { Trouble } from '../terminal.ts';

/** The last checkpoint of each log that was cosigned, a file each. */
export interface Memory {
  readonly lastOf: (origin: string) => Checkpoint | undefined;
  /** Returns when it is on the disk: what was cosigned is never forgotten, whatever happens next. */
  readonly keep: (origin: string, note: string) => void;
}

/** Memory in a folder that this process holds alone. @throws Trouble when a file in it is no checkpoint */
export function openMemory(folder: string): Memory {
  // The name of a log may hold what no file name may.
  const fileOf = (origin: string) => join(folder, `${hex(sha256(utf8(origin))).slice(0, 32)}.checkpoint`);
  return {
    lastOf: (origin) => {
      const file = fileOf(origin);
      return existsSync(file) ? read(file, origin) : undefined;
    },
    keep: (origin, note) => {
      const file = fileOf(origin);
      const draft = `${file}.draft`;
      writeFileSync(draft, note, { mode: 0o600, flush: true });
      // A crash before the rename leaves a draft that nobody reads, and no cosignature was given for it.
      renameSync(draft, file);
      flushFolder(folder);
    },
  };
}

/** The rename itself is durable once the folder is. */
function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Fails closed: a memory that cannot be read is not an empty one. */
function read(file: string, origin: string): Checkpoint {
  const parsed = parseNote(readFileSync(file, 'utf8'));
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.note.text) : undefined;
  if (checkpoint?.origin === origin) return checkpoint;
  throw new Trouble({
    zh: `见证记忆 ${file} 已损坏：请从备份恢复，否则无法发现分叉`,
    en: `the memory in ${file} is damaged: bring it back from a copy, or no fork before it can be noticed`,
  });
}
