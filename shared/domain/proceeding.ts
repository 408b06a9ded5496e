import * as z from 'zod';
import { type ClockId, extendSharing, type OpenClock, openClock, type PeriodId, periodAt } from '../law/periods.ts';
import type { Text } from '../law/roles.ts';
import { endOfDay, isLocalDate, localDate } from '../law/time.ts';
import { type Decision, type Envelope, isRefusal, type Machine, type Refusal, type Rule, refuse } from './decision.ts';
import type { Acted, Definition, Guards, Proceeding, Shape, Step, Steps } from './proceeding-schema.ts';
import { openClock as clock, id, instant, jurisdiction } from './values.ts';

/** A text in both languages, as tables say their labels. */
export const text = (zh: string, en: string): Text => ({ zh, en });

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
  const { aggregate, label, states, opening, parties, hearers = {}, party, steps, about } = definition;
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
    hearers: (state) => mapped(hearers, (name) => [organizationIn(state, name)].filter((one) => one !== undefined)),
    clocks: (state) => state.clocks ?? [],
    summary: (state) => {
      const whom = about && organizationIn(state, about);
      const rests = whom === undefined ? {} : { rests: [`organization#${whom}`] };
      return { jurisdiction: state.jurisdiction ?? '000000', party: organizationIn(state, party), ...rests };
    },
  };
  // Loops over the definition's names; what these names mean as types, Proceeding computes from the same definition.
  return built as unknown as Proceeding<St, O, P>;
}

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
  const [step = '', fact = 'office'] = String(name).split('.');
  const taken: Readonly<Record<string, unknown>> = { ...state.done?.[step] };
  const link = name === undefined ? undefined : (state[step] ?? taken[fact]);
  return typeof link === 'string' ? link : undefined;
}

const kept = (from: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

const mapped = <T, U>(all: Readonly<Record<string, T>>, of: (one: T, name: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, of(one, name)]));
