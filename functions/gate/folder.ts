import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CHUNK_BYTES, namesOf, type Upstream } from './upstream.ts';

/** A paced source gives its bytes in so many portions a second. */
const PORTIONS = 10;

/**
 * One file for each dataset, named as `namesOf` says, in a folder of this machine or a mounted file system.
 * `bytesPerSecond` slows reading down, so that a delivery lasts long enough to be looked at (local run only).
 */
export function folderUpstream(folder: string, { bytesPerSecond }: { bytesPerSecond?: number } = {}): Upstream {
  return {
    open: async (dataset, from, signal) => {
      const found = await opened(folder, dataset);
      if (!found) return undefined;
      const { file, encoding } = found;
      // Also when nobody reads to the end: an open file is closed by its signal, which may have come while it was opened.
      const close = () => void file.close().catch(() => {});
      if (signal.aborted) close();
      else signal.addEventListener('abort', close, { once: true });
      const { size, mtimeMs } = await file.stat();
      const portion = Math.min(CHUNK_BYTES, bytesPerSecond ? Math.ceil(bytesPerSecond / PORTIONS) : CHUNK_BYTES);
      const wait = async () => {
        if (bytesPerSecond) await pause(1_000 / PORTIONS, undefined, { signal });
      };
      const bytes = chunks(file, from, portion, signal, wait);
      return { size, version: `${size}-${Math.trunc(mtimeMs)}`, encoding, bytes };
    },
  };
}

async function opened(folder: string, dataset: string) {
  for (const { name, encoding } of namesOf(dataset)) {
    const file = await open(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (file) return { file, encoding };
  }
  return undefined;
}

async function* chunks(
  file: FileHandle,
  from: number,
  portion: number,
  signal: AbortSignal,
  wait: () => Promise<void>,
): AsyncGenerator<Uint8Array, undefined> {
  for (let at = from; !signal.aborted; ) {
    const { bytesRead, buffer } = await file.read(new Uint8Array(portion), 0, portion, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
    await wait();
  }
}
