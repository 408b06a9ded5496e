import { createHash, createHmac } from 'node:crypto';
import { fromEnv } from '@aws-sdk/credential-provider-env';

/*
 * Object storage 对象存储 (S3), as far as this system needs it: a few kinds of requests do not earn the SDK's client
 * (141 KB in each bundle), so they are signed here.
 */

/** What a request to the object store is signed with; asked for each time, because credentials pass. */
export interface Access {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly access: () => Promise<Access>;
  readonly now: () => number;
  readonly fetch?: typeof fetch;
}

/**
 * A bucket as a deployed function reaches it, with the credentials of its own role; `undefined` when the name is not a
 * bucket's regional domain name, `upstream.s3.cn-north-1.amazonaws.com.cn`.
 */
export function environmentBucket(domain: string): Bucket | undefined {
  const [, name, region] = /^([a-z0-9.-]+)\.s3\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(domain) ?? [];
  return name && region ? { name, region, access: fromEnv(), now: Date.now } : undefined;
}

const ATTEMPTS = 3;
const TIMEOUT_MS = 5_000;

/** One request. `path` of letters, digits, `/`, `.`, `-`, `_`, `~` alone; `query` by ascending name. */
export interface Asked {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Gives the request up, and the reading of its answer. */
  readonly signal?: AbortSignal;
}

/**
 * The answer, its body unread and to be read within five seconds. Trouble on their side, lost connections and conflicts
 * of two writers are asked again, twice. @throws what fetch throws, at once when the signal gave up
 */
export async function askBucket(bucket: Bucket, asked: Asked): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const last = attempt === ATTEMPTS;
    const answer = await once(bucket, asked).catch((error: unknown) => {
      if (last || asked.signal?.aborted) throw error;
      return undefined;
    });
    if (answer && (last || (answer.status < 500 && answer.status !== 409))) return answer;
    await answer?.body?.cancel();
  }
}

async function once(bucket: Bucket, { method, path, query = {}, headers = {}, body = '', signal }: Asked) {
  const host = `${bucket.name}.s3.${bucket.region}.${bucket.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
  const access = await bucket.access();
  const late = AbortSignal.timeout(TIMEOUT_MS);
  return (bucket.fetch ?? fetch)(`https://${host}${path}${queryOf(query, '?')}`, {
    method,
    headers: signedHeaders({ ...bucket, access, method, host, path, query, headers, body }),
    signal: signal ? AbortSignal.any([signal, late]) : late,
    ...(method === 'PUT' && { body }),
  });
}

/** What is signed, its query and path as asked. */
export interface Signable extends Required<Omit<Asked, 'signal' | 'method'>> {
  readonly access: Access;
  readonly region: string;
  readonly now: () => number;
  readonly method: string;
  readonly host: string;
}

/** The headers of a request with its signature. @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export function signedHeaders({ access, region, now, method, host, path, query, headers, body }: Signable) {
  const time = `${new Date(now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const content = createHash('sha256').update(body).digest('hex');
  const own: Record<string, string> = {
    ...headers,
    host,
    'x-amz-content-sha256': content,
    'x-amz-date': time,
    ...(access.sessionToken !== undefined && { 'x-amz-security-token': access.sessionToken }),
  };
  const names = Object.keys(own).toSorted();
  const lines = names.map((name) => `${name}:${own[name]}\n`).join('');
  const request = [method, path, queryOf(query), lines, names.join(';'), content].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${createHash('sha256').update(request).digest('hex')}`;
  const key = scope
    .split('/')
    .reduce<string | Buffer>((derived, part) => mac(derived, part), `AWS4${access.secretAccessKey}`);
  const authorization = `AWS4-HMAC-SHA256 Credential=${access.accessKeyId}/${scope},SignedHeaders=${names.join(';')},Signature=${mac(key, text).toString('hex')}`;
  const { host: _, ...sent } = own;
  return { ...sent, authorization };
}

function queryOf(query: Readonly<Record<string, string>>, before = ''): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length > 0 ? `${before}${pairs.join('&')}` : '';
}

const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
