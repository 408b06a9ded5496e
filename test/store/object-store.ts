import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Bucket } from '../../shared/store/object-storage.ts';

/** A local stand-in for an object store over HTTP: ranges, tags, versions; it answers 403 unless the signature is right. */
export interface ObjectStore {
  readonly bucket: Bucket;
  /** Replaces what lies there at once. */
  readonly put: (name: string, body: Uint8Array | string) => void;
  /** What was asked for, in order: `GET /d1.csv bytes=0-9 200`. */
  readonly asked: string[];
  /** How many of the next requests meet 503. */
  busy: number;
  readonly close: () => Promise<void>;
}

const SECRET = 'secret-of-this-test';
const NAME = 'upstream';

export async function objectStore(): Promise<ObjectStore> {
  const objects = new Map<string, { body: Buffer; version: string }>();
  let versions = 0;
  const answer = (request: IncomingMessage, response: ServerResponse): number => {
    const path = request.url ?? '';
    const { range = '', 'if-match': wanted } = request.headers;
    if (made.busy > 0) {
      made.busy -= 1;
      return 503;
    }
    if (!signedRight(request)) return 403;
    const found = objects.get(path);
    if (!found) return 404;
    const etag = `"${createHash('md5').update(found.body).digest('hex')}"`;
    if (wanted !== undefined && wanted !== etag) return 412;
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
    if (Number(from) >= found.body.length) return 416;
    const part = found.body.subarray(Number(from), Number(to) + 1);
    response.setHeader('content-range', `bytes ${from}-${Number(from) + part.length - 1}/${found.body.length}`);
    response.setHeader('etag', etag).setHeader('x-amz-version-id', found.version);
    response.writeHead(206).end(part);
    return 206;
  };
  const server = createServer((request, response) => {
    const status = answer(request, response);
    made.asked.push(`${request.method} ${request.url} ${request.headers.range ?? ''} ${status}`);
    if (!response.headersSent) response.writeHead(status).end('<Error/>');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const place = server.address();
  if (typeof place !== 'object' || !place) throw new Error('a server without port');
  const toHere: typeof fetch = (input, init) => {
    const { host, pathname, search } = new URL(String(input));
    const headers = { ...Object.fromEntries(new Headers(init?.headers)), 'x-meant-for': host };
    return fetch(`http://127.0.0.1:${place.port}${pathname}${search}`, { ...init, headers });
  };
  const made: ObjectStore = {
    bucket: {
      name: NAME,
      region: 'cn-north-1',
      access: async () => ({ accessKeyId: 'AKID', secretAccessKey: SECRET, sessionToken: 'session' }),
      now: Date.now,
      fetch: toHere,
    },
    put: (name, body) => {
      versions += 1;
      objects.set(`/${name}`, { body: Buffer.from(body), version: `v${versions}` });
    },
    asked: [],
    busy: 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return made;
}

/** Signature version 4 once more, from what arrived: the headers that it names, the path, the time, the secret. */
function signedRight({ method, url = '', headers }: IncomingMessage): boolean {
  const [, day = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=AKID\/(\d{8})\/cn-north-1\/s3\/aws4_request,SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const time = String(headers['x-amz-date']);
  const host = headers['x-meant-for'];
  const all = ['host', 'range', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'];
  const covers = all.every((name) => names.split(';').includes(name));
  const young = Math.abs(Date.parse(time.replace(/(....)(..)(..)T(..)(..)/, '$1-$2-$3T$4:$5:')) - Date.now()) < 900_000;
  const lines = names.split(';').map((name) => `${name}:${name === 'host' ? host : headers[name]}\n`);
  const [path, query = ''] = url.split('?');
  const canonical = [method, path, query, lines.join(''), names, headers['x-amz-content-sha256']].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const scope = `${day}/cn-north-1/s3/aws4_request`;
  let key: string | Buffer = `AWS4${SECRET}`;
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
  const expected = createHmac('sha256', key).update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${digest}`).digest('hex');
  return covers && young && host === `${NAME}.s3.cn-north-1.amazonaws.com.cn` && signature === expected;
}
