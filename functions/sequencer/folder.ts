import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kept } from './kept.ts';

const DIGITS = 16;
/** Older notes say nothing that the newest does not: its tree begins with theirs. */
const KEEP = 64;

/** Checkpoints kept in a folder, a file for each size. It must not be restored together with the table. */
export function keptFolder(path: string): Kept {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const names = () =>
    readdirSync(path)
      .filter((name) => /^\d{16}$/.test(name))
      .toSorted();
  return {
    newest: async () => {
      const last = names().at(-1);
      return last === undefined ? undefined : readFileSync(join(path, last), 'utf8');
    },
    keep: async (size, note) => {
      const file = join(path, String(size).padStart(DIGITS, '0'));
      const draft = `${file}.${process.pid}.draft`;
      writeFileSync(draft, note, { mode: 0o600, flush: true });
      try {
        // A link is made whole or not at all, and never over another file. A crash before it leaves a draft.
        linkSync(draft, file);
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
      }
      rmSync(draft);
      const standing = readFileSync(file, 'utf8');
      for (const name of names().slice(0, -KEEP)) rmSync(join(path, name), { force: true });
      return standing;
    },
  };
}
