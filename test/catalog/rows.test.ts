import { createReadStream, existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delimiterOf } from '../../functions/catalog/intake/csv.ts';
import { objectCutter } from '../../functions/catalog/intake/json.ts';
import { csvLine } from '../../functions/catalog/intake/report.ts';
import { limits, type Row, rows } from '../../functions/catalog/intake/rows.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(given: string | Uint8Array, { size = 7, bounds = limits } = {}): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows(inChunks(typeof given === 'string' ? Buffer.from(given) : given, size), bounds)) {
    found.push(row);
  }
  return found;
}

const shape = (found: readonly Row[]) => found.map((row) => ('cells' in row ? row.cells : row.problem.en));
const small = { bounds: { rowCharacters: 60, cells: 5 } };

describe('JSON', () => {
  test('an array, JSON lines and objects one after another are the same rows', async () => {
    for (const text of ['[{"a":1},{"a":"]}{"}]', '{"a":1}\n{"a":"]}{"}', '\ufeff{"a":1}{"a":"]}{"}']) {
      expect(shape(await read(text))).toEqual([{ a: 1 }, { a: ']}{' }]);
    }
  });

  test('bad rows are counted and reported, and the next is read', async () => {
    const text = `[{"a":1}, 5, {"a":}, {"b":"${'x'.repeat(80)}"}, {"a":{"b":1}}, {"a":2}, {"a":`;
    const found = await read(text, small);
    expect(shape(found)).toEqual([
      { a: 1 },
      'it is not an object',
      'it is not valid JSON',
      'more than 60 characters in one row',
      'a cell holds nested values',
      { a: 2 },
      'the file ends inside this row',
    ]);
    expect(found.map((row) => row.number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('brackets nested a hundred thousand deep are one bad row', async () => {
    const text = `[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}},{"a":1}]`;
    expect(shape(await read(text, { size: 65_536 }))).toEqual(['a cell holds nested values', { a: 1 }]);
  });

  test('property: whatever the objects and wherever the chunks break, they come back', async () => {
    const rowsOf = fc.array(
      fc.dictionary(
        fc.string({ unit: 'binary' }),
        fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null)),
      ),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(rowsOf, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (given, size, indented) => {
        const text = JSON.stringify(given, null, indented ? 2 : 0);
        const expected: unknown = JSON.parse(text);
        const pieces: unknown[] = [];
        const cutter = objectCutter(10_000);
        for (let at = 0; at < text.length; at += size) {
          for (const piece of cutter.push(text.slice(at, at + size)))
            pieces.push('text' in piece ? JSON.parse(piece.text) : piece);
        }
        expect([...pieces, ...cutter.end()]).toEqual(expected);
      }),
    );
  });

  test('an object without end is not held: what is kept stays within the limit', () => {
    const cutter = objectCutter(1_000);
    const pieces = [...cutter.push('{"a":"')];
    for (let chunk = 0; chunk < 5_000; chunk++) pieces.push(...cutter.push('x'.repeat(10_000)));
    expect([...pieces, ...cutter.push('"}')]).toEqual([
      { problem: expect.objectContaining({ en: expect.stringContaining('1000') }) },
    ]);
  });
});

describe('CSV', () => {
  test('quotes, line ends inside quotes, CRLF, blank lines and a BOM', async () => {
    const text = '\ufeff标题,数源单位\r\n"a ""b"", c","d\ne"\r\n\r\nf,g';
    expect(shape(await read(text))).toEqual([
      { 标题: 'a "b", c', 数源单位: 'd\ne' },
      { 标题: 'f', 数源单位: 'g' },
    ]);
  });

  test('a row with more or fewer cells than headings is a problem of its own', async () => {
    expect(shape(await read('a,b\n1\n1,2\n1,2,3'))).toEqual([
      '1 cells under 2 headings',
      { a: '1', b: '2' },
      '3 cells under 2 headings',
    ]);
  });

  test('a quote that nothing closes costs its own line only', async () => {
    const text = `a,b\n1,2\n3,"4\n${'5,6\n'.repeat(40)}7,8`;
    const found = shape(await read(text, small));
    expect(found).toHaveLength(43);
    expect(found.filter((row) => typeof row === 'string')).toEqual([
      'its quotes do not pair: it cannot be divided into cells',
    ]);
    expect(found.at(-1)).toEqual({ a: '7', b: '8' });
  });

  test('text behind a closing quote is a bad row; a line beyond the limit too; the next is read', async () => {
    const text = `a,b\n1,"2"x\n${'y'.repeat(500)}\n3,4`;
    expect(shape(await read(text, small))).toEqual([
      'its quotes do not pair: it cannot be divided into cells',
      'the row is too long',
      { a: '3', b: '4' },
    ]);
  });

  test('a heading that stands twice, or not at all, keeps its cells', async () => {
    expect(shape(await read('a,a,\n1,2,3'))).toEqual([{ a: '1', 'a (2)': '2', 第3列: '3' }]);
  });

  test.each([',', ';', '\t', '|'])('the delimiter is found: %j', async (mark) => {
    expect(delimiterOf(`a${mark}"b,,;;||"${mark}c\n`)).toBe(mark);
    expect(shape(await read(`a${mark}b\n1${mark}2`))).toEqual([{ a: '1', b: '2' }]);
  });

  test('an empty first or last cell of a TAB-divided row stays', async () => {
    expect(shape(await read('a\tb\n\t2\r\n1\t\n\t2'))).toEqual([
      { a: '', b: '2' },
      { a: '1', b: '' },
      { a: '', b: '2' },
    ]);
  });

  test('GB18030 is recognised by not being UTF-8, wherever the chunks break', async () => {
    const bytes = Buffer.from([0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0x61, 0x0a, 0xb3, 0xc6, 0x2c, 0x31]);
    for (const size of [1, 2, 3, 50]) expect(shape(await read(bytes, { size }))).toEqual([{ 名称: '称', a: '1' }]);
  });

  test('a byte that is no text, far behind the beginning, is a bad row', async () => {
    const bytes = Buffer.concat([Buffer.from(`a\n${'1\n'.repeat(40_000)}`), Buffer.from([0xff, 0x0a, 0x32])]);
    const found = shape(await read(bytes, { size: 65_536 }));
    expect(found.slice(-2)).toEqual(['it contains bytes that are no text', { a: '2' }]);
  });

  test('property: what the report writes, the reader reads, wherever the chunks break', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '名', '"', ',', '\n', '\r', ' ', ';', "'", '=', '-', '\t') });
    const table = fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (given, size) => {
        const text = [csvLine(['h', 'i', 'j']), ...given.map(csvLine)].join('');
        const found = await read(text, { size });
        expect(found).toHaveLength(given.length);
        for (const [at, row] of found.entries()) {
          const cells = 'cells' in row ? Object.values(row.cells) : [];
          const written = given[at] ?? [];
          // The apostrophe in front of a formula is the one thing that is added.
          expect(cells.map((one, column) => (one === written[column] ? one : String(one).slice(1)))).toEqual(written);
        }
      }),
    );
  });
});

test('nothing, blanks and a heading alone are no rows', async () => {
  for (const text of ['', ' \n', '[]', 'a,b\n']) expect(await read(text)).toEqual([]);
});

test('more columns than the limit is a bad row', async () => {
  expect(shape(await read('[{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}]', small))).toEqual(['more than 5 columns']);
});

const payload = new URL('../../../shared/data/payload/', import.meta.url);

describe.skipIf(!existsSync(payload))('real tables (skipped where ../shared/data is absent)', () => {
  test.each([
    ['listed-companies.csv', 6_024],
    ['green-channel.csv', 23_904],
    ['abnormal-enterprises.gb18030.csv', 104_259],
  ])('%s: %i rows, none bad', async (name, count) => {
    const found = { rows: 0, bad: 0 };
    for await (const row of rows(createReadStream(new URL(name, payload)))) {
      found.rows++;
      if ('problem' in row) found.bad++;
    }
    expect(found).toEqual({ rows: count, bad: 0 });
  });
});
