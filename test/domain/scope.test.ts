import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, intersect, type Scope, scope, scopeOf, within } from '../../shared/domain/scope.ts';

const fields = fc.uniqueArray(fc.constantFrom('甲', '乙', '丙', 'd', 'e'), { minLength: 1 });
const scopes: fc.Arbitrary<Scope> = fc
  .record({
    datasets: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fields),
    purpose: fc.option(fc.constantFrom('loan', 'insurance'), { nil: undefined }),
  })
  .map(({ datasets, purpose }) => ({ v: 1, datasets, ...(purpose !== undefined && { purpose }) }));

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
