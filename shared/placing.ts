import { agreement } from './domain/agreement.ts';
import { channel } from './domain/channel.ts';
import { dataset } from './domain/dataset.ts';
import { type Envelope, isRefusal, type Machine, notFound, type Refusal } from './domain/decision.ts';
import type { Hold } from './domain/hold.ts';
import type { HoldCommand, ReleaseCommand } from './domain/holding.ts';
import { holdOf, type Measure, type Target } from './domain/measure.ts';
import { organization } from './domain/organization.ts';
import type { Loaded, Unit } from './store/unit.ts';

/** A stream that a measure can be about, whatever its machine. */
interface TargetStream {
  place(unit: Unit, id: string, holds: readonly Hold[], envelope: Envelope): Promise<Refusal | undefined>;
  lift(unit: Unit, id: string, release: ReleaseCommand, envelope: Envelope): Promise<Refusal | undefined>;
  merge(unit: Unit, id: string, into: Hold, release: ReleaseCommand, envelope: Envelope): Promise<Refusal | undefined>;
}

/** Each with the states in which it has ended for good: nothing is to be lifted there, and lifting never reopens it. */
const targets: Record<Target['kind'], TargetStream> = {
  channel: streamOf(channel, ['closed']),
  agreement: streamOf(agreement, ['expired', 'terminated', 'settled']),
  organization: streamOf(organization, ['closed']),
  dataset: streamOf(dataset, ['withdrawn']),
};

/** What stands in the queue for a measure to be confirmed. */
const awaited = (caseId: string, { target, verb }: Measure) => ({ case: caseId, target, verb });

/**
 * Stages the measures of a case: each writes its target's stream and one gate, however many channels hang below, and
 * waits to be confirmed. All of them tighten. Proposals and other acts touch no gate.
 */
export async function place(
  unit: Unit,
  caseId: string,
  measures: readonly Measure[],
  envelope: Envelope,
): Promise<Refusal | undefined> {
  const stopping = measures.filter((one) => holdOf(caseId, one, envelope.at) !== undefined);
  for (const { target, here } of byTarget(stopping)) {
    const holds = here.flatMap((one) => (one.permanent ? [] : (holdOf(caseId, one, envelope.at) ?? [])));
    const refused = await targets[target.kind].place(unit, target.id, holds, envelope);
    if (refused) return refused;
    for (const one of here.filter(({ permanent }) => permanent)) {
      const ended = await closeForGood(unit, one, envelope);
      if (ended) return ended;
    }
  }
  for (const one of stopping) unit.enqueue('unconfirmed', one.measure, awaited(caseId, one));
  return undefined;
}

/** Stages the lifting of these measures, target by target; holds of other cases stay. @see POLICY-3 */
export async function lift(
  unit: Unit,
  caseId: string,
  measures: readonly Measure[],
  envelope: Envelope,
): Promise<Refusal | undefined> {
  for (const { target, here } of byTarget(measures)) {
    const release: ReleaseCommand = { type: 'release', case: caseId, measures: here.map(({ measure }) => measure) };
    const refused = await targets[target.kind].lift(unit, target.id, release, envelope);
    if (refused) return refused;
  }
  return undefined;
}

/** Stages that one measure takes the place of several on its target; the new one waits to be confirmed. @see POLICY-4 */
export async function merge(
  unit: Unit,
  caseId: string,
  into: Measure,
  measures: readonly string[],
  envelope: Envelope,
): Promise<Refusal | undefined> {
  const hold = holdOf(caseId, into, envelope.at);
  if (!hold) throw new Error('measures were merged into one that no gate enforces');
  const release: ReleaseCommand = { type: 'release', case: caseId, measures: [...measures] };
  const refused = await targets[into.target.kind].merge(unit, into.target.id, hold, release, envelope);
  if (refused) return refused;
  unit.enqueue('unconfirmed', into.measure, awaited(caseId, into));
  return undefined;
}

/** Several measures on one subject are one change of its stream and of its gate. */
function byTarget(measures: readonly Measure[]) {
  const named = new Map(measures.map(({ target }) => [`${target.kind}#${target.id}`, target]));
  return [...named.values()].map((target) => ({
    target,
    here: measures.filter((one) => one.target.kind === target.kind && one.target.id === target.id),
  }));
}

/** Closing a channel for good ends its gate; afterwards a new channel names it in `replaces`. */
async function closeForGood(unit: Unit, { target, article, measure }: Measure, { at, actor }: Envelope) {
  const after = await unit.decide(channel, target.id, { type: 'close', at, actor, reason: 'decision' });
  if (isRefusal(after)) return after;
  unit.gate({ aggregate: 'channel', id: target.id }, { do: 'end', ended: { at, article, measure } });
  return undefined;
}

function streamOf<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  machine: Machine<S, C | (Envelope & (HoldCommand | ReleaseCommand)), E>,
  ended: readonly S['status'][],
): TargetStream {
  const { aggregate } = machine;
  return {
    place: async (unit, id, holds, envelope) => {
      if (holds.length === 0) return undefined;
      let current = await unit.load(machine, id);
      for (const hold of holds) {
        const others = Object.keys(holdsOf(current)).length;
        const after = await unit.decide(machine, current, { type: 'hold', hold, ...whom(envelope) });
        if (isRefusal(after)) return hidden(after, current);
        unit.gate({ aggregate, id }, { do: 'hold', hold, others });
        current = after;
      }
      return undefined;
    },
    lift: async (unit, id, release, envelope) => {
      const before = await unit.load(machine, id);
      if (ended.includes(before.state.status)) return undefined;
      const after = await unit.decide(machine, before, { ...release, ...whom(envelope) });
      if (isRefusal(after)) return after;
      unit.gate({ aggregate, id }, { do: 'release', measures: release.measures, left: holdsOf(after) });
      return undefined;
    },
    merge: async (unit, id, hold, release, envelope) => {
      const held = await unit.decide(machine, id, { type: 'hold', hold, ...whom(envelope) });
      if (isRefusal(held)) return held;
      const after = await unit.decide(machine, held, { ...release, ...whom(envelope) });
      if (isRefusal(after)) return after;
      unit.gate({ aggregate, id }, { do: 'merge', holds: holdsOf(after) });
      return undefined;
    },
  };
}

const whom = ({ at, actor }: Envelope): Envelope => ({ at, actor });

/** A target that does not exist is a mistake in the request, not a missing case. */
const hidden = (refusal: Refusal, before: Loaded<unknown>): Refusal =>
  before.version === 0 ? notFound('missing', 'DZ-43') : refusal;

function holdsOf({ state }: Loaded<object>): Readonly<Record<string, Hold>> {
  return 'holds' in state ? (state.holds as Record<string, Hold>) : {};
}
