import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, intersect, type Scope, scope, scopeOf, within } from '../../shared/domain/scope.ts';
import { scopes } from './scopes.ts';

describe('intersect and within', () => {
  test('what both allow is within each, and is the largest such', () => {
    fc.assert(
      fc.property(scopes, scopes, scopes, (a, b, c) => {
        const both = intersect(a, b);
        const nothing = Object.keys(both.datasets).length === 0;
        expect(nothing || (within(both, a) && within(both, b))).toBe(true);
        if (within(c, a) && within(c, b) && Object.keys(c.datasets).length > 0) expect(within(c, both)).toBe(true);
      }),
    );
  });

  test('order and repetition change nothing', () => {
    fc.assert(
      fc.property(scopes, scopes, (a, b) => {
        expect(canonical(intersect(a, b))).toBe(canonical(intersect(b, a)));
        expect(canonical(intersect(a, a))).toBe(canonical(a));
      }),
    );
  });

  test('a narrower purpose is within a wide basis, a wide one is not within a narrow one', () => {
    const wide = scopeOf('weather', ['气温']);
    const loan: Scope = { ...wide, purpose: 'loan' };
    expect([within(loan, wide), within(wide, loan)]).toEqual([true, false]);
    expect(intersect(loan, { ...wide, purpose: 'insurance' }).datasets).toEqual({});
    expect(intersect(wide, loan)).toEqual(loan);
  });

  test('names from the prototype are no datasets', () => {
    expect(within({ v: 1, datasets: { constructor: ['name'] } }, scopeOf('weather', ['name']))).toBe(false);
  });
});

describe('a combination', () => {
  const rows = (...tests: object[]): Scope => scope.parse({ ...scopeOf('a', ['x', 'y']), rows: { a: tests } });
  const formed = (one: object): Scope =>
    scope.parse({ ...scopeOf('a', ['x', 'y']), treatments: { a: [{ field: 'x', ...one }] } });

  test('is within only what asks no more of it', () => {
    const wide = scopeOf('a', ['x', 'y']);
    for (const narrow of [
      rows({ field: 'city', in: ['510100'] }),
      formed({ do: 'hash' }),
      scope.parse({ ...wide, times: { weekdays: [1] } }),
      scope.parse({ ...wide, quota: { day: { requests: 1 } } }),
    ]) {
      expect([within(narrow, wide), within(wide, narrow)]).toEqual([true, false]);
    }
  });

  test('of values and a division is the values that lie there; of two divisions the lower, or nothing', () => {
    const listed = rows({ field: 'z', in: ['510104', '330100'] });
    const division = (prefix: string) => rows({ field: 'z', division: prefix });
    expect(intersect(listed, division('5101')).rows).toEqual({ a: [{ field: 'z', in: ['510104'] }] });
    expect(intersect(division('51'), division('5101')).rows).toEqual({ a: [{ field: 'z', division: '5101' }] });
    expect(intersect(division('51'), division('33')).datasets).toEqual({});
    expect(within(listed, division('51'))).toBe(false);
    expect(within(rows({ field: 'z', in: ['510104'] }), division('51'))).toBe(true);
  });

  test('of ranges is their overlap, both ends included', () => {
    const number = (from: number, to: number) => rows({ field: 'n', number: { from, to } });
    expect(intersect(number(1, 5), number(5, 9)).rows).toEqual({ a: [{ field: 'n', number: { from: 5, to: 5 } }] });
    expect(intersect(number(1, 4), number(5, 9)).datasets).toEqual({});
  });

  test('of forms is the stricter; where neither is, the field stays behind', () => {
    const formOf = (a: object, b: object) => intersect(formed(a), formed(b));
    const mask = (first: number, last: number) => ({ do: 'mask', first, last });
    expect(formOf({ do: 'keep' }, { do: 'month' }).treatments).toEqual({ a: [{ field: 'x', do: 'month' }] });
    expect(formOf(mask(3, 4), mask(6, 1)).treatments).toEqual({ a: [{ field: 'x', ...mask(3, 1) }] });
    expect(formOf({ do: 'bucket', size: 20 }, { do: 'bucket', size: 30 }).treatments).toEqual({
      a: [{ field: 'x', do: 'bucket', size: 60 }],
    });
    expect(formOf({ do: 'hash' }, { do: 'city' })).toEqual(scopeOf('a', ['y']));
    expect(formOf({ do: 'hash' }, { do: 'drop' })).toEqual(scopeOf('a', ['y']));
  });

  test('of hours without a common minute is nothing', () => {
    const hours = (from: string, to: string) => scope.parse({ ...scopeOf('a', ['x']), times: { hours: { from, to } } });
    expect(intersect(hours('09:00', '12:00'), hours('12:00', '14:00')).times).toEqual({
      hours: { from: '12:00', to: '12:00' },
    });
    expect(intersect(hours('09:00', '11:59'), hours('12:00', '14:00')).datasets).toEqual({});
  });
});

describe('canonical text', () => {
  test('is one for the same meaning', () => {
    const text = '{"datasets":{"a":["x","乙","甲"],"b":["y"]},"purpose":"loan","v":1}';
    expect(canonical({ v: 1, purpose: 'loan', datasets: { b: ['y'], a: ['甲', 'x', '乙', 'x'] } })).toBe(text);
  });

  test('parses back to the same scope', () => {
    fc.assert(
      fc.property(scopes, (a) => {
        expect(canonical(scope.parse(JSON.parse(canonical(a))))).toBe(canonical(a));
      }),
    );
  });
});

describe('the form', () => {
  const parses = (value: unknown) => scope.safeParse(value).success;
  test('a member that this version does not know is refused, never ignored', () => {
    expect(parses({ v: 1, datasets: { a: ['x'] } })).toBe(true);
    expect(parses({ v: 1, datasets: { a: ['x'] }, rows: 'city = 1' })).toBe(false);
    expect(parses({ v: 2, datasets: { a: ['x'] } })).toBe(false);
    const a = { v: 1, datasets: { a: ['x'] } };
    expect(parses({ ...a, rows: { a: [{ field: 'x', not: 'y' }] } })).toBe(false);
    expect(parses({ ...a, rows: { a: [{ field: 'x' }] } })).toBe(false);
    expect(parses({ ...a, treatments: { a: [{ field: 'x', do: 'encrypt' }] } })).toBe(false);
    expect(parses({ ...a, times: {} })).toBe(false);
    expect(parses({ ...a, times: { hours: { from: '18:00', to: '08:00' } } })).toBe(false);
    expect(parses({ ...a, quota: { week: { requests: 1 } } })).toBe(false);
    expect(parses({ ...a, quota: { day: { requests: 0 } } })).toBe(false);
  });

  test('is bounded', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `f${index}`);
    const many = (count: number) => Object.fromEntries(names(count).map((name) => [name, ['x']]));
    expect([parses({ v: 1, datasets: many(100) }), parses({ v: 1, datasets: many(101) })]).toEqual([true, false]);
    expect(parses({ v: 1, datasets: { a: names(600), b: names(400) } })).toBe(true);
    expect(parses({ v: 1, datasets: { a: names(600), b: names(401) } })).toBe(false);
    expect(parses({ v: 1, datasets: { a: ['x'.repeat(65)] } })).toBe(false);
    expect(parses({ v: 1, datasets: { a: [] } })).toBe(false);
  });
});
