import * as z from 'zod/mini';
import { violation } from '../../shared/domain/case.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import { CONFIRM_MS, type Gate } from '../../shared/domain/gate.ts';
import type { Target } from '../../shared/domain/measure.ts';
import type { Service } from '../../shared/service.ts';
import { readGate } from '../../shared/store/gates.ts';
import { dequeue, waiting } from '../../shared/store/queues.ts';
import { transact } from '../../shared/store/transact.ts';
import { loadHead } from '../../shared/store/unit.ts';

/** Monotonic milliseconds and a pause; a test passes its own. */
export interface Patience {
  readonly monotonic: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

const entry = z.strictObject({
  case: z.string(),
  target: z.custom<Target>(),
  verb: z.enum(['restrict', 'suspend', 'close']),
});
type Entry = z.infer<typeof entry> & { readonly measure: string };

const system = { person: 'system', organization: 'platform', roles: ['system'] as const };

/**
 * Confirms measures (POLICY-8): each gate is read back as carrying the measure, CONFIRM_MS pass by the monotonic clock,
 * and it is read back again. Whatever was admitted before has then stopped reading. What cannot be confirmed stays in
 * the queue and is shown as committed, not as confirmed. Safe to run twice at once; a crash loses nothing.
 */
export async function confirmMeasures(
  { store, clock }: Service,
  { monotonic, sleep }: Patience,
): Promise<{ confirmed: number; waiting: number }> {
  const queued = (await waiting(store, 'unconfirmed', entry)).map(({ id, value }) => ({ ...value, measure: id }));
  const holding = async (one: Entry) => carries(await readGate(store, streamOf(one.target)), one.measure);
  const held: Entry[] = [];
  for (const one of queued) {
    if (await holding(one)) held.push(one);
    else if (await isOver(store, one)) await dequeue(store, 'unconfirmed', one.measure);
  }
  if (held.length === 0) return { confirmed: 0, waiting: queued.length };
  const refusingSince = clock.domain();
  const from = monotonic();
  while (monotonic() - from < CONFIRM_MS) await sleep(CONFIRM_MS - (monotonic() - from));
  let confirmed = 0;
  for (const one of held) {
    if (!(await holding(one))) continue;
    const command = {
      type: 'confirm-measure',
      at: clock.domain(),
      actor: system,
      measure: one.measure,
      refusingSince,
    } as const;
    const outcome = await transact(store, async (unit) => {
      const after = await unit.decide(violation, one.case, command);
      return isRefusal(after) ? after : { status: 200, body: '', headers: {} };
    });
    if (isRefusal(outcome) && !(await isOver(store, one))) continue;
    await dequeue(store, 'unconfirmed', one.measure);
    if (!isRefusal(outcome)) confirmed++;
  }
  return { confirmed, waiting: queued.length - confirmed };
}

const streamOf = ({ kind, id }: Target) => ({ aggregate: kind, id });

/** Whether this gate refuses (or narrows) because of this measure; over its bound it refuses for all of them. */
const carries = (gate: Gate | undefined, measure: string): boolean =>
  gate !== undefined && (measure in gate.holds || gate.consolidate === true || gate.ended?.measure === measure);

/** Nothing is left to confirm: the measure was confirmed by another run, or lifted before. */
async function isOver(store: Service['store'], { case: id, measure }: Entry): Promise<boolean> {
  const { state } = await loadHead(store, violation, id);
  const one = 'measures' in state ? state.measures.find((each) => each.measure === measure) : undefined;
  return one?.confirmed !== undefined || one?.liftedAt !== undefined;
}
