import { type Ground, type Refusal, refuse } from '../../../shared/domain/decision.ts';
import type { Text } from '../../../shared/law/roles.ts';
import { type Meeting, register } from './duplicates.ts';
import { type Draft, type Options, readEntry } from './entry.ts';
import { nothingYet, type Outcome, type Reason, type Totals } from './report.ts';
import type { Row } from './rows.ts';

/** Where drafts go. Grounds mean that it was refused; a throw (no answer) ends the run, which resumes at its cursor. */
export interface Sink {
  /** Posts a draft. The same `key` again changes nothing: a run resumed after a crash repeats its last window. */
  readonly post: (draft: Draft, key: string) => Promise<readonly Ground[]>;
  /** Merges a later row into the draft under `key` (`mergeDrafts`); posts it where there is none. */
  readonly merge: (later: Draft, key: string) => Promise<readonly Ground[]>;
}

/** How far a run came: everything up to `row` of the file with this hash is done. */
export interface Cursor {
  readonly file: string;
  readonly row: number;
  readonly totals: Totals;
}

export interface Run extends Options {
  /** Hash of the whole file: a cursor holds for no other. */
  readonly file: string;
  /** Hash of a text, in hexadecimal. */
  readonly digest: (text: string) => string;
  readonly from?: Cursor;
  /** Drafts posted at once: 8 when absent, at most 32. */
  readonly parallel?: number;
  /** After each window; keep the cursor here. */
  readonly onProgress?: (cursor: Cursor) => void | Promise<void>;
  /** Each row once, in order, before the progress that covers it; rows done by an earlier run not again. */
  readonly onOutcome?: (outcome: Outcome) => void | Promise<void>;
}

export interface Result {
  readonly cursor: Cursor;
  /** Columns that no heading of ours explains, with the number of rows that had them. */
  readonly unknownHeadings: Readonly<Record<string, number>>;
  /** Whether the file has more rows than one run takes. */
  readonly more: boolean;
}

/** Rows that one run takes: bounds the register of duplicates to about 150 MB. */
export const MAX_ROWS = 500_000;
const MAX_PARALLEL = 32;
const MAX_UNKNOWN = 200;

/**
 * Brings a catalogue's rows to the sink: rows without name or unit and unreadable ones go back with reasons, repeats are
 * merged, the rest is posted. Resumes behind `from` (rows before it are read again for duplicates, never posted).
 * Refused where the file is another than the cursor's. @see DZ-13
 */
export async function intake(source: AsyncIterable<Row>, sink: Sink, run: Run): Promise<Result | Refusal> {
  if (run.from && run.from.file !== run.file) return refuse('DZ-13', otherFile);
  const parallel = Math.min(Math.max(run.parallel ?? 8, 1), MAX_PARALLEL);
  const seen = register();
  const unknown = new Map<string, number>();
  let cursor: Cursor = run.from ?? { file: run.file, row: -1, totals: nothingYet };
  let window: Planned[] = [];

  async function flush(): Promise<void> {
    if (window.length === 0) return;
    const done = await Promise.all(
      window.map(async (planned) => ({ planned, outcome: await carryOut(planned, sink) })),
    );
    window = [];
    for (const { planned, outcome } of done) {
      if (outcome.result === 'returned') seen.forget(planned.meeting, planned.key, planned.content);
      await run.onOutcome?.(outcome);
      cursor = { ...cursor, row: outcome.row, totals: counted(cursor.totals, outcome, planned.draft) };
    }
    await run.onProgress?.(cursor);
  }

  for await (const row of source) {
    if (row.number > MAX_ROWS) {
      await flush();
      return { cursor, unknownHeadings: Object.fromEntries(unknown), more: true };
    }
    const prepared = prepare(row, run);
    // Whether the row that this one repeats was accepted must be known first.
    if (window.some((other) => other.key === prepared.key && prepared.draft)) await flush();
    const meeting = prepared.draft ? seen.meet(row.number, prepared.key, prepared.content) : fresh;
    for (const heading of prepared.unknownHeadings) countHeading(unknown, heading);
    if (row.number <= (run.from?.row ?? -1)) continue;
    window.push({ ...prepared, meeting: afterResumption(meeting, run.from) });
    if (window.length >= parallel) await flush();
  }
  await flush();
  return { cursor, unknownHeadings: Object.fromEntries(unknown), more: false };
}

/** A row as read, with the hashes by which it meets others. Without a draft it goes back for its reasons. */
interface Prepared {
  readonly row: number;
  readonly key: string;
  readonly content: string;
  readonly draft?: Draft;
  readonly reasons: readonly Reason[];
  readonly unknownHeadings: readonly string[];
}
type Planned = Prepared & { readonly meeting: Meeting };

function prepare(row: Row, { digest, ...options }: Run): Prepared {
  if ('problem' in row) {
    return { row: row.number, key: '', content: '', reasons: [{ detail: row.problem }], unknownHeadings: [] };
  }
  const { draft, findings, unknownHeadings } = readEntry(row.cells, options);
  return {
    row: row.number,
    key: draft ? digest(draft.key) : '',
    content: digest(JSON.stringify(row.cells)),
    ...(draft && { draft }),
    reasons: findings,
    unknownHeadings,
  };
}

async function carryOut({ row, key, draft, reasons, meeting }: Planned, sink: Sink): Promise<Outcome> {
  if (!draft) return { row, result: 'returned', reasons };
  const about = { row, ...(draft.entry.name !== undefined && { name: draft.entry.name }), unit: draft.unit };
  if (meeting.kind === 'exact')
    return { ...about, result: 'merged', into: meeting.row, reasons: [{ detail: repeated }] };
  const refused = await (meeting.kind === 'same' ? sink.merge(draft, key) : sink.post(draft, key));
  if (refused.length > 0) return { ...about, result: 'returned', reasons: refused };
  return meeting.kind === 'same'
    ? { ...about, result: 'merged', into: meeting.row, reasons: [{ detail: sameEntry }, ...reasons] }
    : { ...about, result: 'imported', reasons };
}

function counted(totals: Totals, { result }: Outcome, draft: Draft | undefined): Totals {
  const guarded = result === 'imported' && draft?.openingLost ? totals.guarded + 1 : totals.guarded;
  return { ...totals, read: totals.read + 1, [result]: totals[result] + 1, guarded };
}

/** What the sink answered before a resumption is not known: even an exact repeat of such a row is sent, to be sure. */
function afterResumption(meeting: Meeting, from: Cursor | undefined): Meeting {
  return meeting.kind === 'exact' && from && meeting.row <= from.row ? { kind: 'same', row: meeting.row } : meeting;
}

function countHeading(unknown: Map<string, number>, heading: string): void {
  const name = unknown.has(heading) || unknown.size < MAX_UNKNOWN ? heading.slice(0, 100) : '…';
  unknown.set(name, (unknown.get(name) ?? 0) + 1);
}

const fresh: Meeting = { kind: 'new' };
const repeated: Text = { zh: '与该行完全相同', en: 'the same as that row' };
const sameEntry: Text = { zh: '与该行名称和数源单位相同', en: 'the same name and source unit as that row' };
const otherFile: Text = {
  zh: '文件与断点记录的不是同一个，请重新开始导入',
  en: 'this is another file than the cursor was kept for; start the import again',
};
