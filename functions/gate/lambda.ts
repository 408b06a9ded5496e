import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import * as z from 'zod/mini';

/** What Lambda's Node.js runtime gives a function that streams; a test brings its own. */
export interface StreamingRuntime {
  readonly streamifyResponse: (handler: StreamingHandler) => unknown;
  readonly HttpResponseStream: { readonly from: (out: Writable, metadata: Metadata) => Writable };
}
export type StreamingHandler = (event: unknown, out: Writable) => Promise<void>;

export interface Metadata {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

interface App {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * An app behind a REST API whose answers stream. An answer that breaks off destroys the stream, so that it never ends
 * as a whole one does, and fails the call: `streamHandle` of hono ends it in good order. It takes no bodies.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
export const streaming = (app: App, runtime: StreamingRuntime): unknown =>
  runtime.streamifyResponse(async (event, out) => {
    const answer = await app.fetch(requestOf(event));
    const headers = Object.fromEntries(answer.headers);
    const way = runtime.HttpResponseStream.from(out, { statusCode: answer.status, headers });
    await handOn(answer.body, way);
  });

/**
 * Also while a slow recipient takes nothing it is seen that the answer broke off, or that the way did: pipeline() sees the
 * first only when the recipient reads again.
 */
async function handOn(body: ReadableStream<Uint8Array> | null, way: Writable): Promise<void> {
  const reader = body?.getReader();
  const over = finished(way);
  over.catch(() => {});
  try {
    // Status and headers leave with the first write, also where nothing follows.
    if (!reader) way.write('');
    for (;;) {
      const next = await Promise.race([reader?.read(), over]);
      if (!next || next.done) break;
      if (!way.write(next.value)) await Promise.race([once(way, 'drain'), reader?.closed, over]);
    }
    way.end();
    await over;
  } catch (error) {
    way.destroy(error instanceof Error ? error : undefined);
    // Lambda never tells that the recipient left, but where a write fails the delivery ends.
    await reader?.cancel().catch(() => {});
    throw error;
  }
}

const texts = z.nullish(z.record(z.string(), z.array(z.string())));
const proxyEvent = z.object({
  httpMethod: z.string(),
  path: z.string().check(z.startsWith('/')),
  multiValueHeaders: texts,
  multiValueQueryStringParameters: texts,
  requestContext: z.object({ domainName: z.string() }),
});

/** An event of a REST API (payload format 1.0) as a request. @throws for anything else */
export function requestOf(event: unknown): Request {
  const given = proxyEvent.parse(event);
  const url = new URL(`https://${given.requestContext.domainName}${given.path}`);
  for (const [name, value] of pairsOf(given.multiValueQueryStringParameters)) url.searchParams.append(name, value);
  const headers = new Headers();
  // A header is bytes to fetch; what is beyond them arrives as it would be written there.
  for (const [name, value] of pairsOf(given.multiValueHeaders))
    headers.append(name, /^[\x20-\x7e\t]*$/.test(value) ? value : encodeURIComponent(value));
  return new Request(url, { method: given.httpMethod, headers });
}

const pairsOf = (many: z.infer<typeof texts>): readonly (readonly [string, string])[] =>
  Object.entries(many ?? {}).flatMap(([name, values]) => values.map((value) => [name, value] as const));
