// zod/mini: the gate parses scopes and its bundle must stay small.
import * as z from 'zod/mini';
import { isNumber } from './row-filter.ts';
import { fieldName } from './scope-values.ts';

/** Beyond this, two bucket sizes have no common one. */
const MAX_BUCKET = 1_000_000_000;

const plain = z.strictObject({ field: fieldName, do: z.enum(['keep', 'drop', 'hash', 'month', 'city']) });
const mask = z.strictObject({
  field: fieldName,
  do: z.literal('mask'),
  first: z.int().check(z.minimum(0), z.maximum(6)),
  last: z.int().check(z.minimum(0), z.maximum(4)),
});
const bucket = z.strictObject({
  field: fieldName,
  do: z.literal('bucket'),
  size: z.int().check(z.minimum(1), z.maximum(MAX_BUCKET)),
});

/**
 * How a field leaves 去标识化: as it is (keep), not at all (drop), as a pseudonym of this channel (hash), with only its
 * first and last characters (mask), or coarser: a date as its month, a division as its city, a number as the lower end
 * of its bucket.
 * @see DZ-43, OPS-21
 */
const treatment = z.discriminatedUnion('do', [plain, mask, bucket]);
export type Treatment = z.infer<typeof treatment>;

/** A list, not a record by field: a field may bear any name. */
export const treatments = z.array(treatment).check(z.minLength(1), z.maxLength(200));

/** All treatments as one for each field; two of which neither is the stricter drop the field. Without `keep`. */
export function meetTreatments(all: readonly Treatment[]): Treatment[] {
  const merged = new Map<string, Treatment>();
  for (const one of all) merged.set(one.field, meet(merged.get(one.field) ?? one, one));
  return [...merged.values()].filter((one) => one.do !== 'keep').sort((a, b) => (a.field < b.field ? -1 : 1));
}

function meet(a: Treatment, b: Treatment): Treatment {
  const { field } = a;
  if (a.do === 'keep') return b;
  if (b.do === 'keep') return a;
  if (a.do === 'mask' && b.do === 'mask') {
    return { field, do: 'mask', first: Math.min(a.first, b.first), last: Math.min(a.last, b.last) };
  }
  if (a.do === 'bucket' && b.do === 'bucket') {
    const size = (a.size / divisor(a.size, b.size)) * b.size;
    return size <= MAX_BUCKET ? { field, do: 'bucket', size } : { field, do: 'drop' };
  }
  return a.do === b.do ? a : { field, do: 'drop' };
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/**
 * What leaves in place of a cell. A cell that a coarser form cannot be made of leaves empty; an empty one stays empty.
 * `pseudonym` gives the keyed hash.
 */
export function treated(one: Treatment, pseudonym: (cell: string) => string): (cell: string) => string {
  const change = changed(one, pseudonym);
  return (cell) => (cell === '' ? '' : change(cell));
}

function changed(one: Treatment, pseudonym: (cell: string) => string): (cell: string) => string {
  switch (one.do) {
    case 'keep':
      return (cell) => cell;
    case 'drop':
      return () => '';
    case 'hash':
      return pseudonym;
    case 'mask':
      return (cell) => masked(cell, one.first, one.last);
    case 'month':
      return month;
    case 'city':
      return (cell) => (/^\d{6}(\d{3}){0,2}$/.test(cell) ? `${cell.slice(0, 4)}00` : '');
    case 'bucket':
      return (cell) => (isNumber(cell) ? String(Math.floor(Number(cell) / one.size) * one.size) : '');
  }
}

/**
 * At most half of a cell at each end and never all of it; each end for itself, so that a smaller number never shows
 * more. The stars do not tell how many characters they stand for.
 */
function masked(cell: string, first: number, last: number): string {
  const characters = [...cell];
  const head = Math.min(first, Math.floor(characters.length / 2));
  const tail = Math.min(last, Math.ceil(characters.length / 2) - 1);
  return `${characters.slice(0, head).join('')}***${tail > 0 ? characters.slice(-tail).join('') : ''}`;
}

/** `2026-11-23…`, `2026/11/3`, `20261123`, `2026年11月3日` → `2026-11`. */
function month(cell: string): string {
  const [, year, long, short] = /^(\d{4})(?:[-/.年](\d{1,2})(?!\d)|(\d{2})\d{2}(?!\d))/.exec(cell) ?? [];
  const number = Number(long ?? short);
  return number >= 1 && number <= 12 ? `${year}-${String(number).padStart(2, '0')}` : '';
}
