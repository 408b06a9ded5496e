import { readConfig } from './config.ts';
import type { Border } from './http/app.ts';
import { cookieName, cookieOf } from './http/caller.ts';
import { titles } from './law/articles/titles.ts';
import { type Instant, instant } from './law/time.ts';
import { createClient } from './store/client.ts';
import { findCaller } from './store/sessions.ts';
import { type Skew, watchSkew } from './store/skew.ts';
import { type Context, openStore } from './store/store.ts';

/** Two clocks: the domain clock counts statutory time and can be moved in the local run; the real one does the rest. */
export interface Clock {
  readonly domain: () => Instant;
  /** Milliseconds since the epoch. */
  readonly real: () => number;
}

/** What every function works with. Functions that need more extend it. */
export interface Service {
  readonly store: Context;
  readonly clock: Clock;
  /** `https://host` of the platform. */
  readonly origin: string;
}

/** The service of a deployed function, its clock watched. On AWS the domain clock is the real one. */
export function serviceFromEnvironment(): Service & { readonly skew: Skew } {
  const config = readConfig();
  const cursorKey = Buffer.from(config.SHUQI_CURSOR_KEY, 'hex');
  const client = createClient();
  return {
    skew: watchSkew(client),
    store: openStore(client, config.SHUQI_TABLE, cursorKey),
    clock: { domain: () => instant(Date.now()), real: Date.now },
    origin: config.SHUQI_ORIGIN,
  };
}

/** The border around a function's routes: sessions of the store, one log line a failure. */
export function borderOf<D extends Service>(deps: D): Border<D> {
  return {
    deps,
    origin: deps.origin,
    domainNow: deps.clock.domain,
    titleOf: (article) => titles[article],
    findCaller: async (request) => {
      const secret = cookieOf(request, cookieName(deps.origin));
      return secret === undefined ? undefined : findCaller(deps.store, secret);
    },
    report,
  };
}

/** One line of the log for each failure. */
export function report(reference: string, error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error(JSON.stringify({ level: 'error', reference, name, message, stack }));
}
