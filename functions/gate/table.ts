import { type Row, rowReader } from './csv.ts';
import { type Format, writerOf } from './format.ts';
import { Cut, type Guard } from './guard.ts';
import { type Permitted, shapeOf } from './shaping.ts';
import type { Source, Upstream } from './upstream.ts';

/** One row as it leaves, and the byte of the source that follows it. `text` is missing when the row stays here. */
export interface Line {
  readonly text?: string | undefined;
  readonly end: number;
}

/** A dataset cut down to the permitted fields and rows. */
export interface Table {
  readonly version: string;
  readonly size: number;
  /** Empty where rows name their own cells. */
  readonly heading: string;
  /** Most bytes that its rows have besides their cells. */
  readonly around: number;
  /** The lines that each chunk completes, read only when asked for. Throws Cut. */
  readonly lines: AsyncGenerator<readonly Line[], void>;
}

interface Wanted {
  readonly permitted: Permitted;
  readonly format: Format;
  /** Byte of the source at which the first row begins; 0: behind the heading. */
  readonly from: number;
  readonly guard: Guard;
  readonly signal: AbortSignal;
}

/** Opens a dataset under a guard; every byte of it is read under a fresh pass. Throws Cut when it cannot be read. */
export async function openTable(upstream: Upstream, wanted: Wanted): Promise<Table> {
  const { permitted, format, from, guard, signal } = wanted;
  const open = (at: number) => guard.during(opened(upstream, permitted.dataset, at, signal));
  const source = await open(0);
  const head = await firstRow(source, guard);
  const shape = shapeOf(head.cells, permitted);
  const { heading, line, perRow } = writerOf(format, shape.names);
  const toLines = (rows: readonly Row[]) =>
    rows.map(({ cells, end }) => {
      const left = shape.row(cells);
      return { text: left && line(left), end };
    });
  const { version, size } = source;
  const begun = { from, version };
  const lines = from === 0 ? following(source, guard, head, toLines) : later(await open(from), begun, guard, toLines);
  // Each row of the source has at least one byte for each of its columns.
  const around = perRow * Math.ceil(size / head.cells.length);
  return { version, size, heading, around, lines };
}

type ToLines = (rows: readonly Row[]) => readonly Line[];

async function opened(upstream: Upstream, dataset: string, from: number, signal: AbortSignal): Promise<Source> {
  const source = await upstream.open(dataset, from, signal).catch((error: unknown) => {
    throw new Cut('source-failed', undefined, error);
  });
  if (!source) throw new Cut('source-failed', undefined, new Error(`no source for dataset ${dataset}`));
  return source;
}

/** The heading, the rows that came in the same chunk, and the reader to go on with. */
interface Head {
  readonly cells: readonly string[];
  readonly rest: readonly Row[];
  readonly reader: ReturnType<typeof rowReader>;
  readonly ended: boolean;
}

async function firstRow(source: Source, guard: Guard): Promise<Head> {
  const reader = rowReader(0, source.encoding);
  for (;;) {
    const chunk = await guard.chunk(source.bytes);
    const [first, ...rest] = await reader.rows(chunk);
    if (first) return { cells: first.cells, rest, reader, ended: chunk === undefined };
    if (!chunk) throw new Cut('source-failed', undefined, new Error('the source is empty'));
  }
}

async function* following(source: Source, guard: Guard, { rest, reader, ended }: Head, toLines: ToLines) {
  yield toLines(rest);
  if (!ended) yield* remaining(source, guard, reader, toLines);
}

interface Begun {
  readonly from: number;
  readonly version: string;
}

async function* later(source: Source, { from, version }: Begun, guard: Guard, toLines: ToLines) {
  // Opened twice, for the heading and from here on: cells of a newer file would stand under names of the older.
  if (source.version !== version) throw new Cut('source-failed', undefined, new Error('replaced while it was opened'));
  yield* remaining(source, guard, rowReader(from, source.encoding), toLines);
}

async function* remaining(source: Source, guard: Guard, reader: Head['reader'], toLines: ToLines) {
  for (;;) {
    const chunk = await guard.chunk(source.bytes);
    yield toLines(await reader.rows(chunk));
    if (!chunk) return;
  }
}
