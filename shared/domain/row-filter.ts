// zod/mini: the gate parses scopes and its bundle must stay small.
import * as z from 'zod/mini';
import { fieldName, inOrder, lower, upper } from './scope-values.ts';

/** Tests on one dataset, and values that one test may list. */
const MAX_TESTS = 20;
const MAX_VALUES = 200;
const value = z.string().check(z.maxLength(200));

const texts = z
  .strictObject({ from: z.optional(value), to: z.optional(value) })
  .check(z.refine(inOrder, 'a range has a bound, and begins before it ends'));
const numbers = z
  .strictObject({ from: z.optional(z.number()), to: z.optional(z.number()) })
  .check(z.refine(inOrder, 'a range has a bound, and begins before it ends'));

/**
 * A test on one field 行筛选; each member present must hold. `in`: one of these (equality is a list of one). `text` and
 * `number`: a range, both ends included; texts compare by UTF-16 code unit, as ISO dates order. `division`: 行政区划
 * codes below this one, by prefix. The field need not be one that is supplied.
 */
const rowTest = z
  .strictObject({
    field: fieldName,
    in: z.optional(z.array(value).check(z.minLength(1), z.maxLength(MAX_VALUES))),
    text: z.optional(texts),
    number: z.optional(numbers),
    division: z.optional(z.string().check(z.regex(/^\d{2}(\d{2}){0,2}(\d{3}){0,2}$/))),
  })
  .check(z.refine((test) => Object.keys(test).length > 1, 'a test names what must hold'));
export type RowTest = z.infer<typeof rowTest>;

/** All tests must hold. A list, not a record by field: a field may bear any name. */
export const rowTests = z.array(rowTest).check(z.minLength(1), z.maxLength(MAX_TESTS));

/** Whether a cell passes. A cell that is no number passes no range of numbers, one that is no division no division. */
export function passes({ in: listed, text, number, division }: Omit<RowTest, 'field'>, cell: string): boolean {
  if (listed && !listed.includes(cell)) return false;
  if (text && !inside(cell, text)) return false;
  if (number && !(isNumber(cell) && inside(Number(cell), number))) return false;
  return division === undefined || (/^\d{6}(\d{3}){0,2}$/.test(cell) && cell.startsWith(division));
}

/** Both filters as one: a test for each field, in the order of fields; `none` when no row can pass. */
export function meetTests(tests: readonly RowTest[]): RowTest[] | 'none' {
  const merged = new Map<string, RowTest>();
  for (const test of tests) {
    const both = meet(merged.get(test.field) ?? test, test);
    if (both === 'none') return 'none';
    merged.set(test.field, both);
  }
  return [...merged.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
}

function meet(a: RowTest, b: RowTest): RowTest | 'none' {
  const text = narrower(a.text, b.text);
  const number = narrower(a.number, b.number);
  const division = longer(a.division, b.division);
  if (text === 'none' || number === 'none' || division === 'none') return 'none';
  const rest = { ...(text && { text }), ...(number && { number }), ...(division !== undefined && { division }) };
  if (!a.in && !b.in) return { field: a.field, ...rest };
  // Values listed say all: those that the ranges leave.
  const listed = (a.in ?? b.in ?? []).filter((one) => passes({ in: b.in, ...rest }, one));
  return listed.length > 0 ? { field: a.field, in: [...new Set(listed)].sort() } : 'none';
}

interface Range<T> {
  readonly from?: T | undefined;
  readonly to?: T | undefined;
}

const inside = <T extends string | number>(cell: T, { from, to }: Range<T>): boolean =>
  (from === undefined || cell >= from) && (to === undefined || cell <= to);

function narrower<T extends string | number>(a?: Range<T>, b?: Range<T>): Range<T> | undefined | 'none' {
  if (!a || !b) return a ?? b;
  const from = upper(a.from, b.from);
  const to = lower(a.to, b.to);
  if (from !== undefined && to !== undefined && from > to) return 'none';
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function longer(a?: string, b?: string): string | undefined | 'none' {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.startsWith(b)) return a;
  return b.startsWith(a) ? b : 'none';
}

/** Fifteen digits are exact in a double; longer ones are codes, not numbers. */
export const isNumber = (cell: string): boolean => /^-?\d{1,15}(\.\d{1,6})?$/.test(cell);
