import { Hono } from 'hono';
import { gateService } from '../../functions/gate/service.ts';
import type { Upstream } from '../../functions/gate/upstream.ts';
import { published } from '../../functions/identity/service.ts';
import { type SignInSettings, signInAt } from '../../functions/identity/sign-in.ts';
import type { NotificationService } from '../../functions/notification/service.ts';
import { mount } from '../../shared/http/app.ts';
import { languageOf, technicalResponse } from '../../shared/http/problem.ts';
import type { Route } from '../../shared/http/route.ts';
import { tokenVerifier } from '../../shared/http/token.ts';
import { type SigningKey, tokenSigner } from '../../shared/http/token-signer.ts';
import { borderOf, type Service } from '../../shared/service.ts';
import type { Skew } from '../../shared/store/skew.ts';
import { findTokenKey } from '../../shared/store/token-keys.ts';
import { type FunctionName, functions } from '../functions.ts';
import { openApi } from '../openapi.ts';

/** What the functions work with here in place of what AWS gives them. */
export interface Parts {
  readonly service: Service;
  /** The gate signs receipts with a key of its own, so that it cannot make tokens. */
  readonly keys: { readonly token: SigningKey; readonly receipt: SigningKey };
  readonly notification: NotificationService;
  /** Secret of the pseudonyms. */
  readonly master: Uint8Array;
  readonly issuer: SignInSettings;
  readonly upstream: Upstream;
  readonly skew: Skew;
  readonly report: (what: string, error: unknown) => void;
}

/** One function as an app, with the routes that are its own. */
export interface Mounted {
  readonly app: Hono;
  readonly routes: readonly Pick<Route<never>, 'method' | 'path'>[];
}

/** Every function of the platform, each over its own dependencies as its handler would have them on AWS. */
export function functionsOf(parts: Parts): Readonly<Record<FunctionName, Mounted>> {
  const { service, upstream, keys, master, issuer, skew, report } = parts;
  const tokens = published(service.store, tokenSigner(keys.token));
  const findKey = (kid: string) => findTokenKey(service.store, kid);
  const supply = gateService(service, {
    verify: tokenVerifier({ issuer: service.origin, now: service.clock.real, findKey }),
    upstream,
    skew,
    receipts: tokenSigner(keys.receipt),
    master,
    streamBytes: MAX_STREAM_BYTES,
    alarm: (what, where) => report(`gate: ${what}`, where),
  });
  const entrance = { ...service, tokens, signIn: signInAt(issuer, service.origin) };
  return {
    identity: mounted(functions.identity, entrance, report),
    catalog: mounted(functions.catalog, service, report),
    agreement: mounted(functions.agreement, service, report),
    channel: mounted(functions.channel, service, report),
    gate: mounted(functions.gate, supply, report),
    enforcement: mounted(functions.enforcement, { ...service, master }, report),
    registry: mounted(functions.registry, service, report),
    detection: mounted(functions.detection, service, report),
    supervision: mounted(functions.supervision, service, report),
    scorecard: mounted(functions.scorecard, service, report),
    credit: mounted(functions.credit, parts.notification, report),
    product: mounted(functions.product, service, report),
    market: mounted(functions.market, service, report),
    deadline: mounted(functions.deadline, service, report),
    evidence: mounted(functions.evidence, service, report),
    console: mounted(functions.console, service, report),
    casework: mounted(functions.casework, service, report),
    signing: mounted(functions.signing, service, report),
    notification: mounted(functions.notification, parts.notification, report),
    disclosure: mounted(functions.disclosure, { ...service, api: openApi() }, report),
    log: mounted(functions.log, service, report),
  };
}

const MAX_STREAM_BYTES = 200 * 1024 * 1024;

/** Routes with their dependencies as one app. */
export function mounted<D extends Service>(routes: readonly Route<D>[], deps: D, report: Parts['report']): Mounted {
  return { app: mount(routes, { ...borderOf(deps), report }), routes };
}

/**
 * All functions as one app. A request goes to the function whose route it is, as the API in front does on AWS: by
 * method and path; a known path with another method goes to the first function of that path, which answers 405.
 */
export function platform(parts: readonly Mounted[]): Hono {
  const whole = new Hono();
  const each = parts.flatMap(({ app, routes }) => routes.map((route) => ({ app, ...route })));
  const pattern = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');
  // Longer fixed beginnings first: `/datasets/imports` before `/datasets/{id}`.
  const ranked = each.toSorted((a, b) => fixed(b.path) - fixed(a.path));
  for (const { app, method, path } of ranked) {
    whole.on(method.toUpperCase(), [pattern(path)], (c) => app.fetch(c.req.raw));
  }
  for (const { app, path } of ranked) whole.all(pattern(path), (c) => app.fetch(c.req.raw));
  whole.notFound((c) => technicalResponse('not-found', languageOf(c.req.header('accept-language'))));
  return whole;
}

const fixed = (path: string): number => path.split('{')[0]?.length ?? 0;
