import { agreement } from '../../shared/domain/agreement.ts';
import { channel } from '../../shared/domain/channel.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import { type Envelope, isRefusal, type Machine, notFound, type Refusal } from '../../shared/domain/decision.ts';
import type { Hold } from '../../shared/domain/hold.ts';
import type { HoldCommand, ReleaseCommand } from '../../shared/domain/holding.ts';
import { holdOf, type Measure, type Target } from '../../shared/domain/measure.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';

/** A stream that a measure can be about, whatever its machine. */
interface TargetStream {
  place(unit: Unit, id: string, hold: Hold, envelope: Envelope): Promise<Refusal | undefined>;
  lift(unit: Unit, id: string, release: ReleaseCommand, envelope: Envelope): Promise<Refusal | undefined>;
}

const targets: Record<Target['kind'], TargetStream> = {
  channel: streamOf(channel),
  agreement: streamOf(agreement),
  organization: streamOf(organization),
  dataset: streamOf(dataset),
};

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
  for (const one of measures) {
    const hold = holdOf(caseId, one, envelope.at);
    if (!hold) continue;
    const refused = one.permanent
      ? await closeForGood(unit, one, envelope)
      : await targets[one.target.kind].place(unit, one.target.id, hold, envelope);
    if (refused) return refused;
    unit.enqueue('unconfirmed', one.measure, { case: caseId, target: one.target, verb: one.verb });
  }
  return undefined;
}

/** Stages the lifting of these measures, target by target; holds of other cases stay. @see POLICY-3 */
export async function lift(
  unit: Unit,
  caseId: string,
  measures: readonly Measure[],
  envelope: Envelope,
): Promise<Refusal | undefined> {
  const named = new Map(measures.map(({ target }) => [`${target.kind}#${target.id}`, target]));
  for (const target of named.values()) {
    const here = measures.filter((one) => one.target.kind === target.kind && one.target.id === target.id);
    const release: ReleaseCommand = { type: 'release', case: caseId, measures: here.map(({ measure }) => measure) };
    const refused = await targets[target.kind].lift(unit, target.id, release, envelope);
    if (refused) return refused;
  }
  return undefined;
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
): TargetStream {
  const { aggregate } = machine;
  return {
    place: async (unit, id, hold, envelope) => {
      const before = await unit.load(machine, id);
      const after = await unit.decide(machine, before, { type: 'hold', hold, ...whom(envelope) });
      if (isRefusal(after)) return hidden(after, before);
      unit.gate({ aggregate, id }, { do: 'hold', hold, others: Object.keys(holdsOf(before)).length });
      return undefined;
    },
    lift: async (unit, id, release, envelope) => {
      const after = await unit.decide(machine, id, { ...release, ...whom(envelope) });
      if (isRefusal(after)) return after;
      unit.gate({ aggregate, id }, { do: 'release', measures: release.measures, left: holdsOf(after) });
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
