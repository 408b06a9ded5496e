/** A source gives chunks of at most so many bytes. */
export const CHUNK_BYTES = 64 * 1024;

/** A dataset's bytes from some place on. */
export interface Source {
  /** Changes whenever the bytes do. */
  readonly version: string;
  /** Bytes of the whole, from 0. */
  readonly size: number;
  /** Chunks of at most CHUNK_BYTES, each read only when it is asked for. */
  readonly bytes: AsyncIterator<Uint8Array>;
}

/** Where the data lies: a folder, or object storage. Bytes are CSV in UTF-8 (a byte order mark may stand before it). */
export interface Upstream {
  /** `undefined` when there is no such dataset. The signal ends all reading at once. */
  readonly open: (dataset: string, from: number, signal: AbortSignal) => Promise<Source | undefined>;
}
