import { fromBase64 } from './bytes.ts';

/* How files that people hand on are taken apart: nothing in them is believed, and no reader throws. */

/** Ids as they stand in keys. */
export const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of so many, each of which is one; `undefined` otherwise. */
export function listOf<T>(list: unknown, least: number, most: number, read: (one: unknown) => T | undefined) {
  if (!Array.isArray(list) || list.length < least || list.length > most) return undefined;
  const found = list.map(read).filter((one) => one !== undefined);
  return found.length === list.length ? found : undefined;
}

/** Base64 of exactly so many bytes. */
export function bytesIn(text: unknown, size: number): Uint8Array | undefined {
  const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
  return bytes?.length === size ? bytes : undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
