import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine, reportHeading, reportLine } from '../../functions/catalog/intake/report.ts';

const detail = { zh: '缺少名称', en: 'the name is missing' };

describe('the report', () => {
  test('one line a row, reasons grouped by article, in the language asked for', () => {
    const reasons = [
      { article: 'DZ-13', detail },
      { article: 'DZ-24', detail: { zh: '疑似', en: 'suspected' } },
      { article: 'DZ-13', detail: { zh: '缺少单位', en: 'the unit is missing' } },
      { detail: { zh: '坏', en: 'bad' } },
    ] as const;
    const outcome = { row: 7, result: 'merged', name: 'a', unit: 'b', into: 3, reasons } as const;
    expect(reportLine(outcome)).toBe('7,已合并,a,b,3,DZ-13 缺少名称；缺少单位 | DZ-24 疑似 | 坏\r\n');
    expect(parse(reportLine(outcome, 'en'))[0]?.at(-1)).toBe(
      'DZ-13 the name is missing; the unit is missing | DZ-24 suspected | bad',
    );
  });

  test('it begins with the mark of UTF-8, and each line has as many cells as the heading', () => {
    expect(reportHeading().charCodeAt(0)).toBe(0xfeff);
    const line = reportLine({ row: 1, result: 'returned', reasons: [] });
    expect(parse(line)[0]).toHaveLength(parse(reportHeading(), { bom: true })[0]?.length ?? 0);
  });

  test('a cell is cut at 2,000 characters and reasons at 40', () => {
    const reasons = Array.from({ length: 100 }, () => ({ article: 'DZ-13', detail }) as const);
    const [cells] = parse(reportLine({ row: 1, result: 'returned', name: 'x'.repeat(9_000), reasons }));
    expect(cells?.[2]).toHaveLength(2_001);
    expect(cells?.[5]).toMatch(/\(\+60\)$/);
  });
});

describe('a CSV line', () => {
  test.each(['=1+1', '+1', '-1', '@x', '\t=1', ' =1', '\r=1', '＝1', '\n@x', '\u00a0=1', '\ufeff=1'])(
    'the formula %j is text for a spreadsheet',
    (given) => {
      expect(parse(csvLine([given]), { relax_quotes: false })[0]?.[0]).toBe(`'${given}`);
    },
  );

  test('property: no cell begins as a formula does, and nothing else is changed', () => {
    const cell = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...'=+-@\t\r\n",; \'a'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 6 }), (cells) => {
        const [back = []] = parse(csvLine(cells), { record_delimiter: '\r\n' });
        expect(back).toHaveLength(cells.length);
        for (const [at, one] of back.entries()) {
          expect(one).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/);
          expect([cells[at], `'${cells[at]}`]).toContain(one);
        }
      }),
    );
  });
});
