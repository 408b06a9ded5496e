import fc from 'fast-check';
import type { Scope } from '../../shared/domain/scope.ts';

const name = fc.constantFrom('甲', '乙', '丙', 'd', '__proto__');
const code = fc.constantFrom('510000', '510100', '510104', '330100', '12', '7.5', '2026-01-31', '');
const some = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

/** Without the members that are undefined. */
const present = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
const range = <T extends string | number>(bound: fc.Arbitrary<T>) =>
  fc
    .record({ from: some(bound), to: some(bound) })
    .filter(({ from, to }) => (from ?? to) !== undefined && !(from !== undefined && to !== undefined && from > to))
    .map(present);

const test = fc
  .record({
    field: name,
    in: some(fc.array(code, { minLength: 1, maxLength: 3 })),
    text: some(range(code)),
    number: some(range(fc.integer({ min: 0, max: 600_000 }))),
    division: some(fc.constantFrom('51', '5101', '33')),
  })
  .map(present)
  .filter((one) => Object.keys(one).length > 1);

const treatment = fc.oneof(
  fc.record({ field: name, do: fc.constantFrom('keep', 'drop', 'hash', 'month', 'city') }),
  fc.record({
    field: name,
    do: fc.constant('mask'),
    first: fc.integer({ min: 0, max: 6 }),
    last: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ field: name, do: fc.constant('bucket'), size: fc.constantFrom(1, 10, 100, 30, 999_999_937) }),
);

const limits = fc
  .record({ requests: some(fc.constantFrom(1, 5)), rows: some(fc.constantFrom(2, 9)), bytes: some(fc.constant(7)) })
  .map(present)
  .filter((one) => Object.keys(one).length > 0);
const anyOf = <T>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc
    .record(members)
    .map((value) => present(value as object))
    .filter((value) => Object.keys(value).length > 0);

const times = anyOf({
  hours: some(
    fc.constantFrom({ from: '09:00', to: '17:30' }, { from: '00:00', to: '12:00' }, { from: '18:00', to: '23:59' }),
  ),
  weekdays: some(fc.subarray([1, 2, 5, 6, 7], { minLength: 1 })),
  days: some(range(fc.constantFrom('2026-01-01', '2026-06-30', '2026-12-31'))),
});

/** Scopes over a few names, so that two of them often meet. */
export const scopes: fc.Arbitrary<Scope> = fc
  .record({
    datasets: fc.dictionary(fc.constantFrom('a', 'b', '12', '9'), fc.uniqueArray(name, { minLength: 1 })),
    purpose: some(fc.constantFrom('loan', 'insurance')),
    rows: some(fc.dictionary(fc.constantFrom('a', 'b'), fc.array(test, { minLength: 1, maxLength: 3 }))),
    treatments: some(fc.dictionary(fc.constantFrom('a', 'b'), fc.array(treatment, { minLength: 1, maxLength: 3 }))),
    times: some(times),
    quota: some(anyOf({ day: some(limits), month: some(limits), total: some(limits) })),
  })
  // The parts are built without their types; each test that uses them parses what comes of it.
  .map((value) => ({ v: 1, ...present(value) }) as unknown as Scope);

/** Cells that the tests above tell apart. */
export const cells = fc.oneof(code, fc.constantFrom('511703', '张三', '20261123', '100', 'x,"y'));
