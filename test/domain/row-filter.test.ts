import { describe, expect, test } from 'vitest';
import { passes } from '../../shared/domain/row-filter.ts';

describe('a test on a field', () => {
  test('values: exactly these', () => {
    expect(['a', 'b', 'A', ' a', ''].filter((cell) => passes({ in: ['a', 'b'] }, cell))).toEqual(['a', 'b']);
  });

  test('a range of numbers includes both ends and nothing that is no number', () => {
    const cells = ['9.9', '10', '15', '20', '20.1', '１５', '', '1e1', '510104199001011234'];
    expect(cells.filter((cell) => passes({ number: { from: 10, to: 20 } }, cell))).toEqual(['10', '15', '20']);
  });

  test('a range of texts includes both ends and orders ISO dates', () => {
    const cells = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01', ''];
    expect(cells.filter((cell) => passes({ text: { from: '2026-01-01', to: '2026-06-30' } }, cell))).toEqual([
      '2026-01-01',
      '2026-06-30',
    ]);
  });

  test('a division: codes below it, and no other text that begins alike', () => {
    const cells = ['511700', '511703', '511703001', '510100', '5117', '5117xx', '91511700MA00000010'];
    expect(cells.filter((cell) => passes({ division: '5117' }, cell))).toEqual(['511700', '511703', '511703001']);
  });

  test('all of its members must hold', () => {
    const both = { division: '51', number: { to: 511_000 } };
    expect(['510100', '511700', '330100'].filter((cell) => passes(both, cell))).toEqual(['510100']);
  });
});
