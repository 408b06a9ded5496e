import { randomUUID } from 'node:crypto';
import type { Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
// Its one router knows no order but ours, and is a third of the size of the usual three.
import { Hono } from 'hono/tiny';
import { isRefusal, notTheirs, type Refusal } from '../domain/decision.ts';
import type { ArticleId } from '../law/articles/titles.ts';
import type { LegalRole, Text } from '../law/roles.ts';
import type { Instant } from '../law/time.ts';
import { crossSite } from './caller.ts';
import { isForm, pageForm } from './form.ts';
import { receiptOf } from './idempotency.ts';
import { type Parsed, parseBody, parseWith, type Taken } from './parse.ts';
import { languageOf, type Problem, refusalResponse, type TechnicalProblem, technicalResponse } from './problem.ts';
import { problemPage } from './problem-page.ts';
import type { Caller, MemberRoute, OpenRoute, Reply, Route } from './route.ts';

/** What stands around the routes: the clock, who is calling, and where failures are written. */
export interface Border<D> {
  readonly deps: D;
  /** Origin of the platform, `https://host`: requests with a session must come from it. */
  readonly origin: string;
  readonly domainNow: () => Instant;
  readonly findCaller: (request: Request) => Promise<Caller | undefined>;
  readonly report: (reference: string, error: unknown) => void;
  /** Titles of articles, for problems. */
  readonly titleOf: (article: ArticleId) => Text;
}

export const MAX_BODY_BYTES = 1024 * 1024;

/** Mounts routes as a Hono app: one border that parses, names the caller, and turns every outcome into an answer. */
export function mount<D>(routes: readonly Route<D>[], border: Border<D>): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => technicalResponse('too-large', readerOf(c)) }));
  for (const route of routes) {
    app.on(route.method.toUpperCase(), [pattern(route.path)], (c) => answer(route, c, border));
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const allow = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    app.all(pattern(path), (c) =>
      technicalResponse('method-not-allowed', readerOf(c), [], { allow: allow.join(', ') }),
    );
  }
  app.notFound((c) => shown(technicalResponse('not-found', readerOf(c)), c));
  app.onError((error, c) => shown(failure(error, c, border), c));
  return app;
}

const pattern = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
const readerOf = (c: HonoContext) => languageOf(c.req.header('accept-language'));

async function answer<D>(route: Route<D>, c: HonoContext, border: Border<D>): Promise<Response> {
  const language = readerOf(c);
  const outcome = route.access === 'anyone' ? await forAnyone(route, c, border) : await forMember(route, c, border);
  if (outcome instanceof Response) return shown(outcome, c);
  return shown(isRefusal(outcome) ? refusalResponse(outcome, language, border.titleOf) : replied(outcome), c);
}

/** An answer as a browser can show it: a problem as a page, and after a form of ours the page that the form names. */
async function shown(answer: Response, c: HonoContext): Promise<Response> {
  const request = c.req.raw;
  if (!isBrowser(request)) return answer;
  if (answer.headers.get('content-type')?.startsWith('application/problem+json')) {
    const problem = (await answer.json()) as Problem; // made by problem.ts a moment ago
    return problemPage(problem, readerOf(c), answer);
  }
  if (!answer.ok || request.method !== 'POST' || !isForm(request)) return answer;
  const location = pageForm(await c.req.text()).to ?? '/console';
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}

type Outcome = Reply | Refusal | Response;

async function forAnyone<D>(route: OpenRoute<D>, c: HonoContext, border: Border<D>): Promise<Outcome> {
  const language = readerOf(c);
  const parsed = await parseInput(route, c);
  if (!parsed.ok) return technicalResponse(parsed.problem, language, parsed.grounds);
  return route.handle({ ...parsed.value, at: border.domainNow(), request: c.req.raw, language }, border.deps);
}

/** Session, origin and role come before the body: whoever may not act learns nothing, not even what would be valid. */
async function forMember<D>(route: MemberRoute<D>, c: HonoContext, border: Border<D>): Promise<Outcome> {
  const language = readerOf(c);
  const request = c.req.raw;
  const caller = await border.findCaller(request);
  if (!caller) {
    if (route.method === 'get' && isBrowser(request)) return toSignIn(c);
    return technicalResponse('unauthenticated', language, [], { 'www-authenticate': 'Session realm="shuqi"' });
  }
  if (crossSite(request, border.origin)) return technicalResponse('forbidden', language);
  const holds = (roles: readonly LegalRole[]) => roles.some((role) => caller.roles.includes(role));
  if (route.rule && !holds(route.rule.by)) return notTheirs(route.rule);
  if (route.by && !holds(route.by)) return technicalResponse('forbidden', language);
  const ifMatch = versionOf(c.req.header('if-match'));
  if (route.ifMatch && ifMatch === undefined) return technicalResponse('version-required', language);
  const parsed = await parseInput(route, c);
  if (!parsed.ok) return technicalResponse(parsed.problem, language, parsed.grounds);
  const formKey = isForm(request) ? pageForm(await c.req.text()).key : undefined;
  const receipt = receiptOf(request, caller.person, parsed.value.body, formKey);
  if (receipt === 'invalid') return technicalResponse('malformed', language, [{ detail: badKey }]);
  const { person, organization, roles, duties } = caller;
  const actor = { person, organization, roles, ...(duties && { duties }) };
  const given = { ...parsed.value, at: border.domainNow(), request, language };
  return route.handle({ ...given, caller, actor, ifMatch, receipt }, border.deps);
}

const isBrowser = (request: Request): boolean => request.headers.get('accept')?.includes('text/html') === true;

/** A person who opens a page of ours without a session signs in and comes back to it. */
function toSignIn(c: HonoContext): Response {
  const { pathname, search } = new URL(c.req.url);
  const to = encodeURIComponent(`${pathname}${search}`);
  return new Response(null, {
    status: 303,
    headers: { location: `/session/start?to=${to}`, 'cache-control': 'no-store' },
  });
}

const badKey = {
  zh: 'Idempotency-Key 须为 1 至 128 个可见字符',
  en: 'Idempotency-Key takes 1 to 128 visible characters',
};

async function parseInput<D>(
  route: Route<D>,
  c: HonoContext,
): Promise<Parsed<{ params: unknown; query: unknown; body: unknown }>> {
  const language = readerOf(c);
  const params = parseWith(route.params, c.req.param(), language, '');
  if (!params.ok) return { ...params, problem: 'not-found', grounds: [] };
  const query = parseWith(route.query, c.req.query(), language, '/query');
  if (!query.ok) return query;
  const body = await parseBody(route.body, c.req, language, takenBy(route));
  if (!body.ok) return body;
  return { ok: true, value: { params: params.value, query: query.value, body: body.value } };
}

function takenBy<D>(route: Route<D>): Taken {
  if (route.access === 'member') return 'json-or-page';
  return route.consumes === 'application/x-www-form-urlencoded' ? 'fields' : 'json';
}

/** `"3"` → 3; anything else that is given matches no version. */
function versionOf(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const digits = /^"(\d{1,9})"$/.exec(header)?.[1];
  return digits === undefined ? -1 : Number(digits);
}

function replied({ status, body, headers }: Reply): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}

/** Names of errors after which trying again helps; everything else is ours to mend. */
const passing: Readonly<Record<string, TechnicalProblem>> = {
  Contention: 'contention',
  Busy: 'unavailable',
  TimeoutError: 'unavailable',
  ThrottlingException: 'unavailable',
  ProvisionedThroughputExceededException: 'unavailable',
  RequestLimitExceeded: 'unavailable',
  InternalServerError: 'unavailable',
  ECONNREFUSED: 'unavailable',
};

function failure<D>(error: Error, c: HonoContext, border: Border<D>): Response {
  if (error.name === 'BadCursor') {
    const detail = {
      zh: '翻页标记无效，请从第一页重新开始',
      en: 'this cursor is not ours: start again from the first page',
    };
    return technicalResponse('invalid', readerOf(c), [{ detail, pointer: '/query/cursor' }]);
  }
  const reference = randomUUID();
  border.report(reference, error);
  const problem = passing[error.name] ?? ('code' in error ? passing[String(error.code)] : undefined) ?? 'internal';
  const detail = { zh: `报修时请提供编号 ${reference}`, en: `quote ${reference} when you report it` };
  return technicalResponse(problem, readerOf(c), [{ detail }]);
}
