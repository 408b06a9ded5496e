import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jurisdiction } from '../../shared/domain/values.ts';
import { checkCreditCode, divisions, isDivision, PROVINCE, upperOf } from '../../shared/law/identifiers.ts';

const folder = fileURLToPath(new URL('../../../shared/data/codes/', import.meta.url));
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const valid = '91350100M000100Y43';

describe('unified social credit code (GBT-32100)', () => {
  test('a right one passes, normalised from full width, lower case and blanks', () => {
    const wide = Array.from(valid, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)).join('');
    for (const written of [valid, valid.toLowerCase(), ` ${valid}\t`, wide]) {
      expect(checkCreditCode(written)).toEqual({ ok: true, code: valid });
    }
  });

  test.each([
    ['', 'length'],
    [valid.slice(0, 17), 'length'],
    [`${valid}0`, 'length'],
    ['9'.repeat(65), 'length'],
    ['91350100M000100I43', 'character'],
    ['9135010AM000100Y43', 'division'],
    ['91350100M000100Y44', 'check'],
    ['913501001234567000', 'damaged'],
    ['9.13501E+17', 'damaged'],
  ] as const)('%j: %s', (written, defect) => {
    expect(checkCreditCode(written)).toEqual({ ok: false, defect });
  });

  test('one changed character never passes, and what failed is never repeated', () => {
    const at = fc.nat(17);
    const to = fc.constantFrom(...ALPHABET);
    fc.assert(
      fc.property(at, to, (position, character) => {
        fc.pre(valid[position] !== character);
        const changed = valid.slice(0, position) + character + valid.slice(position + 1);
        const result = checkCreditCode(changed);
        expect(result.ok).toBe(false);
        expect(JSON.stringify(result)).not.toContain(changed);
      }),
      { numRuns: 600 },
    );
  });

  test('any text gives an answer, and what passes is its own normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const result = checkCreditCode(text);
        if (result.ok) expect(checkCreditCode(result.code)).toEqual(result);
      }),
    );
  });
});

// Needs the real codes beside the checkout; skipped where they are absent.
describe.skipIf(!existsSync(folder))('real codes', () => {
  const rows = (file: string): string[][] =>
    readFileSync(`${folder}${file}`, 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));

  test('every valid one passes', () => {
    const codes = rows('uscc-valid.csv');
    expect(codes.length).toBe(439);
    expect(codes.filter(([code = '']) => !checkCreditCode(code).ok)).toEqual([]);
  });

  test('every invalid one is refused; lower case alone is only normalised', () => {
    const codes = rows('uscc-invalid.csv');
    expect(codes.length).toBe(250);
    const wrong = codes.filter(([code = '', defect]) => checkCreditCode(code).ok !== (defect === 'lowercase'));
    expect(wrong).toEqual([]);
  });

  test('what a spreadsheet damaged is called so', () => {
    const damaged = rows('uscc-invalid.csv').filter(([, defect]) => defect?.startsWith('excel_'));
    const others = damaged.filter(([code = '']) => {
      const result = checkCreditCode(code);
      return result.ok || result.defect !== 'damaged';
    });
    expect(others).toEqual([]);
  });

  test('our divisions are the published ones, and two zones', () => {
    const published = rows('dazhou-divisions.csv').map(([code, name]) => [code, name]);
    const ours = Object.entries(divisions).filter(([, { kind }]) => kind !== 'zone');
    expect(ours.map(([code, { name }]) => [code, name.zh])).toEqual(published);
    expect(Object.keys(divisions).length).toBe(published.length + 2);
  });
});

describe('jurisdictions', () => {
  test('every code is one that the domain accepts', () => {
    for (const code of Object.keys(divisions)) expect(jurisdiction.parse(code)).toBe(code);
  });

  test('zone and county go to the city, the city to the province, others nowhere', () => {
    expect(upperOf('511700G1')).toBe('511700');
    expect(upperOf('511781')).toBe('511700');
    expect(upperOf('511700')).toBe(PROVINCE);
    expect(upperOf('510100')).toBeUndefined();
    expect(upperOf('constructor')).toBeUndefined();
    expect(isDivision('511700G2')).toBe(true);
  });
});
