/** A source gives chunks of at most so many bytes. */
export const CHUNK_BYTES = 64 * 1024;

/** The signal's reason when nothing more is to be read: without one, each delivery would make an error that nobody reads. */
export const OVER = 'over';

/** How a source writes its characters; what leaves is always UTF-8. */
export type Encoding = 'utf-8' | 'gb18030';

/** A dataset's bytes from some place on. */
export interface Source {
  /** Changes whenever the bytes do. */
  readonly version: string;
  /** Bytes of the whole, from 0. */
  readonly size: number;
  /** UTF-8 unless told; a byte order mark may stand before either. */
  readonly encoding?: Encoding;
  /** Chunks of at most CHUNK_BYTES, each read only when it is asked for. */
  readonly bytes: AsyncIterator<Uint8Array>;
}

/** Where the data lies, as CSV: a folder, or object storage. */
export interface Upstream {
  /** `undefined` when there is no such dataset. The signal ends all reading at once. */
  readonly open: (dataset: string, from: number, signal: AbortSignal) => Promise<Source | undefined>;
}

/** The names under which a dataset may lie, and the encoding that each name declares; the first that is there counts. */
export function namesOf(dataset: string): readonly { readonly name: string; readonly encoding: Encoding }[] {
  // The id comes from a verified token, but a path is made of it.
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(dataset)) return [];
  return [
    { name: `${dataset}.csv`, encoding: 'utf-8' },
    { name: `${dataset}.gb18030.csv`, encoding: 'gb18030' },
  ];
}
