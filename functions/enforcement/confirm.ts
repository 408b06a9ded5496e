import { violation } from '../../shared/domain/case.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { CONFIRM_MS, type Gate } from '../../shared/domain/gate.ts';
import type { Service } from '../../shared/service.ts';
import { excludedFrom } from '../../shared/store/excluded.ts';
import { getExclusions } from '../../shared/store/exclusions.ts';
import { readGate } from '../../shared/store/gates.ts';
import { dequeue, noteTry, waiting } from '../../shared/store/queues.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { type Awaited, awaited, type Unconfirmed } from '../../shared/unconfirmed.ts';

/** Monotonic milliseconds and a pause; a test passes its own. */
export interface Patience {
  readonly monotonic: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

const system = { person: 'system', organization: 'platform', roles: ['system'] as const };

/**
 * Confirms measures (POLICY-8): each gate is read back as carrying the measure, CONFIRM_MS pass by the monotonic clock,
 * and it is read back again. Whatever was admitted before has then stopped reading. What cannot be confirmed stays in
 * the queue with the reason, and is shown as committed, not as confirmed. Safe to run twice at once; a crash loses nothing.
 */
export async function confirmMeasures(
  service: Service,
  { monotonic, sleep }: Patience,
): Promise<{ confirmed: number; waiting: number }> {
  const { store, clock } = service;
  const queued = (await waiting(store, 'unconfirmed', awaited)).map(({ id, value }) => ({ ...value, measure: id }));
  const held: Awaited[] = [];
  for (const one of queued) {
    const why = await notHolding(store, one);
    if (why === undefined) held.push(one);
    else await setAside(service, one, why);
  }
  if (held.length === 0) return { confirmed: 0, waiting: queued.length };
  const refusingSince = clock.domain();
  const from = monotonic();
  while (monotonic() - from < CONFIRM_MS) await sleep(CONFIRM_MS - (monotonic() - from));
  let confirmed = 0;
  for (const one of held) {
    const why = (await notHolding(store, one)) ?? (await confirm(service, one, refusingSince));
    if (why === undefined) confirmed++;
    else await setAside(service, one, why);
  }
  return { confirmed, waiting: queued.length - confirmed };
}

/** Records the confirmation; `undefined` when it stands. */
async function confirm({ store, clock }: Service, one: Awaited, refusingSince: ReturnType<typeof clock.domain>) {
  const { measure } = one;
  const command = { type: 'confirm-measure', at: clock.domain(), actor: system, measure, refusingSince } as const;
  const outcome = await transact(store, async (unit) => {
    const after = await unit.decide(violation, one.case, command);
    return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
  });
  if (isRefusal(outcome)) return 'case-refuses';
  await dequeue(store, 'unconfirmed', measure);
  return undefined;
}

/** Takes away what is over; else notes why it waits. A gate that fails must not keep the others waiting. */
async function setAside({ store, clock }: Service, one: Awaited, why: Unconfirmed): Promise<void> {
  const over = await isOver(store, one).catch(() => false);
  if (over) await dequeue(store, 'unconfirmed', one.measure);
  else await noteTry(store, 'unconfirmed', one.measure, clock.domain(), why);
}

/** Why the gate does not carry this measure, `undefined` when it does. */
async function notHolding(store: Service['store'], one: Awaited): Promise<Unconfirmed | undefined> {
  try {
    const gate = await readGate(store, { aggregate: one.target.kind, id: one.target.id });
    return gate && (await carries(store, gate, one)) ? undefined : 'not-refusing';
  } catch {
    return 'gate-unreadable';
  }
}

/**
 * Whether this gate refuses (or narrows, or leaves out rows) because of this measure; over its bound it refuses for all
 * of them.
 */
async function carries(store: Service['store'], gate: Gate, { measure, verb, target }: Awaited): Promise<boolean> {
  if (verb !== 'exclude') {
    return measure in gate.holds || gate.consolidate === true || gate.ended?.measure === measure;
  }
  const subject = (await excludedFrom(store, target.id)).get(measure);
  const list = gate.exclusions === undefined ? undefined : await getExclusions(store, gate.exclusions);
  return subject !== undefined && list?.subjects.includes(subject) === true;
}

/** Nothing is left to confirm: the measure was confirmed by another run, or lifted before. */
async function isOver(store: Service['store'], { case: id, measure }: Awaited): Promise<boolean> {
  const { state } = await loadHead(store, violation, id);
  const one = 'measures' in state ? state.measures.find((each) => each.measure === measure) : undefined;
  return one?.confirmed !== undefined || one?.liftedAt !== undefined;
}
