import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { routes } from '../../functions/gate/routes.ts';
import { type GateParts, type GateService, gateService } from '../../functions/gate/service.ts';
import { CHUNK_BYTES, type Upstream } from '../../functions/gate/upstream.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import type { Gate, Links } from '../../shared/domain/gate.ts';
import type { Hold } from '../../shared/domain/hold.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { type AccessClaims, tokenVerifier } from '../../shared/http/token.ts';
import { heldKey, tokenSigner } from '../../shared/http/token-signer.ts';
import { instant } from '../../shared/law/time.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import type { GateChange } from '../../shared/store/gates.ts';
import type { StreamName } from '../../shared/store/keys.ts';
import { putScope } from '../../shared/store/scopes.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { clientOf, MASTER, ORIGIN, open, type TestService, testService } from './harness.ts';

export const KEY = 'k'.repeat(43);
export const FIELDS = ['企业名称', '统一社会信用代码'];
/** The source has one column more than the channel may supply. */
export const HEADING = '企业名称,法定代表人,统一社会信用代码';
export const csvOf = (rows: number): string =>
  `\uFEFF${HEADING}\r\n${Array.from({ length: rows }, (_, n) => `"企业,${n}",某人${n},9151170000000${String(n).padStart(5, '0')}\r\n`).join('')}`;

const signer = tokenSigner(heldKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey));

/** One text for every dataset, from memory. `wait` is awaited before each chunk; `readAt`: when each was read. */
export function memoryUpstream(
  source: string | undefined | (() => string),
  { wait, chunk = CHUNK_BYTES }: { wait?: (read: number) => Promise<unknown>; chunk?: number } = {},
): Upstream & { readonly readAt: number[] } {
  const readAt: number[] = [];
  return {
    readAt,
    open: async (_, from, signal) => {
      const text = typeof source === 'function' ? source() : source;
      if (text === undefined) return undefined;
      const bytes = new TextEncoder().encode(text);
      async function* chunks() {
        for (let at = from; at < bytes.length && !signal.aborted; at += chunk) {
          await wait?.(at);
          readAt.push(performance.now());
          yield bytes.subarray(at, at + chunk);
        }
      }
      return { version: `v${bytes.length}`, size: bytes.length, bytes: chunks() };
    },
  };
}

/** The gate's service over a table, its alarms collected. */
export const testGate = (dynamo: Dynamo, table: string, parts: Partial<GateParts> = {}) =>
  gateOver(testService(dynamo, table), parts);

/** The same over a service that other contexts share. */
export function gateOver(service: TestService, parts: Partial<GateParts> = {}) {
  const alarms: string[] = [];
  const findKey = async (kid: string) => {
    const found = (await signer.jwks()).keys.find((key) => key.kid === kid);
    return found && { kty: found.kty, crv: found.crv, x: found.x, y: found.y };
  };
  const gate: GateService = gateService(service, {
    verify: tokenVerifier({ findKey, issuer: ORIGIN, now: service.clock.real }),
    upstream: memoryUpstream(csvOf(3)),
    receipts: signer,
    master: MASTER,
    streamBytes: 200_000_000,
    skew: () => 0,
    alarm: (what, where) => alarms.push(`${what}: ${where}`),
    ...parts,
  });
  return { ...service, gate, alarms, app: open(routes, gate).app };
}

/** An access token for a channel, as identity would sign it; `over` replaces claims. */
export async function tokenFor(channel: string, links: Links, over: Partial<AccessClaims> = {}, now = Date.now()) {
  const iat = Math.floor(now / 1000);
  const { organization, dataset, basis } = links;
  const claims: AccessClaims = {
    iss: ORIGIN,
    aud: ORIGIN,
    sub: organization,
    client_id: organization,
    iat,
    exp: iat + 300,
    jti: randomUUID(),
    scope: `channel:${channel}`,
    key: KEY,
    channel,
    dataset,
    basis,
    ...over,
  };
  return signer.sign('at+jwt', claims);
}

/** One channel with the four gates it hangs on, each changed as its own commands would. */
export interface Supply {
  readonly channel: string;
  readonly links: Links;
  readonly names: Readonly<Record<'channel' | 'basis' | 'organization' | 'dataset', StreamName>>;
}

/** Opens the four gates of one channel of its own; `over` replaces members of a gate, `undefined` leaves a gate out. */
export async function supply(
  store: Context,
  over: Partial<Record<keyof Supply['names'], Partial<Gate> | 'missing'>> = {},
  own: Partial<Links> = {},
): Promise<Supply> {
  const mark = randomUUID().slice(0, 8);
  const channel = `c-${mark}`;
  const links: Links = {
    organization: `op-${mark}`,
    dataset: `d-${mark}`,
    basis: { kind: 'agreement', id: `a-${mark}` },
    ...own,
  };
  const names = {
    channel: { aggregate: 'channel', id: channel },
    basis: { aggregate: links.basis.kind, id: links.basis.id },
    organization: { aggregate: 'organization', id: links.organization },
    dataset: { aggregate: 'dataset', id: links.dataset },
  };
  const all = [...FIELDS, '法定代表人'];
  const scope = (fields: readonly string[]) => putScope(store, scopeOf(links.dataset, fields));
  const term = { from: instant(Date.UTC(2026, 0, 1)), until: instant(Date.UTC(2027, 0, 1)) };
  const gates: Record<keyof typeof names, Gate> = {
    channel: { holds: {}, links, keys: [KEY], scope: await scope(FIELDS), ...term },
    basis: { holds: {}, scope: await scope(all), ...term },
    organization: { holds: {}, mainland: true },
    dataset: { holds: {}, scope: await scope(all) },
  };
  await changes(
    store,
    (Object.keys(names) as (keyof typeof names)[]).flatMap((kind) => {
      const special = over[kind];
      return special === 'missing'
        ? []
        : [[names[kind], { do: 'open', value: { ...gates[kind], ...special } }] as const];
    }),
  );
  return { channel, links, names };
}

/** Changes of one gate, committed when this returns. */
export const change = (store: Context, name: StreamName, ...some: GateChange[]): Promise<void> =>
  changes(
    store,
    some.map((one) => [name, one] as const),
  );

async function changes(store: Context, all: readonly (readonly [StreamName, GateChange])[]): Promise<void> {
  const outcome = await transact(
    store,
    async (unit) => {
      for (const [name, one] of all) unit.gate(name, one);
      return { status: 200, body: '', headers: {} };
    },
    { patience: 'measure' },
  );
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
}

export const holdOf = (measure: string, over: Partial<Hold> = {}): Hold => ({
  measure,
  case: `case-${measure}`,
  verb: 'close',
  article: 'DZ-43',
  liftedBy: ['data-authority'],
  at: instant(Date.UTC(2026, 10, 23, 8)),
  ...over,
});

export const placing = (hold: Hold, others = 0): GateChange => ({ do: 'hold', hold, others });

/** A client that brings a token. */
export const bringing = (app: Parameters<typeof clientOf>[0], token: string) =>
  clientOf(app, { authorization: `Bearer ${token}` });

export const dataOf = ({ channel }: Supply) => `/channels/${channel}/data`;

/** Asks for the data of a supply with a token for it; `over`: claims that differ. */
export const askingOf =
  (app: Parameters<typeof clientOf>[0]) =>
  async (of: Supply, query = '', via = app, over = {}) =>
    bringing(via, await tokenFor(of.channel, of.links, over)).get(`${dataOf(of)}${query}`);
