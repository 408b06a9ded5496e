import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromUtf8, hex, utf8 } from '../../shared/ledger/bytes.ts';
import { canonical, isJson, type Json } from '../../shared/ledger/jcs.ts';

const text = (value: Json) => fromUtf8(canonical(value));

describe('RFC 8785', () => {
  test('strings and literals as in §3.2.2', () => {
    expect(text({ string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\u0022/", literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('keys by UTF-16 code units as in §3.2.3', () => {
    const order = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const mixed = Object.fromEntries(
      ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'].map((k) => [k, 0]),
    );
    expect(text(mixed)).toBe(`{${order.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`);
  });

  test.each<[number, string]>([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [9007199254740991, '9007199254740991'],
    [-9007199254740991, '-9007199254740991'],
    [4.5, '4.5'],
    [2e-3, '0.002'],
    [0.000001, '0.000001'],
    [1e-27, '1e-27'],
    [Number('333333333.33333329'), '333333333.3333333'],
  ])('%d is written %s', (value, expected) => {
    expect(text(value)).toBe(expected);
  });
});

test('what came out goes in again unchanged, whatever the order of keys', () => {
  const reversed = (value: Json): Json => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(reversed);
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, reversed(member)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      if (!isJson(value)) return;
      const bytes = canonical(value);
      expect(hex(canonical(JSON.parse(fromUtf8(bytes) ?? '')))).toBe(hex(bytes));
      expect(hex(canonical(reversed(value)))).toBe(hex(bytes));
    }),
  );
});

test.each<[string, unknown]>([
  ['a lone surrogate', 'a\ud800'],
  ['a lone surrogate in a key', { '\udc00': 1 }],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['an integer whose last digits are lost', 2 ** 53],
  ['undefined', undefined],
  ['undefined in an object', { a: undefined }],
  ['a hole', Array(1)],
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['bytes', utf8('a')],
  ['a big integer', 1n],
  ['a function', () => 1],
  ['depth 17', JSON.parse('['.repeat(18) + ']'.repeat(18))],
])('refused: %s', (_, value) => {
  expect(isJson(value)).toBe(false);
});

test('depth 16 is taken, and a refused value never becomes bytes', () => {
  expect(isJson(JSON.parse('['.repeat(17) + ']'.repeat(17)))).toBe(true);
  expect(() => canonical('\ud800')).toThrow(RangeError);
});
