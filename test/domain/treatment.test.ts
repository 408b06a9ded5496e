import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Treatment, treated } from '../../shared/domain/treatment.ts';
import { cells } from './scopes.ts';

type Form = Treatment extends infer One ? (One extends Treatment ? Omit<One, 'field'> : never) : never;
const apply = (one: Form, cell: string): string =>
  treated({ field: 'x', ...one } as Treatment, (text) => `p(${text})`)(cell); // the parts are those of one form

describe('forms', () => {
  test.each([
    ['2026-11-23', '2026-11'],
    ['2026/1/3 08:00', '2026-01'],
    ['20261123', '2026-11'],
    ['2026年11月3日', '2026-11'],
    ['2026-13-01', ''],
    ['23.11.2026', ''],
    ['', ''],
  ])('month of %j is %j', (cell, month) => expect(apply({ do: 'month' }, cell)).toBe(month));

  test('city is the division’s first four digits, nothing of what is no division', () => {
    expect(['511703', '511703001', '51', '张三'].map((cell) => apply({ do: 'city' }, cell))).toEqual([
      '511700',
      '511700',
      '',
      '',
    ]);
  });

  test('bucket is its lower end; a code too long to be a number leaves empty', () => {
    const bucket = { do: 'bucket', size: 100 } as const;
    expect(['0', '99.5', '100', '-1', '12a', '510104199001011234'].map((cell) => apply(bucket, cell))).toEqual([
      '0',
      '0',
      '100',
      '-100',
      '',
      '',
    ]);
  });

  test('a mask shows at most half at each end, never all, and not how much it hides', () => {
    const mask = { do: 'mask', first: 6, last: 4 } as const;
    expect(apply(mask, '510104199001011234')).toBe('510104***1234');
    expect(apply({ ...mask, first: 1, last: 0 }, '张三')).toBe('张***');
    expect(apply(mask, '张')).toBe('***');
    const hidden = (cell: string) => [...cell].length - [...apply(mask, cell)].length + 3;
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (cell) => {
        expect(hidden(cell)).toBeGreaterThan(0);
      }),
    );
  });

  test('a smaller mask never shows more than a larger one', () => {
    const size = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(cells, size(6), size(4), size(6), size(4), (cell, first, last, otherFirst, otherLast) => {
        fc.pre(cell !== '');
        const ends = (a: number, b: number) => apply({ do: 'mask', first: a, last: b }, cell).split('***');
        const [head = '', tail = ''] = ends(first, last);
        const [less = '', lessTail = ''] = ends(Math.min(first, otherFirst), Math.min(last, otherLast));
        expect(head.startsWith(less) && tail.endsWith(lessTail)).toBe(true);
      }),
    );
  });
});
