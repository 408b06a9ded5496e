import { Cut } from './guard.ts';

/** The way out of a delivery: holds nothing, gives a chunk only to a recipient that waits for one. */
export interface Outlet {
  readonly body: ReadableStream<Uint8Array>;
  /** Until the recipient waits for a chunk. Throws Cut when it has left. */
  readonly wanted: () => Promise<void>;
  /** Hands a chunk on, at once; only after `wanted`. Throws Cut when the recipient has just left. */
  readonly give: (chunk: Uint8Array) => void;
  /** The end of it all: whole, or broken off so that nobody takes it for whole. */
  readonly close: (cut: Cut | undefined) => void;
}

/**
 * A stream of our own, because a TransformStream keeps a chunk that the recipient has not taken: it could leave after
 * the gates have refused, while the record is being closed.
 */
export function outlet(): Outlet {
  const state = { waiting: false, left: false, wake: () => {} };
  let way: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        way = controller;
      },
      pull: () => {
        state.waiting = true;
        state.wake();
      },
      cancel: () => {
        state.left = true;
        state.wake();
      },
    },
    { highWaterMark: 0 },
  );
  const here = () => {
    if (state.left) throw new Cut('client-left');
  };
  return {
    body,
    wanted: async () => {
      while (!state.waiting && !state.left) {
        await new Promise<void>((resolve) => {
          state.wake = resolve;
        });
      }
      here();
    },
    give: (chunk) => {
      here();
      state.waiting = false;
      way?.enqueue(chunk);
    },
    close: (cut) => {
      if (state.left) return;
      if (cut) way?.error(cut);
      else way?.close();
    },
  };
}
