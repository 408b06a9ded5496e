import { parse } from 'csv-parse/sync';
import type { Text } from '../../../shared/law/roles.ts';
import type { Limits, Row } from './rows.ts';

/** Records parsed at once: few enough for memory, many enough that the parser's start does not count. */
const BATCH = 500;

/**
 * Rows of a CSV whose first record is the heading. Records are cut here and parsed by csv-parse, so that a broken quote
 * costs its own line only and a record beyond the limit is never held. A row with more or fewer cells than headings is
 * a problem: filling it up would move values under the wrong heading.
 */
export async function* csvRows(text: AsyncIterable<string>, start: string, bounds: Limits): AsyncGenerator<Row> {
  const delimiter = delimiterOf(start);
  let headings: readonly string[] | undefined;
  let number = 0;
  for await (const records of batches(text, bounds.rowCharacters)) {
    for (const record of parsed(records, delimiter)) {
      if (!headings) {
        if ('problem' in record) {
          yield { number: 0, problem: record.problem };
          return;
        }
        headings = distinct(record.cells);
      } else yield rowOf(++number, record, headings);
    }
  }
}

/** The delimiter that the heading has most of, outside quotes: comma, semicolon, TAB or bar. */
export function delimiterOf(start: string): string {
  const heading = (start.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (candidate: string) => heading.split(candidate).length;
  return [',', ';', '\t', '|'].reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

/** Cuts a stream of characters into records at line ends outside quotes; blank lines are none. */
export function recordCutter(maxCharacters: number) {
  let held = '';
  let scanned = 0;
  let open = false;
  let skipping = false;

  function* push(chunk: string): Generator<string | undefined> {
    held += chunk;
    let start = 0;
    let at = scanned;
    for (; at < held.length; at++) {
      const code = held.charCodeAt(at);
      if (code === QUOTE) open = !open;
      else if (code === LINE_END && (!open || skipping)) {
        const record = withoutLineEnd(held.slice(start, at));
        if (record.trim() && !skipping) yield record;
        start = at + 1;
        skipping = false;
        open = false;
      }
      if (at - start < maxCharacters || skipping) continue;
      const line = held.indexOf('\n', start);
      if (line === -1 || line > at) {
        // One endless line: reported now, thrown away up to its end.
        yield undefined;
        skipping = true;
      } else {
        // A quote that nothing closes: its first line alone is a record (a broken one), reading goes on behind it.
        yield held.slice(start, line);
        start = line + 1;
        at = line;
        open = false;
      }
    }
    if (skipping) start = held.length;
    held = held.slice(start);
    scanned = held.length;
  }

  function* end(): Generator<string> {
    const rest = withoutLineEnd(held);
    held = '';
    if (!rest.trim()) return;
    if (open && rest.includes('\n')) yield* lines(rest);
    else yield rest;
  }

  return { push, end };
}

/** Other blanks stay: a TAB at either end divides cells. */
const withoutLineEnd = (record: string): string => record.replace(/\r?\n?$/, '');

const QUOTE = 34;
const LINE_END = 10;

/** `undefined` stands for a record beyond the limit. */
async function* batches(text: AsyncIterable<string>, maxCharacters: number): AsyncGenerator<(string | undefined)[]> {
  const cutter = recordCutter(maxCharacters);
  let batch: (string | undefined)[] = [];
  for await (const chunk of text) {
    for (const record of cutter.push(chunk)) {
      if (batch.push(record) < BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  batch.push(...cutter.end());
  yield batch;
}

type Parsed = { readonly cells: readonly string[] } | { readonly problem: Text };

/** All at once where all are well; else each alone, so that one broken record does not take the others with it. */
function parsed(records: readonly (string | undefined)[], delimiter: string): readonly Parsed[] {
  const texts = records.filter((record) => record !== undefined);
  if (texts.length === records.length) {
    const together = cellsOf(texts.join('\n'), delimiter);
    if (together?.length === texts.length) return together.map((cells) => ({ cells }));
  }
  return records.flatMap((record) => (record === undefined ? [{ problem: tooLong }] : alone(record, delimiter)));
}

/** A broken record of several lines is a broken first line, and lines of their own behind it. */
function alone(record: string, delimiter: string): readonly Parsed[] {
  const [cells, ...more] = cellsOf(record, delimiter) ?? [];
  if (cells && more.length === 0) return [{ cells }];
  const [, ...others] = record.includes('\n') ? lines(record) : [];
  const rest = others.map((line): Parsed => {
    const [own] = cellsOf(line, delimiter) ?? [];
    return own ? { cells: own } : { problem: broken };
  });
  return [{ problem: broken }, ...rest];
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

function cellsOf(text: string, delimiter: string): string[][] | undefined {
  try {
    return parse(text, { delimiter, relax_column_count: true, record_delimiter: ['\r\n', '\n'], bom: true });
  } catch {
    return undefined; // csv-parse throws for nothing but a malformed record
  }
}

function rowOf(number: number, record: Parsed, headings: readonly string[]): Row {
  if ('problem' in record) return { number, problem: record.problem };
  if (record.cells.length !== headings.length) {
    return { number, problem: uneven(record.cells.length, headings.length) };
  }
  return { number, cells: Object.fromEntries(headings.map((heading, at) => [heading, record.cells[at] ?? ''])) };
}

/** A second column of the same heading keeps its cells under a heading of its own, and so does one without heading. */
function distinct(headings: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return headings.map((given, at) => {
    const heading = given.trim().slice(0, 200) || `第${at + 1}列`;
    const count = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, count);
    return count === 1 ? heading : `${heading} (${count})`;
  });
}

const tooLong: Text = { zh: '一行过长', en: 'the row is too long' };
const broken: Text = { zh: '引号不成对，无法分列', en: 'its quotes do not pair: it cannot be divided into cells' };
const uneven = (cells: number, headings: number): Text => ({
  zh: `有 ${cells} 列，表头为 ${headings} 列`,
  en: `${cells} cells under ${headings} headings`,
});
