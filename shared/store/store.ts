import { createHash, randomBytes } from 'node:crypto';
import type { Hash } from '../ledger/hash.ts';
import type { Dynamo } from './client.ts';

/** What every function of the store needs; a value, so that tests pass a fault layer, a fixed clock, fixed randomness. */
export interface Context {
  readonly dynamo: Dynamo;
  readonly table: string;
  readonly hash: Hash;
  readonly random: (bytes: number) => Uint8Array;
  /** Real clock, milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly newId: () => string;
  /** Signs cursors; 32 bytes. */
  readonly cursorKey: Uint8Array;
}

export const sha256: Hash = (bytes) => createHash('sha256').update(bytes).digest();

/** The store over a client and a table, with the machine's own clock and randomness. */
export function openStore(dynamo: Dynamo, table: string, cursorKey: Uint8Array): Context {
  return {
    dynamo,
    table,
    cursorKey,
    hash: sha256,
    random: (bytes) => randomBytes(bytes),
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    newId: randomId,
  };
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 26 characters of Crockford's base 32 in lower case: 130 random bits, nothing to guess from. */
export function randomId(): string {
  return Array.from(randomBytes(26), (byte) => ALPHABET[byte % 32]).join('');
}
