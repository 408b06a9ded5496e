import type { Text } from '../../../shared/law/roles.ts';
import { csvRows } from './csv.ts';
import { jsonRows } from './json.ts';

/** One row of a catalogue, counted from 1 without the heading: its cells by heading, or why it could not be read. */
export type Row =
  | { readonly number: number; readonly cells: Readonly<Record<string, unknown>> }
  | { readonly number: number; readonly problem: Text };

export interface Limits {
  /** Longest row, in characters; a longer one is reported and skipped, never held in memory. */
  readonly rowCharacters: number;
  /** Most cells in a row. */
  readonly cells: number;
}

export const limits: Limits = { rowCharacters: 262_144, cells: 200 };

/** So much of a file decides its encoding, kind and delimiter. */
const PREFIX_BYTES = 65_536;

/**
 * Rows of a JSON array, of JSON lines or of CSV, in UTF-8 (with or without BOM), UTF-16 LE with BOM or GB18030. Streams:
 * memory holds one chunk, one row and 64 KB. A bad row is yielded with its problem and the next one follows.
 */
export async function* rows(bytes: AsyncIterable<Uint8Array>, bounds: Limits = limits): AsyncGenerator<Row> {
  const { prefix, chunks } = await peek(bytes);
  const decoded = decode(chunks, encodingOf(prefix));
  const start = new TextDecoder(encodingOf(prefix)).decode(prefix).trimStart();
  const read = /^[[{]/.test(start) ? jsonRows(decoded, bounds) : csvRows(decoded, start, bounds);
  for await (const row of read) {
    yield 'cells' in row ? checked(row, bounds) : row;
  }
}

/** Reads until the prefix is full, and gives it back in front of the rest. */
async function peek(bytes: AsyncIterable<Uint8Array>) {
  const source = bytes[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  for (let size = 0; size < PREFIX_BYTES; ) {
    const next = await source.next();
    if (next.done) break;
    held.push(next.value);
    size += next.value.length;
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* held.splice(0);
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
    } finally {
      await source.return?.();
    }
  }
  return { prefix: Buffer.concat(held).subarray(0, PREFIX_BYTES), chunks: chunks() };
}

/** Bytes that are not UTF-8 are taken for GB18030: old exports of Chinese offices know no third. */
function encodingOf(prefix: Uint8Array): 'utf-8' | 'utf-16le' | 'gb18030' {
  if (prefix[0] === 0xff && prefix[1] === 0xfe) return 'utf-16le';
  try {
    // stream: the prefix may end inside a character.
    new TextDecoder('utf-8', { fatal: true }).decode(prefix, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function checked(row: Extract<Row, { cells: unknown }>, bounds: Limits): Row {
  const cells = Object.entries(row.cells);
  if (cells.length > bounds.cells) {
    return {
      number: row.number,
      problem: { zh: `一行超过 ${bounds.cells} 列`, en: `more than ${bounds.cells} columns` },
    };
  }
  if (cells.some(([, value]) => !isFlat(value))) {
    return { number: row.number, problem: { zh: '单元格内有嵌套结构', en: 'a cell holds nested values' } };
  }
  if (cells.some(([, value]) => typeof value === 'string' && value.includes('\ufffd'))) {
    return { number: row.number, problem: { zh: '含有无法解码的字符', en: 'it contains bytes that are no text' } };
  }
  return row;
}

/** A scalar, or a list of scalars: what is nested deeper no column of a catalogue holds. */
function isFlat(value: unknown): boolean {
  const isScalar = (one: unknown) => one === null || typeof one !== 'object';
  return isScalar(value) || (Array.isArray(value) && value.every(isScalar));
}
