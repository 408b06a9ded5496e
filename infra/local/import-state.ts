import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Cursor } from '../../functions/catalog/intake/intake.ts';
import { type Outcome, reportHeading, reportLine } from '../../functions/catalog/intake/report.ts';

const count = z.int().nonnegative();
const cursorSchema = z.strictObject({
  file: z.string(),
  row: z.int(),
  totals: z.strictObject({ read: count, imported: count, merged: count, returned: count, guarded: count }),
});
/** The report's length goes with the cursor: what was written behind it is written again. */
const keptSchema = z.strictObject({ cursor: cursorSchema, reportBytes: count });

/** How far an import came, and its report; both outlive an interruption. */
export interface ImportState {
  /** Where an interrupted run of the same file into the same platform stopped. */
  resumed(): Cursor | undefined;
  write(outcome: Outcome): void;
  keep(cursor: Cursor): void;
  /** The run is complete: another one begins at the first row. */
  finish(): void;
}

/** `about`: what makes two runs the same import (file, platform, holder). A state that cannot be read counts as none. */
export function importState(folder: string, report: string, about: string): ImportState {
  const name = createHash('sha256').update(about).digest('hex').slice(0, 16);
  const file = join(folder, `${name}.json`);
  const kept = read(file);
  // Without its report an interrupted run would tell half the story: it begins again, which changes nothing twice.
  const resumable = kept && existsSync(report) && statSync(report).size >= kept.reportBytes;
  if (resumable) truncateSync(report, kept.reportBytes);
  else writeFileSync(report, reportHeading());
  mkdirSync(folder, { recursive: true });
  return {
    resumed: () => (resumable ? kept.cursor : undefined),
    write: (outcome) => appendFileSync(report, reportLine(outcome)),
    keep: (cursor) => writeFileSync(file, JSON.stringify({ cursor, reportBytes: statSync(report).size })),
    finish: () => rmSync(file, { force: true }),
  };
}

function read(file: string): z.infer<typeof keptSchema> | undefined {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
