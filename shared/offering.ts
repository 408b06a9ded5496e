import type { GateKind, Reason } from './domain/admission.ts';
import type { Gate } from './domain/gate.ts';
import { restsOf } from './domain/product.ts';
import type { Product } from './domain/product-schema.ts';
import { cutOff, outsideDays, type Upstream, type UpstreamGate } from './domain/product-upstream.ts';
import type { Scope } from './domain/scope.ts';
import type { Instant } from './law/time.ts';
import { readGates } from './store/gates.ts';
import { type StreamName, streamText } from './store/keys.ts';
import { getScope } from './store/scopes.ts';
import type { Context } from './store/store.ts';
import type { Unit } from './store/unit.ts';

type Known = Exclude<Product, { status: 'none' }>;
/** What a product rests on, before or after it was declared. */
export type Resting = Pick<Known, 'agreement' | 'operator' | 'datasets' | 'channels'>;

/** Its gates for a command: each is leant on, so that a measure committed meanwhile makes the command decide again. */
export async function leanOn(store: Context, unit: Unit, resting: Resting): Promise<Upstream> {
  const gates = await Promise.all(restsOf(resting).map(async (stream) => gateOf(stream, await unit.lean(stream))));
  return { gates, scopes: await scopesOf(store, gates) };
}

/** Its gates for a reader, in one consistent batch. What DynamoDB left unread counts as not there: it refuses. */
export async function lookAt(store: Context, resting: Resting): Promise<Upstream> {
  const streams = restsOf(resting);
  const found = await readGates(store, streams);
  const gates = streams.map((stream) => gateOf(stream, found?.get(streamText(stream))));
  return { gates, scopes: await scopesOf(store, gates) };
}

/** `on-sale`, or why not: before or after its days, or cut off from its upstream. */
export type Standing = 'on-sale' | 'not-yet' | 'expired' | 'suspended';

/**
 * Whether a listed product is for sale now, computed from its gates. The reasons are for its operator and those who
 * supervise; the public is told the standing alone, so that no case shows through it.
 */
export async function standingOf(
  store: Context,
  state: Known,
  now: Instant,
): Promise<{ readonly standing: Standing; readonly reasons: readonly Reason[] }> {
  const [upstream, scope] = await Promise.all([lookAt(store, state), scopeOfProduct(store, state)]);
  const reasons = cutOff({ ...state, scope }, upstream, now);
  const outside = outsideDays(state, now);
  if (outside) return { standing: outside === 'before' ? 'not-yet' : 'expired', reasons };
  return { standing: reasons.length > 0 ? 'suspended' : 'on-sale', reasons };
}

/** The scope a product is bound to. @throws when the document is gone: a product without one would be bound to nothing */
export async function scopeOfProduct(store: Context, { scope: hash }: Pick<Known, 'scope'>): Promise<Scope> {
  const found = await getScope(store, hash);
  if (!found) throw new Error(`scope ${hash} of a product is gone`);
  return found;
}

const kinds: Readonly<Record<string, GateKind | undefined>> = {
  agreement: 'basis',
  organization: 'organization',
  dataset: 'dataset',
  channel: 'channel',
};

function gateOf({ aggregate, id }: StreamName, gate: Gate | undefined): UpstreamGate {
  const kind = kinds[aggregate];
  if (!kind) throw new Error(`a product rests on no ${aggregate}`);
  return { kind, id, gate };
}

/** Every scope document that the gates and their measures name. */
async function scopesOf(store: Context, gates: readonly UpstreamGate[]): Promise<Upstream['scopes']> {
  const named = gates.flatMap(({ gate }) =>
    gate ? [gate.scope, ...Object.values(gate.holds).map((one) => one.scope)] : [],
  );
  const hashes = [...new Set(named)].filter((hash) => hash !== undefined);
  const read = await Promise.all(hashes.map(async (hash) => [hash, await getScope(store, hash)] as const));
  return Object.fromEntries(read.flatMap(([hash, scope]) => (scope ? [[hash, scope] as const] : [])));
}
