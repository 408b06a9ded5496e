import type { $ZodType } from 'zod/v4/core';
import type { Actor, Refusal, Rule } from '../domain/decision.ts';
import type { LegalRole, Text } from '../law/roles.ts';
import type { Instant } from '../law/time.ts';

/** Who is calling, read from the store at each request. */
export interface Caller extends Actor {
  /** Display name of the organization. */
  readonly organizationName: string;
  readonly jurisdiction: string;
}

/** What a command is kept under when the client sends Idempotency-Key (IETF draft-07). */
export interface Receipt {
  readonly caller: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** A JSON answer. `version` becomes the ETag. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Everything a handler is given, parsed once at the border. */
export interface Input<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly actor: Actor;
  readonly caller: Caller;
  /** Domain clock. */
  readonly at: Instant;
  /** Version from If-Match. */
  readonly ifMatch: number | undefined;
  readonly receipt: Receipt | undefined;
  readonly request: Request;
  readonly language: 'zh' | 'en';
}

/** Input of a route that anybody may call. */
export type OpenInput<P, Q, B> = Omit<Input<P, Q, B>, 'actor' | 'caller' | 'receipt' | 'ifMatch'>;

interface Described {
  /** operationId: unique, lower camel case. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With `{name}` for parameters. */
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: Text;
  /** The transition row this route carries out: its roles and article go into the API document. */
  readonly rule?: Rule;
  /** For a read: roles that may call it. With `rule`, the machine judges. */
  readonly by?: readonly LegalRole[];
  /** `required` where two editors could overwrite each other. */
  readonly ifMatch?: 'required';
  /** Shape of the answer's body, for the API document. */
  readonly reply?: $ZodType;
  /** Media types of the answer when it is not JSON. */
  readonly produces?: string | readonly string[];
  readonly example?: unknown;
}

/** Schemas of zod or of zod/mini. */
type Schemas<P, Q, B> = {
  readonly params?: $ZodType<P>;
  readonly query?: $ZodType<Q>;
  readonly body?: $ZodType<B>;
};

/** A route for members of organizations. */
export interface MemberRoute<D, P = unknown, Q = unknown, B = unknown> extends Described, Schemas<P, Q, B> {
  readonly access: 'member';
  readonly handle: (input: Input<P, Q, B>, deps: D) => Promise<Reply | Refusal | Response>;
}

/** A route without account: citizens, auditors, machines with their own proof. */
export interface OpenRoute<D, P = unknown, Q = unknown, B = unknown> extends Described, Schemas<P, Q, B> {
  readonly access: 'anyone';
  /** Content type of the body; JSON unless told. */
  readonly consumes?: 'application/json' | 'application/x-www-form-urlencoded';
  readonly handle: (input: OpenInput<P, Q, B>, deps: D) => Promise<Reply | Refusal | Response>;
}

export type Route<D> = MemberRoute<D> | OpenRoute<D>;

/**
 * Binds the types of a route's schemas to its handler, then forgets them, so that routes make one list.
 * The border parses with the same schemas before it calls the handler, so the forgotten types hold.
 */
export function routesFor<D>() {
  return {
    member: <P, Q, B>(route: Omit<MemberRoute<D, P, Q, B>, 'access'>): Route<D> =>
      ({ ...route, access: 'member' }) as unknown as Route<D>,
    open: <P, Q, B>(route: Omit<OpenRoute<D, P, Q, B>, 'access'>): Route<D> =>
      ({ ...route, access: 'anyone' }) as unknown as Route<D>,
  };
}

/** A JSON reply. `version` is the stream's version and becomes the ETag. */
export function reply(
  body: object,
  {
    status = 200,
    version,
    location,
  }: {
    status?: Reply['status'];
    version?: number;
    location?: string;
  } = {},
): Reply {
  return {
    status,
    body: JSON.stringify(body),
    headers: { ...(version !== undefined && { etag: `"${version}"` }), ...(location && { location }) },
  };
}
