import { utf8 } from './bytes.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Arrays and objects inside each other: our deepest event has four, and recursion must end. */
export const MAX_DEPTH = 16;

/**
 * Canonical bytes of a JSON value: no white space, keys by UTF-16 code units, numbers as ECMAScript writes them.
 * Throws RangeError for what `isJson` refuses: ask it first where the value comes from outside.
 * @see RFC 8785 §3.2
 */
export function canonical(value: Json): Uint8Array {
  return utf8(text(value, 0));
}

/**
 * Whether a value has one canonical form: no lone surrogate (UTF-8 cannot carry it), no NaN or infinity, no integer
 * beyond ±(2^53 - 1) (its last digits are already lost), no hole, nothing deeper than MAX_DEPTH.
 */
export function isJson(value: unknown): value is Json {
  try {
    text(value, 0);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function text(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new RangeError(`JSON deeper than ${MAX_DEPTH}`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numeral(value);
  // Array.from, because map would jump over a hole and leave it undefined in silence.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => text(item, depth + 1)).join(',')}]`;
  if (typeof value !== 'object' || !isPlain(value)) throw new RangeError(`not JSON: ${typeof value}`);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1)) // `<` on strings is the order of UTF-16 code units
    .map(([key, member]) => `${quoted(key)}:${text(member, depth + 1)}`);
  return `{${members.join(',')}}`;
}

function quoted(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new RangeError('a lone surrogate has no UTF-8');
  return JSON.stringify(value);
}

function numeral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not JSON`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${value} lost its last digits`);
  return JSON.stringify(value);
}

/** A Date or a Map would be written as an empty object: nothing of it would be committed. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
