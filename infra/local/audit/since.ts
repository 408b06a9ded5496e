import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Report } from '../../../shared/audit/audit.ts';
import { type NoteKey, parseVkey } from '../../../shared/ledger/key.ts';
import { MAX_NOTE_SIZE } from '../../../shared/ledger/note.ts';
import { sha256 } from '../../../shared/store/store.ts';
import { Trouble } from '../terminal.ts';

const kept = z.strictObject({
  v: z.literal(1),
  /** The signed checkpoint, verbatim, and the keys that it was believed by. */
  note: z.string().max(MAX_NOTE_SIZE),
  vkeys: z.array(z.string().max(600)).min(1).max(32),
  auditedAt: z.iso.datetime(),
});

/** What the last audit ended with. Worth the more the further it lies from what is audited. */
export interface Since {
  readonly note: string;
  readonly keys: readonly NoteKey[];
}

/** Reads it; `undefined` when there is no file yet. @throws Trouble when it cannot be read */
export function readSince(file: string | undefined): Since | undefined {
  if (file === undefined || !existsSync(file)) return undefined;
  try {
    const { note, vkeys } = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    const keys = vkeys.map((vkey) => parseVkey(vkey, sha256)).filter((key) => key !== undefined);
    if (keys.length === vkeys.length) return { note, keys };
  } catch (cause) {
    throw unreadable(file, cause);
  }
  throw unreadable(file);
}

/** Keeps what a clean audit ended with. A crash leaves the old file or the new one, never half of one. */
export function keepSince(file: string, { at, checkpoint }: Report): void {
  if (!checkpoint) return;
  const content = kept.parse({ v: 1, ...checkpoint, auditedAt: new Date(at).toISOString() });
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
}

/** Never "delete it": whoever damages this file wants exactly that. */
const unreadable = (file: string, cause?: unknown) =>
  new Trouble(
    {
      zh: `上次审计留下的 ${file} 无法读取：请从副本恢复`,
      en: `${file}, kept by the last audit, cannot be read: bring it back from a copy`,
    },
    { cause },
  );
