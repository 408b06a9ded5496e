import { askBucket, type Bucket } from '../../shared/store/object-storage.ts';
import { CHUNK_BYTES, namesOf, type Upstream } from './upstream.ts';

/** Asked for at once: as much as may be read between two admitting reads, so a cut delivery has read no further. */
const RANGE_BYTES = 4 * CHUNK_BYTES;

/**
 * One object for each dataset in a bucket, read range by range, each range only when the delivery gets there. An object
 * that is replaced meanwhile ends the delivery. The actions are s3:GetObject, and s3:ListBucket to tell absent from denied.
 */
export function bucketUpstream(bucket: Bucket): Upstream {
  return {
    open: async (dataset, from, signal) => {
      for (const { name, encoding } of namesOf(dataset)) {
        const first = await range(bucket, `/${name}`, { from, signal });
        if (!first) continue;
        const { version, size } = first;
        return { version, size, encoding, bytes: chunks(bucket, `/${name}`, { from, signal }, first) };
      }
      return undefined;
    },
  };
}

interface Place {
  readonly from: number;
  readonly signal: AbortSignal;
  /** The object must still be this one. */
  readonly etag?: string;
}

interface Range {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly etag: string;
  readonly version: string;
}

/** @throws unless the store answers with exactly the range, or tells that there is no such object */
async function range(bucket: Bucket, path: string, { from, signal, etag }: Place): Promise<Range | undefined> {
  const last = from + RANGE_BYTES - 1;
  const headers = { ...(etag !== undefined && { 'if-match': etag }), range: `bytes=${from}-${last}` };
  const answer = await askBucket(bucket, { method: 'GET', path, headers, signal });
  const [, begin, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers.get('content-range') ?? '') ?? [];
  const tag = answer.headers.get('etag');
  const whole = Number(begin) === from && Number(end) === Math.min(last, Number(size) - 1);
  if (answer.status === 206 && whole && tag !== null) {
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.length !== Number(end) - from + 1) throw new Error(`${path}: ${bytes.length} bytes of ${begin}-${end}`);
    return { bytes, size: Number(size), etag: tag, version: versionOf(tag, answer.headers.get('x-amz-version-id')) };
  }
  await answer.body?.cancel();
  if (answer.status === 404 && etag === undefined) return undefined;
  // Nothing lies at or behind this byte: an empty object, or one that was longer when the cursor was made.
  if (answer.status === 416 && etag === undefined)
    return { bytes: new Uint8Array(), size: 0, etag: '', version: 'none' };
  throw new Error(`${path} from ${from}: ${answer.status} ${answer.status === 412 ? 'it was replaced meanwhile' : ''}`);
}

async function* chunks(bucket: Bucket, path: string, { from, signal }: Place, first: Range) {
  for (let at = from, part: Range | undefined = first; part; ) {
    for (let piece = 0; piece < part.bytes.length; piece += CHUNK_BYTES) {
      if (signal.aborted) return;
      yield part.bytes.subarray(piece, piece + CHUNK_BYTES);
    }
    if (signal.aborted) return;
    at += part.bytes.length;
    if (at >= first.size) return;
    part = await range(bucket, path, { from: at, signal, etag: first.etag });
  }
}

/** The content's tag, and the object's version where the bucket keeps versions: equal bytes put twice are two. */
const versionOf = (etag: string, version: string | null): string =>
  [etag.replaceAll('"', ''), version ?? '']
    .filter((part) => part !== '')
    .join('.')
    .slice(0, 200);
