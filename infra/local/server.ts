import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { taken } from './dynamodb.ts';

export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The one port of the local run, on loopback only. */
export interface LocalServer {
  readonly port: number;
  /** Takes requests from now on; before, every request is answered with 503. */
  serve(listener: Listener): void;
  /** Takes no new connections, lets running answers end for a moment, then closes. Idempotent. */
  close(): Promise<void>;
}

const CLOSE_WITHIN_MS = 3_000;

/** Takes the port at once, so that a taken one is told before anything else starts. @throws Trouble when it is taken */
export async function listen(port: number): Promise<LocalServer> {
  let listener: Listener = async (_, response) => {
    response.writeHead(503, { 'retry-after': '2' }).end('starting\n');
  };
  const server = createServer((request, response) => void listener(request, response));
  await bind(server, port);
  let closed: Promise<void> | undefined;
  const place = server.address();
  if (typeof place !== 'object' || !place) throw new Error('a server without port');
  return {
    port: place.port,
    serve: (next) => {
      listener = next;
    },
    close: () => {
      closed ??= end(server);
      return closed;
    },
  };
}

async function end(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
  await closed;
  clearTimeout(force);
}

async function bind(server: Server, port: number): Promise<void> {
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw taken(port);
    throw error;
  }
}

/**
 * Answers as the platform at `origin`. Another host name that leads here (`localhost`, or a web page that resolves its
 * own name to this machine) gets no further: people are sent to the right address, everything else is refused.
 */
export function platformListener(
  origin: string,
  fetch: (request: Request) => Response | Promise<Response>,
  before: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>,
): Listener {
  const { host, port } = new URL(origin);
  const answer = getRequestListener(async (request, { outgoing }) => cutQuietly(await fetch(request), outgoing));
  return async (request, response) => {
    if (request.headers.host === host) {
      if (!(await before(request, response))) await answer(request, response);
    } else if (request.headers.host === `localhost:${port}` && request.method === 'GET') {
      response.writeHead(307, { location: `${origin}${request.url}` }).end();
    } else {
      response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' }).end(`请访问；open ${origin}\n`);
    }
  };
}

/**
 * A delivery that is cut ends with its connection. That is how it is meant and stands in the record of the delivery; the
 * adapter would print it as a failure of ours.
 */
function cutQuietly(response: Response, outgoing: { destroy(): unknown }): Response {
  const reader = response.headers.has('shuqi-delivery') ? response.body?.getReader() : undefined;
  if (!reader) return response;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    try {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    } catch {
      outgoing.destroy();
      controller.close();
    }
  };
  // Nothing is taken ahead of the recipient: what it has not asked for can still be cut.
  const body = new ReadableStream({ pull, cancel: (reason) => reader.cancel(reason) }, { highWaterMark: 0 });
  return new Response(body, response);
}
