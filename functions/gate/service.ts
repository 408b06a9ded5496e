import type { Links } from '../../shared/domain/gate.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import type { AccessClaims, VerifiedToken } from '../../shared/http/token.ts';
import type { TokenSigner } from '../../shared/http/token-signer.ts';
import type { UtcHour } from '../../shared/law/utc-hour.ts';
import type { Service } from '../../shared/service.ts';
import type { Exclusions } from '../../shared/store/exclusions.ts';
import type { Skew } from '../../shared/store/skew.ts';
import type { Effective } from './effective.ts';
import { type Turnstile, turnstile } from './turnstile.ts';
import type { Upstream } from './upstream.ts';

/** Who asks, with which key, at which channel. `links` are the four keys to read; without them one read more. */
export interface Bearer {
  readonly organization: string;
  readonly key: string;
  readonly channel: string;
  readonly links?: Links | undefined;
  /** What the request declares to be for 用途. */
  readonly purpose?: string | undefined;
}

/** What the gate needs from outside. */
export interface GateParts {
  /** Verifies an access token; may remember verified tokens, never decisions. */
  readonly verify: (token: string) => Promise<VerifiedToken>;
  readonly upstream: Upstream;
  /** Signs receipts of deliveries. */
  readonly receipts: TokenSigner;
  /** Secret of which the keys of pseudonyms are made; it stands in no table. */
  readonly master: Uint8Array;
  /** Largest streamed delivery in bytes; 0 where answers cannot be streamed. */
  readonly streamBytes: number;
  /** Something is wrong that no caller can mend: a gate is missing, a scope cannot be read. */
  readonly alarm: (what: string, where: string) => void;
  /** How far the process's clock is off the store's. */
  readonly skew: Skew;
  /** Milliseconds that only grow. */
  readonly monotonic?: () => number;
}

/** The gate's service. What it remembers never changes: links of a channel, scopes by hash. Decisions it never keeps. */
export interface GateService extends Service, GateParts {
  readonly monotonic: () => number;
  readonly reads: Turnstile;
  readonly linksOf: Map<string, Links>;
  readonly scopes: Map<string, Scope>;
  /** Intersections by the hashes they are made of. */
  readonly effective: Map<string, Effective>;
  readonly exclusions: Map<string, Exclusions>;
  /** Channels whose first supply this process knows to be noted. */
  readonly supplied: Map<string, true>;
  /** Channels and hours that this process has entered as refused. */
  readonly refused: Map<string, true>;
  /** The hour whose index this process knows a channel to stand in. */
  readonly entered: Map<string, UtcHour>;
}

/** Members are remembered up to here; then the oldest goes. */
const MAX_REMEMBERED = 1_000;

/** A service for one process. */
export function gateService(service: Service, parts: GateParts): GateService {
  return {
    monotonic: () => performance.now(),
    ...service,
    ...parts,
    reads: turnstile(),
    linksOf: new Map(),
    scopes: new Map(),
    effective: new Map(),
    exclusions: new Map(),
    supplied: new Map(),
    refused: new Map(),
    entered: new Map(),
  };
}

/** The caller that a verified token names. */
export const bearerOf = ({ sub, key, channel, dataset, basis }: AccessClaims): Bearer => ({
  organization: sub,
  key,
  channel,
  links: { organization: sub, dataset, basis },
});

/** Remembers what never changes, at most MAX_REMEMBERED of it. */
export function remember<T>(known: Map<string, T>, key: string, value: T): void {
  const [oldest] = known.keys();
  if (known.size >= MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
  known.set(key, value);
}
