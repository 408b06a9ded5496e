import { type OpenClock, periods } from '../law/periods.ts';
import type { Instant } from '../law/time.ts';
import type { Rule } from './decision.ts';

/** One clock counted again: as it stood, and as it stands by a later calendar. Both stay in the stream's history. */
export interface ClockChange {
  readonly from: OpenClock;
  readonly to: OpenClock;
}

/** What happens to any stream with a provisional clock once the year's schedule is loaded. @see CC-203 */
export interface ClocksRecomputed {
  readonly type: 'clocks-recomputed';
  readonly at: Instant;
  readonly changes: readonly ClockChange[];
}

export const isRecomputed = (event: { readonly type: string }): event is ClocksRecomputed =>
  event.type === 'clocks-recomputed';

/** Two sights of one running clock: the same rule, start and end, whatever calendar counted it. */
export const sameClock = (a: OpenClock, b: OpenClock): boolean =>
  a.period === b.period && a.startedAt === b.startedAt && a.dueAt === b.dueAt;

/** The state after an event: the machine's own fold, and for every machine alike the one event that counts clocks anew. */
export function evolved<S, E extends { type: string }>(
  machine: { readonly evolve: (state: S, event: E) => S },
  state: S,
  event: E | ClocksRecomputed,
): S {
  // A value with another clock in it is still the same state: `withClocks` changes nothing but clocks.
  if (isRecomputed(event)) return withClocks(state, event.changes) as S;
  return machine.evolve(state, event as E);
}

/** Clocks stand in states as whole values, so they are found by what they are and not by their place. */
function withClocks(value: unknown, changes: readonly ClockChange[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => withClocks(one, changes));
  const found = changes.find(({ from }) => isSame(value, from));
  if (found) return { ...found.to };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withClocks(one, changes)]));
}

const isSame = (value: object, clock: OpenClock): boolean =>
  Object.keys(value).length === Object.keys(clock).length &&
  Object.entries(clock).every(([name, one]) => Object.entries(value).some(([n, v]) => n === name && v === one));

/**
 * Why a step may not do this to a clock; `undefined` when the table lets it. A clock ends only where the row `stops` it,
 * begins only where it `starts` it, and its end moves only where its rule knows an extension or a restart: so nothing
 * suspends a clock, because no rule of ours does (REG-10 restarts, DZ-20 extends, and nothing else).
 */
export function clockBreach(
  rule: Pick<Rule, 'starts' | 'stops'>,
  before: readonly OpenClock[],
  after: readonly OpenClock[],
): string | undefined {
  const { starts = [], stops = [] } = rule;
  for (const old of before) {
    const now = after.find(({ period }) => period === old.period);
    if (!now && !stops.includes(old.period)) return `${old.period} ends, and the row does not stop it`;
    if (now && !sameClock(old, now) && !movable(old) && !(starts.includes(old.period) && stops.includes(old.period))) {
      return `${old.period} is moved, and no rule lets it`;
    }
  }
  const strange = after.find(({ period }) => !starts.includes(period) && !before.some((old) => old.period === period));
  return strange && `${strange.period} begins, and the row does not start it`;
}

const movable = ({ period }: OpenClock): boolean => 'extension' in periods[period] || 'restart' in periods[period];
