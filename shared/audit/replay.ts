import { agreement } from '../domain/agreement.ts';
import { violation } from '../domain/case.ts';
import { channel } from '../domain/channel.ts';
import { evolved } from '../domain/clock-change.ts';
import { dataset } from '../domain/dataset.ts';
import type { Envelope, Machine } from '../domain/decision.ts';
import { logKeys } from '../domain/log-keys.ts';
import { clocksRecomputed } from '../domain/notice.ts';
import type { Office } from '../domain/office.ts';
import { organization } from '../domain/organization.ts';
import { plan } from '../domain/plan.ts';
import { pricing } from '../domain/pricing.ts';
import { proceedings } from '../domain/proceedings.ts';
import { product } from '../domain/product.ts';
import { qualification } from '../domain/qualification.ts';
import { registration } from '../domain/registration.ts';
import { servedHour } from '../domain/served-hour.ts';
import { subscription } from '../domain/subscription.ts';
import { yearlies } from '../domain/yearly.ts';
import type { Instant } from '../law/time.ts';
import type { Hash } from '../ledger/hash.ts';
import type { Json } from '../ledger/jcs.ts';
import { indexed } from '../store/summary.ts';
import { agreementDemands, channelDemands, type Demand, datasetDemands, organizationDemands } from './gates.ts';

/** One stream folded from its first event on, whatever its machine. */
export interface Replay {
  /** Folds one event; `false` when the machine does not know it, or gives a state that it does not know. */
  readonly take: (data: object) => boolean;
  /** State and index attributes as the head should hold them. `time`: of the last event. */
  readonly head: (time: Instant) => { readonly state: Json; readonly listed: Json };
  /** What the state demands of the stream's gate. */
  readonly demand: () => Demand;
  /** The offices that an organization holds, each an item of its own. */
  readonly offices: () => readonly Office[];
}

/** Begins the replay of a stream by its aggregate; absent for an aggregate that nobody knows. */
export const replays: ReadonlyMap<string, Begin> = new Map([
  replayOf(organization, organizationDemands),
  replayOf(dataset, datasetDemands),
  replayOf(plan),
  replayOf(qualification),
  replayOf(agreement, agreementDemands),
  replayOf(product),
  replayOf(pricing),
  ...yearlies.map((machine) => replayOf(machine)),
  replayOf(registration),
  replayOf(channel, channelDemands),
  replayOf(violation),
  replayOf(subscription),
  replayOf(logKeys),
  replayOf(servedHour),
  ...proceedings.map((machine) => replayOf(machine)),
]);

type Begin = (id: string, hash: Hash) => Replay;
type Demands<S> = (state: S, id: string, hash: Hash) => Demand;

function replayOf<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  machine: Machine<S, C, E>,
  demands: Demands<S> = () => ({ gate: 'none' }),
): [string, Begin] {
  return [machine.aggregate, (id, hash) => begin(machine, (state) => demands(state, id, hash), id)];
}

function begin<S extends { status: string }, C extends Envelope & { type: string }, E extends { type: string }>(
  machine: Machine<S, C, E>,
  demands: (state: S) => Demand,
  id: string,
): Replay {
  let state = machine.initial;
  let opened = false;
  return {
    take: (data) => {
      const recomputed = clocksRecomputed.safeParse(data);
      const event = recomputed.success ? recomputed : machine.event.safeParse(data);
      if (!event.success) return false;
      const next = machine.state.safeParse(evolved(machine, state, event.data));
      if (!next.success) return false;
      state = next.data;
      opened ||= demands(state).gate === 'open';
      return true;
    },
    head: (time) => ({ state: jsonOf(state), listed: jsonOf(indexed(machine, state, time, id)) }),
    offices: () => machine.offices?.(state) ?? [],
    demand: () => {
      const now = demands(state);
      // What ended before its gate was opened has no gate.
      return now.gate === 'ended' && !opened ? { gate: 'none' } : now;
    },
  };
}

/** As the store writes it: `undefined` members are left out. */
const jsonOf = (value: object): Json => JSON.parse(JSON.stringify(value));
