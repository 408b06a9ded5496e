// zod/mini: the gate parses scopes and its bundle must stay small.
import * as z from 'zod/mini';

/** Name of an information item 信息项, exactly as the catalogue entry writes it. */
export const fieldName = z.string().check(z.regex(/^(?!\s)[^\p{Cc}]{1,64}(?<!\s)$/u));

/** The greater of two bounds; one that is missing does not bound. */
export const upper = <T extends string | number>(a?: T, b?: T): T | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

/** The smaller of two bounds; one that is missing does not bound. */
export const lower = <T extends string | number>(a?: T, b?: T): T | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

/** A range that bounds something and is not empty. */
export const inOrder = <T extends string | number>({
  from,
  to,
}: {
  readonly from?: T | undefined;
  readonly to?: T | undefined;
}): boolean => (from === undefined || to === undefined ? (from ?? to) !== undefined : from <= to);
