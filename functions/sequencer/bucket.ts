import { createHash, createHmac } from 'node:crypto';
import type { Kept } from './kept.ts';

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

const PREFIX = 'checkpoint/';
const ATTEMPTS = 3;
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 200_000;

/**
 * Checkpoints kept in a bucket with object lock, an object for each size, made once. Three kinds of requests do not
 * earn the SDK's client for it (141 KB). The actions are s3:ListBucket, s3:GetObject and s3:PutObject.
 */
export function keptBucket(bucket: Bucket): Kept {
  const read = async (key: string): Promise<string> => {
    const answer = await ask(bucket, 'GET', `/${key}`);
    if (answer.status !== 200) throw failed('reading a kept checkpoint', answer);
    return answer.text;
  };
  return {
    newest: async () => {
      // Names count down, so the first name is that of the largest tree.
      const answer = await ask(bucket, 'GET', '/', { 'list-type': '2', 'max-keys': '1', prefix: PREFIX });
      if (answer.status !== 200) throw failed('listing the kept checkpoints', answer);
      const [, key] = /<Key>(checkpoint\/\d{16})<\/Key>/.exec(answer.text) ?? [];
      return key === undefined ? undefined : read(key);
    },
    keep: async (size, note) => {
      const key = `${PREFIX}${String(Number.MAX_SAFE_INTEGER - size).padStart(16, '0')}`;
      const answer = await ask(bucket, 'PUT', `/${key}`, {}, note);
      // 412: there is one of this size already, perhaps ours, its answer lost.
      if (answer.status === 412) return read(key);
      if (answer.status !== 200) throw failed('keeping a checkpoint', answer);
      return note;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const failed = (what: string, { status, text }: Answer) => new Error(`${what}: ${status} ${text.slice(0, 300)}`);

/** One request; trouble on their side and conflicts of two writers are asked again. */
async function ask(bucket: Bucket, method: 'GET' | 'PUT', path: string, query = {}, body = ''): Promise<Answer> {
  const host = `${bucket.name}.s3.${bucket.region}.${bucket.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
  // Object lock takes no object without a checksum; `*` means: only where there is none.
  const own: Record<string, string> =
    method === 'PUT' ? { 'if-none-match': '*', 'x-amz-checksum-sha256': sha256(body, 'base64') } : {};
  let answer: Answer = { status: 0, text: '' };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const access = await bucket.access();
    const headers = signedHeaders({ ...bucket, access, method, host, path, query, headers: own, body });
    const response = await (bucket.fetch ?? fetch)(`https://${host}${path}${queryOf(query, '?')}`, {
      method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(method === 'PUT' && { body }),
    });
    answer = { status: response.status, text: (await response.text()).slice(0, MAX_BYTES) };
    if (answer.status < 500 && answer.status !== 409) return answer;
  }
  return answer;
}

/** What is signed. `query` by ascending name; a path of letters, digits, `/`, `.`, `-`, `_`, `~` alone. */
export interface Signable {
  readonly access: Access;
  readonly region: string;
  readonly now: () => number;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The headers of a request with its signature. @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export function signedHeaders({ access, region, now, method, host, path, query, headers, body }: Signable) {
  const time = `${new Date(now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const content = sha256(body, 'hex');
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
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(request, 'hex')}`;
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

const sha256 = (text: string, as: 'hex' | 'base64'): string => createHash('sha256').update(text).digest(as);
const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
