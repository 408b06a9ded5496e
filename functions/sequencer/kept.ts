/**
 * Checkpoints kept where a restored backup of the table does not reach: a second folder, or a bucket whose objects
 * nobody can replace. One for each size, made once, so the copy itself cannot be talked into another past.
 */
export interface Kept {
  /** The note of the largest size, verbatim; `undefined` before the first. */
  readonly newest: () => Promise<string | undefined>;
  /** Keeps a note unless one of this size is there; answers the one that is there now. */
  readonly keep: (size: number, note: string) => Promise<string>;
}
