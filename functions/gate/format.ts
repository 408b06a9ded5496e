import { csvLine } from './csv.ts';
import { Cut } from './guard.ts';

/** How rows are written for a recipient, always in UTF-8. */
export type Format = 'csv' | 'ndjson';

/** Rows of these names as text. */
export interface Writer {
  /** What stands before the first row; empty where rows name their own cells. */
  readonly heading: string;
  /** One row with its line end. */
  readonly line: (cells: readonly string[]) => string;
  /** Bytes that each row has besides its cells and what separates them. */
  readonly perRow: number;
}

/** Media types; a recipient that names NDJSON in `Accept` gets it, every other one CSV. */
export const mediaTypes = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const satisfies Record<Format, string>;

export const formatOf = (accept: string | null): Format =>
  /(^|,)\s*application\/x-ndjson\s*($|,|;(?!\s*q=0(\.0*)?\s*($|,)))/i.test(accept ?? '') ? 'ndjson' : 'csv';

/** Throws Cut when rows under these names cannot be written so. */
export const writerOf = (format: Format, names: readonly string[]): Writer =>
  format === 'csv' ? csvOf(names) : ndjsonOf(names);

const csvOf = (names: readonly string[]): Writer => ({ heading: csvLine(names), line: csvLine, perRow: 0 });

/** One object a line, every value a text as in the source: a code of digits stays a code. @see https://github.com/ndjson/ndjson-spec */
function ndjsonOf(names: readonly string[]): Writer {
  // One of two cells of one name would be lost to most readers.
  if (new Set(names).size < names.length) {
    throw new Cut('source-failed', undefined, new Error('two columns have one name'));
  }
  const keys = names.map((name) => `${JSON.stringify(name)}:`);
  const perRow = keys.reduce((sum, key) => sum + Buffer.byteLength(key) + 3, 3);
  return {
    heading: '',
    line: (cells) => `{${cells.map((value, at) => keys[at] + JSON.stringify(value)).join(',')}}\n`,
    perRow,
  };
}
