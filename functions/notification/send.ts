import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { Destination } from './destination.ts';

/** The whole exchange, connection included. */
const TIME_LIMIT_MS = 10_000;
/** Read and dropped: nobody needs more of an answer to a webhook than its status. */
const MAX_ANSWER_BYTES = 16 * 1024;

/** The receiver's status, or why there is none. */
export type Sent = { readonly status: number } | { readonly failed: string };

/** Posts to exactly the address that was checked; follows no redirect. Never throws. */
export function send(
  { url, address, family }: Destination,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeLimit = TIME_LIMIT_MS,
): Promise<Sent> {
  return new Promise((resolve) => {
    const open = url.protocol === 'https:' ? secure : plain;
    const outgoing = open(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), 'user-agent': 'shuqi-webhook/1' },
      // Node asks for one address or for all of them; both times it gets the one that was checked.
      lookup: (_, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family)),
      agent: false,
      signal: AbortSignal.timeout(timeLimit),
    });
    outgoing.on('response', (answer) => drained(answer).then(() => resolve({ status: answer.statusCode ?? 0 })));
    outgoing.on('error', (error) => resolve({ failed: nameOf(error) }));
    outgoing.end(body);
  });
}

/** The status counts whatever becomes of the rest. */
function drained(answer: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) answer.destroy();
    });
    answer.on('error', () => resolve());
    answer.on('close', () => resolve());
  });
}

function nameOf(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'time-out';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
