import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { instant } from '../../shared/law/time.ts';
import type { Clock } from '../../shared/service.ts';
import { damaged } from './terminal.ts';

const MAX_AHEAD_MS = 10 * 366 * 86_400_000;
const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

/** A domain clock that runs ahead of the real one by an offset kept in the data folder. Never on AWS. */
export interface MovableClock extends Clock {
  /** Milliseconds ahead of the real clock. */
  readonly ahead: () => number;
  /** Moves it forward; `false`, and nothing moved, where that would be more than ten years ahead. */
  readonly move: (ms: number) => boolean;
  /** Back to the real time. What was decided under a later time stays so. */
  readonly reset: () => void;
}

const kept = z.strictObject({ aheadMs: z.int().min(0).max(MAX_AHEAD_MS) });

/** The clock of a data folder. @throws Trouble when its file is damaged */
export function movableClock(folder: string): MovableClock {
  const file = join(folder, 'clock.json');
  let ahead = read(file);
  const set = (ms: number) => {
    writeFileSync(file, JSON.stringify(kept.parse({ aheadMs: ms })));
    ahead = ms;
  };
  return {
    real: Date.now,
    domain: () => instant(Date.now() + ahead),
    ahead: () => ahead,
    move: (ms) => {
      if (ahead + ms > MAX_AHEAD_MS) return false;
      set(ahead + ms);
      return true;
    },
    reset: () => set(0),
  };
}

/** `+10d`, `+36h`, `+90m`, `+2w` → milliseconds; `undefined` for anything else. */
export function parseStep(text: string): number | undefined {
  const [, count, unit] = /^\+?(\d{1,5})([mhdw])$/.exec(text) ?? [];
  return count && unit ? Number(count) * unitMs[unit as keyof typeof unitMs] : undefined; // the pattern allows no other
}

function read(file: string): number {
  if (!existsSync(file)) return 0;
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8'))).aheadMs;
  } catch (cause) {
    throw damaged(file, cause);
  }
}
