import * as z from 'zod';
import { type ClockId, extendSharing, type OpenClock, openClock, type PeriodId, periodAt } from '../law/periods.ts';
import type { LegalRole, Text } from '../law/roles.ts';
import { endOfDay, type Instant, isLocalDate, localDate } from '../law/time.ts';
import { type Decision, type Envelope, isRefusal, type Machine, type Refusal, type Rule, refuse } from './decision.ts';
import { openClock as clock, id, instant, jurisdiction } from './values.ts';

export const text = (zh: string, en: string): Text => ({ zh, en });
export type Shape = Readonly<Record<string, z.ZodType>>;

/** One row of a proceeding: who may take the step, under which article, from where to where, and what it records. */
export interface Step<St extends string = string> extends Rule {
  /** Statuses in which it may be taken; absent: it opens the proceeding. */
  readonly from?: readonly St[];
  /** Status it leads to; absent: the status stays. */
  readonly to?: St;
  /** What it records: documents as `documentRef`, no free text, nothing personal. */
  readonly facts?: Shape;
  /** What its guard is shown besides: read from other streams under the same transaction, never recorded. */
  readonly sees?: Shape;
  /** The fact, a day, at whose end the clock that it starts is due: where the act and not the rule sets the time. */
  readonly due?: string;
}
export type Steps<St extends string> = Readonly<Record<string, Step<St>>>;

interface Definition<St extends string, O extends Shape, P extends Steps<St>> {
  readonly aggregate: string;
  readonly label: Text;
  readonly states: Readonly<Record<St, Text>>;
  /** What it is about: said when it is opened, never changed. `jurisdiction` comes with it. */
  readonly opening: O;
  /** Whose it is, by legal role: the opening fact that names an organization, or the step that this organization took. */
  readonly parties: Readonly<Partial<Record<LegalRole, keyof O | keyof P>>>;
  /** The one whose lists show it, said in the same way. */
  readonly party?: keyof O | keyof P;
  readonly steps: P;
}

/** Facts as values; nothing where there are none. */
type Facts<F> = F extends Shape ? z.infer<z.ZodObject<F>> : unknown;
export type FactsOf<S, Name extends string> = S extends Readonly<Record<Name, infer F>> ? Facts<F> : unknown;
type Opening<O extends Shape> = Facts<O> & { jurisdiction: string };
type Moves = { readonly from: readonly unknown[] };
/** An opening step says what it is about, too. */
export type Said<O extends Shape, S> = (S extends Moves ? unknown : Opening<O>) & FactsOf<S, 'facts'>;
/** When, by which person, for which organization. */
type Acted = { at: Instant; by: string; office: string };

/** `done`: each step as it was last taken. */
type Known<O extends Shape, P> = Opening<O> & {
  done: { [K in keyof P]?: Acted & FactsOf<P[K], 'facts'> };
  clocks: OpenClock[];
};
export type State<St extends string, O extends Shape, P> =
  | { status: 'none' }
  | { [K in St]: { status: K } & Known<O, P> }[St];
export type Command<O extends Shape, P, K extends keyof P> = Envelope & { type: K } & Said<O, P[K]> &
  FactsOf<P[K], 'sees'>;
type Event<O extends Shape, P> = {
  [K in keyof P & string]: { type: K; clocks?: OpenClock[] } & Acted & Said<O, P[K]>;
}[keyof P & string];

/** The rules of a step beyond its row. */
type Guards<St extends string, O extends Shape, P> = {
  readonly [K in keyof P]?: (
    command: Command<O, P, K>,
    state: P[K] extends Moves ? Known<O, P> & { status: St } : { status: 'none' },
  ) => Refusal | undefined;
};

export type Proceeding<St extends string, O extends Shape, P extends Steps<St>> = Machine<
  State<St, O, P>,
  { [K in keyof P & string]: Command<O, P, K> }[keyof P & string],
  Event<O, P>
> & { readonly opening: O; readonly steps: P };

/**
 * A whole machine from a table. A command carries its step's facts, the event is called like the step, and the state
 * keeps each step as last taken: `proceeding({ aggregate: 'drill', label, states: { held: text }, opening: { unit: id },
 * parties: { 'source-unit': 'unit' }, steps: { hold: { ...rule, to: 'held', facts: { report: documentRef } } } })`.
 * `guards`: step → its own rules, given the command and the state.
 */
export function proceeding<St extends string, O extends Shape, const P extends Steps<NoInfer<St>>>(
  definition: Definition<St, O, P>,
  guards: Guards<St, O, P> = {},
): Proceeding<St, O, P> {
  const { aggregate, label, states, opening, parties, party, steps } = definition;
  const named: Steps<St> = steps;
  const ruled = guards as Readonly<Record<string, Guard | undefined>>;
  const links: Shape = { ...opening, jurisdiction };
  const built: Built = {
    aggregate,
    label,
    opening,
    steps: named,
    states: { none: { zh: '尚不存在', en: 'not there yet' }, ...states },
    state: stateOf(Object.keys(states), links, named),
    event: eventOf(links, named),
    initial: { status: 'none' },
    transitions: mapped(named, (step, name) => rowOf(name, step, links, ruled[name])),
    evolve: (state, event) => evolved(state, event, named[event.type], links),
    parties: (state) => mapped(parties, (name) => organizationIn(state, name)),
    clocks: (state) => state.clocks ?? [],
    summary: (state) => ({ jurisdiction: state.jurisdiction ?? '000000', party: organizationIn(state, party) }),
  };
  // Loops over the definition's names; what these names mean as types, Proceeding computes from the same definition.
  return built as unknown as Proceeding<St, O, P>;
}

/** Any proceeding, for code that goes by the definition alone: without its own names. */
export type AnyProceeding = Machine<AnyState, Envelope & { type: string }, { type: string }> & {
  readonly opening: Shape;
  readonly steps: Steps<string>;
};
interface AnyState {
  readonly status: string;
  readonly done?: Readonly<Record<string, { readonly office: string } | undefined>>;
}
export const loose = (machine: object) => machine as AnyProceeding;

/** The same as it is built. */
interface Loose {
  readonly status: string;
  readonly jurisdiction?: string;
  readonly done?: Readonly<Record<string, Acted>>;
  readonly clocks?: readonly OpenClock[];
  readonly [link: string]: unknown;
}
type LooseCommand = Envelope & { readonly type: string; readonly [fact: string]: unknown };
type LooseEvent = Acted & { readonly type: string; readonly clocks?: OpenClock[]; readonly [fact: string]: unknown };
type Guard = (command: LooseCommand, state: Loose) => Refusal | undefined;
type Decide = (command: LooseCommand, state: Loose) => Decision<LooseEvent>;
interface Built extends Omit<Machine<Loose, LooseCommand, LooseEvent>, 'transitions' | 'state' | 'event'> {
  readonly state: z.ZodType;
  readonly event: z.ZodType;
  readonly transitions: Readonly<Record<string, Rule & Readonly<Record<string, unknown>>>>;
  readonly opening: Shape;
  readonly steps: Steps<string>;
}

const acted = { at: instant, by: id, office: id };

function stateOf(statuses: readonly string[], links: Shape, steps: Steps<string>): z.ZodType {
  const done = z.strictObject(mapped(steps, ({ facts }) => z.strictObject({ ...acted, ...facts }).optional()));
  const known = { ...links, done, clocks: z.array(clock).max(8) };
  return z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('none') }),
    ...statuses.map((status) => z.strictObject({ status: z.literal(status), ...known })),
  ]);
}

function eventOf(links: Shape, steps: Steps<string>): z.ZodType {
  const clocks = z.array(clock).max(8).optional();
  const [first, ...others] = Object.entries(steps).map(([type, { from, facts }]) =>
    z.strictObject({ type: z.literal(type), ...acted, clocks, ...(from ? {} : links), ...facts }),
  );
  if (!first) throw new RangeError('a proceeding has a step');
  return z.discriminatedUnion('type', [first, ...others]);
}

/** A row as the generic judge reads it: the step stands under each status that it may be taken in. */
function rowOf(name: string, step: Step, links: Shape, guard: Guard | undefined) {
  const { from = ['none'], to: _, facts, sees: __, due: ___, ...rule } = step;
  const said = Object.keys({ ...(step.from ? {} : links), ...facts });
  const decide: Decide = (command, state) => {
    const refused = guard?.(command, state);
    if (refused) return refused;
    const clocks = started(step, command, state.clocks ?? []);
    if (isRefusal(clocks)) return clocks;
    const { at, actor } = command;
    const event = { type: name, at, by: actor.person, office: actor.organization, ...kept(command, said) };
    return [clocks.length > 0 ? { ...event, clocks } : event];
  };
  return { ...rule, ...Object.fromEntries(from.map((status) => [status, decide])) };
}

/** The clocks that begin now. One whose rule has no value in force today (DZ-53), or was never read, does not begin. */
function started(
  { starts = [], due, article }: Step,
  command: LooseCommand,
  open: readonly OpenClock[],
): OpenClock[] | Refusal {
  const { at } = command;
  const day = due && command[due];
  if (typeof day === 'string' && isLocalDate(day)) {
    const dueAt = endOfDay(day);
    if (dueAt <= at) return refuse(article, { zh: '期限已过', en: 'that day has passed' }, `/${due}`);
    return starts.map((period) => ({ period, startedAt: at, dueAt, provisional: false, calendar: '' }));
  }
  return starts
    .filter((period) => periodAt(period, localDate(at)))
    .map((period) => {
      const prolonged = period === 'DZ-20(extension)' && open.find((one) => one.period === 'DZ-20');
      return prolonged ? extendSharing(prolonged) : openClock(period as ClockId, at);
    });
}

function evolved(state: Loose, event: LooseEvent, step: Step | undefined, links: Shape): Loose {
  if (!step || (state.status === 'none') !== (step.from === undefined)) return state;
  const { type, at, by, office, clocks: begun = [] } = event;
  const over: readonly PeriodId[] = [...(step.stops ?? []), ...begun.map(({ period }) => period)];
  return {
    ...(state.status === 'none' ? kept(event, Object.keys(links)) : state),
    status: step.to ?? state.status,
    done: { ...state.done, [type]: { at, by, office, ...kept(event, Object.keys(step.facts ?? {})) } },
    clocks: [...(state.clocks ?? []).filter(({ period }) => !over.includes(period)), ...begun],
  };
}

function organizationIn(state: Loose, name: PropertyKey | undefined): string | undefined {
  const link = name === undefined ? undefined : (state[String(name)] ?? state.done?.[String(name)]?.office);
  return typeof link === 'string' ? link : undefined;
}

const kept = (from: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

const mapped = <T, U>(all: Readonly<Record<string, T>>, of: (one: T, name: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, of(one, name)]));
