import { Parser } from 'csv-parse';
import { Cut } from './guard.ts';
import type { Encoding } from './upstream.ts';

/** One record longer than this is no row but a broken file. */
const MAX_ROW_BYTES = 1024 * 1024;

/** A record, and the byte of the source that follows it. */
export interface Row {
  readonly cells: readonly string[];
  readonly end: number;
}

/** Gives the rows that each chunk completes; `undefined` ends the source. Throws Cut when it is no CSV. */
export interface RowReader {
  readonly rows: (chunk: Uint8Array | undefined) => Promise<readonly Row[]>;
}

/**
 * Reads CSV (RFC 4180, a byte order mark may stand before it) chunk by chunk, and holds no more than the chunk: what is
 * read of the source and what is handed on stay in step. `from`: where in the source it begins.
 */
export function rowReader(from: number, encoding: Encoding = 'utf-8'): RowReader {
  const decode = encoding === 'utf-8' ? undefined : decoderOf(encoding, from === 0);
  const parser = new Rows({
    bom: from === 0 && !decode,
    // Cells as bytes where they are decoded here: no byte of a GB18030 character is a comma, a quote or a line end.
    encoding: decode ? null : 'utf8',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
  });
  // Each failure is told by the write that met it.
  parser.on('error', () => {});
  return {
    rows: async (chunk) => {
      try {
        await new Promise<void>((resolve, reject) => {
          const settle = (error?: Error | null) => (error ? reject(error) : resolve());
          if (chunk) parser.write(chunk, settle);
          else parser.once('error', reject).end(settle);
        });
        return parser.taken().map(({ cells, end }) => ({ cells: decode ? decode(cells) : cells, end: from + end }));
      } catch (error) {
        throw new Cut('source-failed', undefined, error);
      }
    },
  };
}

/** Takes each record with its place as the parser makes it: its own `info` for each row costs as much as the parsing. */
class Rows extends Parser {
  #rows: Row[] = [];

  // The parser's own type is any: it pushes a record of texts (of bytes without an encoding), and null at the end.
  override push(record: readonly string[] | null): boolean {
    if (record !== null) this.#rows.push({ cells: record, end: this.info.bytes });
    return true;
  }

  /** The rows since the last time. */
  taken(): readonly Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }
}

/** Cells as text. Throws at bytes that are no character: what cannot be read is not handed on as something else. */
function decoderOf(encoding: Encoding, first: boolean): (cells: readonly (string | Uint8Array)[]) => readonly string[] {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let mark = first;
  return (cells) => {
    // An empty cell is text in either way.
    const texts = cells.map((cell) => (typeof cell === 'string' ? cell : decoder.decode(cell)));
    const [head = '', ...rest] = texts;
    const begins = mark;
    mark = false;
    return begins ? [head.replace(/^\uFEFF/, ''), ...rest] : texts;
  };
}

/** Cells as a line of CSV. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((value) => cell(value, cells.length === 1)).join(',')}\r\n`;

/** Quoted where a reader would misread it; a lone empty cell too, for an empty line is no row to many readers. */
function cell(value: string, alone: boolean): string {
  return /[",\r\n]/.test(value) || (alone && value === '') ? `"${value.replaceAll('"', '""')}"` : value;
}
