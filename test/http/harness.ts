import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { mount } from '../../shared/http/app.ts';
import { cookieName } from '../../shared/http/caller.ts';
import type { Problem } from '../../shared/http/problem.ts';
import type { Route } from '../../shared/http/route.ts';
import { type Instant, instant, millis } from '../../shared/law/time.ts';
import { borderOf, type Service } from '../../shared/service.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { startSession } from '../../shared/store/sessions.ts';
import { openStore } from '../../shared/store/store.ts';
import { city, type SeatId, seatOf, settle } from './city.ts';

export const ORIGIN = 'https://shuqi.test';

/** Of the pseudonyms. */
export const MASTER = new Uint8Array(32).fill(7);

/** A service whose two clocks the test moves; `master` is what enforcement needs besides. */
export interface TestService extends Service {
  readonly master: Uint8Array;
  /** Moves the domain clock to a moment, or by milliseconds. */
  readonly moveTo: (at: Instant) => void;
  readonly passDomain: (ms: number) => void;
  /** Moves the real clock by milliseconds (sessions, tokens). */
  readonly passReal: (ms: number) => void;
}

/** A service over real DynamoDB Local (or a fault layer in front), the domain clock at 2026-11-23 16:00 in Shanghai. */
export function testService(dynamo: Dynamo, table: string): TestService {
  let domain = Date.UTC(2026, 10, 23, 8);
  let real = 0;
  const now = () => Date.now() + real;
  const store = { ...openStore(dynamo, table, randomBytes(32)), now };
  return {
    store,
    origin: ORIGIN,
    master: MASTER,
    clock: { domain: () => instant(domain), real: now },
    moveTo: (at) => {
      domain = millis(at);
    },
    passDomain: (ms) => {
      domain += ms;
    },
    passReal: (ms) => {
      real += ms;
    },
  };
}

/** Settles these organizations, or the whole test city. */
export async function settleCity(
  service: Service,
  seats: readonly SeatId[] = Object.keys(city) as SeatId[],
): Promise<void> {
  for (const seat of seats) await settle(service, seat);
}

/** An answer, its body read once. `body` is whatever JSON came, `problem` the same seen as a problem. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  readonly body: any;
  readonly problem: Problem;
}

export interface Client {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answered>;
  readonly post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answered>;
  readonly put: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answered>;
  readonly send: (method: string, path: string, init: RequestInit) => Promise<Answered>;
}

/** The app of some routes, a client without account, and clients signed in as people of the test city. */
export function open<D extends Service>(routes: readonly Route<D>[], deps: D) {
  const app = mount(routes, { ...borderOf(deps), report: () => {} });
  return {
    app,
    anyone: clientOf(app, {}),
    as: (person: string): Promise<Client> => memberOf({ app }, deps, person, seatOf(person)),
  };
}

/** A client signed in as this person for this organization, of the test city or not. */
export async function memberOf(
  { app }: { readonly app: Hono },
  { store, origin }: Service,
  person: string,
  organization: string,
): Promise<Client> {
  const secret = await startSession(store, { person, organization });
  return clientOf(app, { cookie: `${cookieName(origin)}=${secret}`, origin });
}

export function clientOf(app: Hono, always: Record<string, string>): Client {
  const send = async (method: string, path: string, init: RequestInit): Promise<Answered> => {
    const headers = { ...always, ...Object.fromEntries(new Headers(init.headers)) };
    const response = await app.request(`${ORIGIN}${path}`, { ...init, method, headers });
    const text = await response.text();
    const body = /[/+]json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, body, problem: body };
  };
  const withBody =
    (method: string) =>
    (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
      send(method, path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  return {
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: withBody('POST'),
    put: withBody('PUT'),
    send,
  };
}
