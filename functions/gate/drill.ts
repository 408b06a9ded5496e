import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CONFIRM_MS, FRESH_MS, type Gate, type Links } from '../../shared/domain/gate.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { Text } from '../../shared/law/roles.ts';
import { instant } from '../../shared/law/time.ts';
import type { Service } from '../../shared/service.ts';
import { DRILL, dropDrillGate, type GateChange, readGate } from '../../shared/store/gates.ts';
import type { StreamName } from '../../shared/store/keys.ts';
import { putScope } from '../../shared/store/scopes.ts';
import type { CutReason } from '../../shared/store/served.ts';
import type { Skew } from '../../shared/store/skew.ts';
import { transact } from '../../shared/store/transact.ts';
import { admit, isDenial, type Pass } from './admit.ts';
import { Cut, guardOf } from './guard.ts';
import { type Bearer, type GateParts, type GateService, gateService } from './service.ts';

const SIDES = 8;
/** Admissions that must have come before the measure, and again after it; and the longest wait for them. */
const ENOUGH = 50;
const PATIENCE_MS = 60_000;
/** The source of the running delivery gives a little, often. */
const CHUNK = new Uint8Array(1_024);
const EVERY_MS = 20;

/** What one drill saw, in whole milliseconds from the commit, and what of the promise did not hold. */
export interface Drilled {
  readonly admittedBefore: number;
  readonly begunAfter: number;
  readonly allowedAfter: number;
  readonly lastReadMs: number;
  /** Why the running delivery ended; a gate that could not be read in time ends it too. */
  readonly ended: CutReason | undefined;
  /** Whether the gate still refused, read back CONFIRM_MS after the commit. */
  readonly confirmed: boolean;
  readonly broken: readonly Text[];
}

/**
 * Rehearses a revocation against the table as it is: four gates of its own that hang below nothing, admissions from
 * several sides, one running delivery, one hold. No person, no data and no record is touched; `shuqi drill` plays it
 * through the whole platform. @see POLICY-8, DZ-44
 */
export async function drillGate(service: Service, skew: Skew): Promise<Drilled> {
  const deps = gateService(service, { ...nothingElse, skew });
  const links: Links = { organization: fresh(), dataset: fresh(), basis: { kind: 'agreement', id: fresh() } };
  const bearer: Bearer = { channel: fresh(), organization: links.organization, key: '', links };
  const names = namesOf(bearer.channel, links);
  try {
    const scope = await putScope(service.store, scopeOf(links.dataset, ['演练']));
    for (const [kind, name] of Object.entries(names)) await change(deps, name, opening(kind, scope, links));
    return judged(await revoked(bearer, names.organization, deps));
  } finally {
    // A crash before leaves gates that no stream stands behind: the audit names them, and they admit nobody's data.
    for (const name of Object.values(names)) await dropDrillGate(service.store, name);
  }
}

const fresh = (): string => `${DRILL}${randomUUID()}`;

/** A drill verifies no token, reads no dataset and signs nothing. */
const nothingElse: Omit<GateParts, 'skew'> = {
  verify: async () => ({ ok: false, problem: 'invalid' }),
  upstream: { open: async () => undefined },
  receipts: { sign: async () => '', jwks: async () => ({ keys: [] }) },
  master: new Uint8Array(),
  streamBytes: 0,
  // What is missing refuses, and then nothing was admitted before the measure: told as such.
  alarm: () => {},
};

const namesOf = (channel: string, { organization, dataset, basis }: Links) => ({
  channel: { aggregate: 'channel', id: channel },
  basis: { aggregate: basis.kind, id: basis.id },
  organization: { aggregate: 'organization', id: organization },
  dataset: { aggregate: 'dataset', id: dataset },
});

function opening(kind: string, scope: string, links: Links): GateChange {
  const value: Gate = { holds: {}, scope, ...(kind === 'channel' && { links }) };
  return { do: 'open', value: kind === 'organization' ? { holds: {}, mainland: true } : value };
}

async function change({ store }: GateService, name: StreamName, one: GateChange): Promise<void> {
  const work = async (unit: { gate: (name: StreamName, change: GateChange) => void }) => {
    unit.gate(name, one);
    return { status: 200, body: '', headers: {} };
  };
  await transact(store, work, { patience: 'measure' });
}

interface Observed {
  readonly tried: readonly { readonly began: number; readonly ended: number; readonly allowed: boolean }[];
  readonly commit: number;
  readonly lastRead: number;
  readonly ended: CutReason | undefined;
  readonly confirmed: boolean;
}

async function revoked(bearer: Bearer, target: StreamName, deps: GateService): Promise<Observed> {
  const { monotonic } = deps;
  const tried: { began: number; ended: number; allowed: boolean }[] = [];
  const run = { going: true };
  const side = async () => {
    while (run.going) {
      const began = monotonic();
      // What cannot be read, or has no turn, is not admitted either.
      const allowed = await admit(bearer, deps)
        .then((outcome) => !isDenial(outcome))
        .catch(() => false);
      tried.push({ began, ended: monotonic(), allowed });
      await pause(1);
    }
  };
  const more = async (count: number) => {
    const [enough, until] = [tried.length + count, monotonic() + PATIENCE_MS];
    while (tried.length < enough && monotonic() < until) await pause(EVERY_MS);
  };
  const sides = Promise.all(Array.from({ length: SIDES }, side));
  try {
    await more(ENOUGH);
    const delivery = running(await begun(bearer, deps), bearer, deps, run);
    await pause(FRESH_MS / 4);
    await change(deps, target, { do: 'hold', hold: holdOf(deps), others: 0 });
    const commit = monotonic();
    await more(ENOUGH);
    while (monotonic() < commit + CONFIRM_MS) await pause(EVERY_MS);
    const gate = await readGate(deps.store, target);
    run.going = false;
    const { lastRead, ended } = await delivery;
    return { tried, commit, lastRead, ended, confirmed: gate !== undefined && 'drill' in gate.holds };
  } finally {
    run.going = false;
    await sides;
  }
}

/** @throws when nothing is admitted: then there is nothing to rehearse */
async function begun(bearer: Bearer, deps: GateService): Promise<Pass> {
  for (let tries = 0; tries < ENOUGH; tries++) {
    const pass = await admit(bearer, deps).catch(() => undefined);
    if (pass && !isDenial(pass)) return pass;
    await pause(EVERY_MS);
  }
  throw new Error('演练未能开始 the drill could not begin: the gate admits nothing');
}

/** One delivery that goes on until the gates end it, or the drill is over. */
async function running(pass: Pass, bearer: Bearer, deps: GateService, run: { readonly going: boolean }) {
  const seen: { lastRead: number; ended: CutReason | undefined } = { lastRead: 0, ended: undefined };
  const guard = guardOf(pass, () => admit(bearer, deps), deps.monotonic);
  async function* source() {
    while (run.going) {
      await pause(EVERY_MS);
      seen.lastRead = deps.monotonic();
      yield CHUNK;
    }
  }
  const bytes = source();
  try {
    while (await guard.chunk(bytes));
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
    seen.ended = error.reason;
  }
  return seen;
}

const holdOf = ({ clock }: GateService) => ({
  measure: 'drill',
  case: 'drill',
  verb: 'close' as const,
  article: 'POLICY-8' as const,
  liftedBy: [],
  at: instant(clock.real()),
});

function judged({ tried, commit, lastRead, ended, confirmed }: Observed): Drilled {
  const after = tried.filter(({ began }) => began > commit);
  const seen = {
    admittedBefore: tried.filter(({ ended, allowed }) => allowed && ended <= commit).length,
    begunAfter: after.length,
    allowedAfter: after.filter(({ allowed }) => allowed).length,
    lastReadMs: Math.round(Math.max(0, lastRead - commit)),
    ended,
    confirmed,
  };
  const checks: readonly (readonly [boolean, Text])[] = [
    [seen.admittedBefore > 0, { zh: '措施之前没有一次放行', en: 'nothing was admitted before the measure' }],
    [seen.begunAfter > 0, { zh: '措施之后没有一次请求', en: 'nothing was asked after it' }],
    [seen.allowedAfter === 0, { zh: '措施提交后仍有请求放行', en: 'a request begun after the commit was allowed' }],
    [seen.lastReadMs <= FRESH_MS, { zh: '供给流超过时限仍在读取', en: 'the stream read on beyond the bound' }],
    [ended !== undefined, { zh: '供给流未被切断', en: 'the stream was not cut' }],
    [confirmed, { zh: '措施读回时不在', en: 'the measure was gone when it was read back' }],
  ];
  return { ...seen, broken: checks.flatMap(([holds, text]) => (holds ? [] : [text])) };
}

/** The same as a job that comes round: a broken promise is an error, and errors are alarms. @throws then */
export async function drillOrFail(service: Service, skew: Skew): Promise<Drilled> {
  const drilled = await drillGate(service, skew);
  const { broken } = drilled;
  if (broken.length === 0) return drilled;
  const seen = JSON.stringify({ ...drilled, broken: undefined });
  throw new Error(
    `撤销承诺未兑现 the promise is broken: ${broken.map(({ zh, en }) => `${zh} ${en}`).join('; ')} ${seen}`,
  );
}
