import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type CookieJar, cookieJar } from './cookies.ts';
import { Trouble } from './terminal.ts';

/** An answer, its body read. `body` is parsed JSON of whatever shape: check it before use. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

type Headings = Readonly<Record<string, string>>;

/** A client of a running platform. Posts carry an Idempotency-Key, a new one unless the headers name it. */
export interface Client {
  readonly origin: string;
  get(path: string, headers?: Headings): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Headings): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Headings): Promise<Answer>;
  remove(path: string, headers?: Headings): Promise<Answer>;
  /** The response with its body unread, for deliveries. */
  stream(path: string, headers?: Headings): Promise<Response>;
}

const MAX_REDIRECTS = 10;

/** A client without account. Its calls throw Trouble when nothing listens there. */
export const connect = (origin: string): Client => over(origin, cookieJar());

/**
 * Signs in as a ready-made person of the local run, through the real pages of its OpenID issuer.
 * @throws Trouble when the platform does not run, or nobody of that account may sign in
 */
export async function signIn(origin: string, account: string): Promise<Client> {
  const jar = cookieJar();
  const page = await follow(origin, jar, new URL('/session/start?to=/', origin));
  if (page.response.status !== 200 || !page.url.pathname.startsWith('/oidc/')) throw noPage(page.response.status);
  const chosen = { method: 'POST', body: new URLSearchParams({ account }) };
  const end = await follow(origin, jar, page.url, chosen);
  await end.response.body?.cancel();
  const client = over(origin, jar);
  const me = await client.get('/me');
  if (me.status === 200) return client;
  throw new Trouble({
    zh: `不能以 ${account} 登录：没有这个账号`,
    en: `cannot sign in as ${account}: no such account`,
  });
}

/** One reason; `gate`, `measure` and `liftedBy` where a gate refused. */
const ground = z.object({
  article: z.string(),
  detail: z.string(),
  pointer: z.string().optional(),
  gate: z.string().optional(),
  measure: z.string().optional(),
  liftedBy: z.array(z.object({ role: z.string(), name: z.string() })).optional(),
});
const problem = z.object({
  title: z.string(),
  status: z.number(),
  article: z.string(),
  detail: z.string().optional(),
  grounds: z.array(ground).optional(),
});
export type ToldProblem = z.infer<typeof problem>;

/** The problem that an answer tells (RFC 9457); `undefined` when it tells none. */
export function problemOf({ status, body }: Answer): ToldProblem | undefined {
  return status >= 400 ? problem.safeParse(body).data : undefined;
}

/** One line for people: status, articles, reasons. */
export function tell(answer: Answer): string {
  const told = problemOf(answer);
  if (!told) return `${answer.status} ${answer.text.slice(0, 200)}`.trim();
  const reasons = (told.grounds ?? []).map(({ article, detail, pointer }) => `${article} ${pointer ?? ''} ${detail}`);
  return [`${told.status} ${told.article} ${told.title}`, ...reasons.map((one) => one.replace('  ', ' '))].join(' | ');
}

function over(origin: string, jar: CookieJar): Client {
  const send = async (path: string, init: RequestInit, headers: Headings = {}): Promise<Response> =>
    request(jar, new URL(path, origin), { ...init, headers: { 'accept-language': 'zh', origin, ...headers } });
  const read = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    const json = /[/+]json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined };
  };
  const json = (method: string, body: unknown): RequestInit => ({ method, body: JSON.stringify(body) });
  const typed = { 'content-type': 'application/json' };
  return {
    origin,
    get: async (path, headers) => read(await send(path, {}, headers)),
    post: async (path, body = {}, headers) =>
      read(await send(path, json('POST', body), { ...typed, 'idempotency-key': randomUUID(), ...headers })),
    put: async (path, body = {}, headers) => read(await send(path, json('PUT', body), { ...typed, ...headers })),
    remove: async (path, headers) => read(await send(path, { method: 'DELETE' }, headers)),
    stream: (path, headers) => send(path, {}, headers),
  };
}

/** Follows redirects by hand, so that cookies are kept and nothing leads away from the platform. */
async function follow(origin: string, jar: CookieJar, start: URL, init: RequestInit = {}) {
  let url = start;
  let response = await request(jar, url, { ...init, headers: { accept: 'text/html' } });
  for (let count = 0; count < MAX_REDIRECTS; count++) {
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return { url, response };
    await response.body?.cancel();
    url = new URL(location, url);
    if (url.origin !== origin) throw new Error(`a redirect leads to ${url.origin}`);
    response = await request(jar, url, { headers: { accept: 'text/html' } });
  }
  throw new Error(`more than ${MAX_REDIRECTS} redirects from ${start.pathname}`);
}

async function request(jar: CookieJar, url: URL, init: RequestInit & { headers: Headings }): Promise<Response> {
  const cookie = jar.header(url);
  try {
    const headers = { ...init.headers, ...(cookie && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    jar.keep(url, response.headers.getSetCookie());
    return response;
  } catch (cause) {
    if (!refusedConnection(cause)) throw cause;
    const { host } = url;
    throw new Trouble(
      { zh: `${host} 没有响应：请先运行 npm start`, en: `nothing answers at ${host}: run npm start first` },
      { cause },
    );
  }
}

/** fetch hides the system's error in `cause`. */
function refusedConnection(error: unknown): boolean {
  if (!(error instanceof Error) || !(error.cause instanceof Error)) return false;
  return 'code' in error.cause && error.cause.code === 'ECONNREFUSED';
}

const noPage = (status: number) =>
  new Trouble({ zh: `登录页没有出现（${status}）`, en: `the sign-in page did not come (${status})` });
