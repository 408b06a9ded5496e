import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../client.ts';
import type { Machine } from '../demo/machine.ts';
import { holds } from '../demo/seen.ts';

/** One request for a page, by this process's clock in milliseconds. */
export interface Tried {
  readonly began: number;
  readonly ended: number;
  readonly status: number;
}

/** Clients that fetch pages in loops. */
export interface Load {
  readonly tried: readonly Tried[];
  /** Resolves when `count` more answers have come. @throws Unlike when they do not come in time */
  readonly more: (count: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A page small enough to lie in the first portion of a slowed source. */
const PAGE = '?limit=5';
const MORE_WITHIN_MS = 60_000;

/** Starts so many clients at once, all with the machine's token. */
export function load(machine: Machine, clients: number): Load {
  const tried: Tried[] = [];
  let going = true;
  const one = async () => {
    while (going) {
      const began = performance.now();
      // A connection that breaks is no answer, and so no admission.
      const status = await machine.page(PAGE).then(
        (answer) => answer.status,
        () => 0,
      );
      tried.push({ began, ended: performance.now(), status });
      if (status === 0) await pause(20);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, one));
  return {
    tried,
    more: async (count) => {
      const [enough, began] = [tried.length + count, performance.now()];
      while (tried.length < enough) {
        holds(performance.now() - began < MORE_WITHIN_MS, `${count} answers`, `${tried.length}`);
        await pause(20);
      }
    },
    stop: async () => {
      going = false;
      await all;
    },
  };
}

/** A streamed delivery under way, by this process's clock. */
export interface Flow {
  readonly name: string;
  readonly bytes: () => number;
  /** When the last byte came. */
  readonly last: () => number;
  /** Resolves when it has ended, whole or cut; hangs up after `ms`. */
  readonly end: (ms: number) => Promise<void>;
}

/** Slow enough that a small table lasts longer than the drill. */
const SLOW = { bytesPerSecond: 10_000 };
const FIRST_BYTES_MS = 10_000;

/** Slows the source down and begins one stream. @throws Unlike when it does not begin */
export async function flow(client: Client, machine: Machine): Promise<Flow> {
  const paced = await client.post('/local/pace', SLOW);
  holds(paced.status === 200, 'a slow source', paced.text);
  const response = await machine.stream();
  const reader = response.body?.getReader();
  holds(response.status === 200 && reader !== undefined, '200 and a stream', `${response.status}`);
  let [bytes, last] = [0, performance.now()];
  const read = async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes += next.value.length;
      last = performance.now();
    }
  };
  // A cut ends the connection abruptly.
  const done = read().catch(() => {});
  for (let waited = 0; bytes === 0 && waited < FIRST_BYTES_MS; waited += 20) await pause(20);
  holds(bytes > 0, 'the first bytes of a stream', 'nothing');
  return {
    name: response.headers.get('shuqi-delivery') ?? '',
    bytes: () => bytes,
    last: () => last,
    end: async (ms) => {
      const late = new AbortController();
      await Promise.race([done, pause(ms, undefined, { signal: late.signal }).catch(() => {})]);
      late.abort();
      await reader.cancel().catch(() => {});
    },
  };
}

/** The next delivery is not slowed down. */
export const fullSpeed = (client: Client) => client.post('/local/pace', { bytesPerSecond: null });
