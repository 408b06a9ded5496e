import { cookieName, cookieOf, crossSite } from '../../shared/http/caller.ts';
import { technicalResponse } from '../../shared/http/problem.ts';
import { type OpenInput, routesFor } from '../../shared/http/route.ts';
import { callerOf, endSession, findSubject, LONGEST_MS, startSession } from '../../shared/store/sessions.ts';
import { signInFailed, signInProblems } from './page.ts';
import { callbackQuery, startQuery } from './schema.ts';
import type { Identity } from './service.ts';

const { open } = routesFor<Identity>();

/** From the start of a sign-in to its return. */
const SIGN_IN_SECONDS = 600;

/** Sign-in and sign-out 登录、退出: the session is a secret in a cookie, kept as a hash. @see POLICY-10 */
export const sessionRoutes = [
  open({
    id: 'startSession',
    method: 'get',
    path: '/session/start',
    tag: 'session',
    summary: { zh: '登录', en: 'Sign in at the issuer, then return to a path of this platform' },
    query: startQuery,
    produces: 'text/html',
    handle: async ({ query, request, language }, { signIn, origin }) => {
      const begun = await signIn.begin(query.to);
      if (begun === 'unavailable') return signInFailed(request, language, signInProblems.unavailable, {});
      const cookie = setCookie(origin, signInCookie(origin), begun.kept, SIGN_IN_SECONDS);
      return redirect(begun.url.href, [cookie]);
    },
  }),
  open({
    id: 'finishSession',
    method: 'get',
    path: '/session/callback',
    tag: 'session',
    summary: { zh: '登录返回', en: 'Where the issuer sends the browser back' },
    query: callbackQuery,
    produces: 'text/html',
    handle: finish,
  }),
  open({
    id: 'endSession',
    method: 'post',
    path: '/session/end',
    tag: 'session',
    summary: { zh: '退出', en: 'Sign out: the session is unusable at once' },
    produces: 'text/html',
    handle: async ({ request, language }, { store, origin }) => {
      if (crossSite(request, origin)) return technicalResponse('forbidden', language);
      const secret = cookieOf(request, cookieName(origin));
      if (secret !== undefined) await endSession(store, secret);
      return redirect('/', [setCookie(origin, cookieName(origin), '', 0)]);
    },
  }),
];

async function finish(
  { request, language }: OpenInput<unknown, unknown, unknown>,
  { store, signIn, origin }: Identity,
): Promise<Response> {
  // Used once, whatever comes of it.
  const used = setCookie(origin, signInCookie(origin), '', 0);
  const kept = cookieOf(request, signInCookie(origin)) ?? '';
  const finished = await signIn.finish(new URL(request.url).search, kept);
  if (typeof finished === 'string') {
    return signInFailed(request, language, signInProblems[finished], { 'set-cookie': used });
  }
  const who = await findSubject(store, signIn.issuer, finished.sub);
  if (!who || !(await callerOf(store, who))) {
    return signInFailed(request, language, signInProblems.unknown, { 'set-cookie': used });
  }
  // A session from before is ended: a new sign-in never continues under a secret that somebody may have planted.
  const before = cookieOf(request, cookieName(origin));
  if (before !== undefined) await endSession(store, before);
  const secret = await startSession(store, who);
  // Absolute: `/.//elsewhere` would become `//elsewhere` when resolved, which names another host.
  const to = new URL(finished.to, origin);
  const safe = to.origin === new URL(origin).origin ? to.href : origin;
  return redirect(safe, [used, setCookie(origin, cookieName(origin), secret, LONGEST_MS / 1000)]);
}

/** The cookie that carries state, nonce and PKCE verifier while the person is at the issuer. */
const signInCookie = (origin: string): string => (origin.startsWith('https:') ? '__Host-signin' : 'signin');

/** Lax: the issuer's redirect is a top-level navigation and must bring the cookie along. */
function setCookie(origin: string, name: string, value: string, seconds: number): string {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}
