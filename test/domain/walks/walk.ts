import * as fc from 'fast-check';
import { expect } from 'vitest';
import * as z from 'zod';
import { movesOf } from '../../../infra/moves.ts';
import { clocked } from '../../../shared/clocked.ts';
import { clockBreach, sameClock } from '../../../shared/domain/clock-change.ts';
import {
  type Actor,
  type Envelope,
  fold,
  isRefusal,
  judge,
  type Machine,
  type Rule,
} from '../../../shared/domain/decision.ts';
import { isOfficeRole } from '../../../shared/domain/office.ts';
import { isArticleId } from '../../../shared/law/articles/titles.ts';
import { type Instant, instant, millis } from '../../../shared/law/time.ts';

interface Typed {
  readonly type: string;
}

/** For every command of a machine: arbitrary ways to say it at some moment, by whom it may come from. */
export type Book<C extends Typed> = {
  readonly [K in C['type']]: fc.Arbitrary<(at: Instant) => Extract<C, { type: K }>>;
};

/** A machine with its commands and the people who try them. */
export interface Walk<S extends { readonly status: string }, C extends Typed & Envelope, E extends Typed> {
  readonly machine: Machine<S, C, E>;
  readonly book: Readonly<Record<C['type'], fc.Arbitrary<(at: Instant) => C>>>;
  readonly cast: readonly Actor[];
  /** Commands that end a stream early: tried one time in five, or nothing deep is ever reached. */
  readonly rare: readonly C['type'][];
  /** Milliseconds between two commands, each as likely; absent: mostly little, sometimes weeks, now and then years. */
  readonly waits?: readonly number[];
  readonly startsAt?: Instant;
}

const hour = 3_600_000;
const ordinaryWaits = [0, 1, 3_000, hour, hour, 24 * hour, 24 * hour, 9 * 24 * hour, 35 * 24 * hour, 1_100 * 24 * hour];
const STEPS = 40;

/** Every status that a machine's schema knows. */
export function statusesOf(machine: { readonly state: z.ZodType }): string[] {
  if (!(machine.state instanceof z.ZodDiscriminatedUnion)) throw new Error('a state is a discriminated union');
  return machine.state.options.map((option) => {
    const status = option instanceof z.ZodObject ? option.shape.status : undefined;
    if (!(status instanceof z.ZodLiteral)) throw new Error('each of its members names its status');
    return String(status.value);
  });
}

/**
 * Walks at random, mostly along commands that the state knows and by whom they come from; checks every step, and gives
 * the statuses that were reached. The seed is fixed: what is reached once is reached again.
 */
export function walked<S extends { readonly status: string }, C extends Typed & Envelope, E extends Typed>(
  walk: Walk<S, C, E>,
  numRuns: number,
): Set<string> {
  return new Set(histories(walk, numRuns, {}).keys());
}

/** What a walk saw besides its statuses: who was a party or named, and which clocks each command opened. */
interface Seen {
  readonly named: Set<string>;
  /** `from command to`, of what was carried out. */
  readonly moves: Set<string>;
  readonly begun: Set<string>;
}

/**
 * Walks as `walked` does, and finds nothing in the table that is only said: every status is reached, whoever a row tells
 * is a party of the machine or named by it, or else told by office or by the route, and every clock that a row starts
 * really opens in the state.
 */
export function walkedWhole<S extends { readonly status: string }, C extends Typed & Envelope, E extends Typed>(
  walk: Walk<S, C, E>,
  numRuns: number,
): void {
  const seen = { named: new Set<string>(), begun: new Set<string>(), moves: new Set<string>() };
  expect([...histories(walk, numRuns, { seen }).keys()].toSorted()).toEqual(statusesOf(walk.machine).toSorted());
  const rows: [string, Rule][] = Object.entries(walk.machine.transitions);
  const known = (role: string) => seen.named.has(role) || isOfficeRole(role) || role === 'objector';
  const told = rows.flatMap(([command, { tells = [] }]) =>
    Object.values(tells)
      .flat()
      .map((role) => [command, role] as const),
  );
  expect(told.filter(([, role]) => !known(role))).toEqual([]);
  // The pictures of /api/machines show where each act leads: whatever happened here is drawn there.
  expect([...seen.moves].filter((one) => !movesOf(walk.machine).includes(one))).toEqual([]);
  const said = rows.flatMap(([command, { starts = [] }]) => starts.map((period) => `${command} ${period}`));
  expect(said.filter((one) => !seen.begun.has(one))).toEqual([]);
}

/** The same walks, until there is one for each status: the first history that ended in it. */
export const stories = <S extends { readonly status: string }, C extends Typed & Envelope, E extends Typed>(
  walk: Walk<S, C, E>,
  numRuns: number,
): Map<string, readonly E[]> => histories(walk, numRuns, { enough: statusesOf(walk.machine).length });

/** `enough`: after so many statuses nothing more is walked. */
function histories<S extends { readonly status: string }, C extends Typed & Envelope, E extends Typed>(
  walk: Walk<S, C, E>,
  numRuns: number,
  { seen, enough = Number.POSITIVE_INFINITY }: { readonly seen?: Seen; readonly enough?: number },
): Map<string, readonly E[]> {
  const reached = new Map<string, readonly E[]>([[walk.machine.initial.status, []]]);
  const anyWait = fc.constantFrom(...(walk.waits ?? ordinaryWaits));
  const once = fc.property(fc.gen(), (g) => {
    if (reached.size >= enough) return;
    const choose: Choose = (from) => g(itself, from) as never;
    let state = walk.machine.initial;
    let at: Instant = walk.startsAt ?? '2026-03-02T02:00:00.000Z';
    const events: E[] = [];
    for (let step = 0; step < STEPS; step++) {
      at = instant(millis(at) + choose(anyWait));
      const command = commandAt(walk, state, at, choose);
      const accepted = stepOf(walk, command, state);
      events.push(...accepted);
      const before = state;
      state = fold(walk.machine, accepted, state);
      if (seen) look(walk, seen, command.type, before, state);
      if (accepted.length > 0) seen?.moves.add(`${before.status} ${command.type} ${state.status}`);
      if (!reached.has(state.status)) reached.set(state.status, [...events]);
    }
    expect(fold(walk.machine, events)).toEqual(state);
  });
  fc.assert(once, { seed: 20_250_301, numRuns });
  return reached;
}

function look<S extends { readonly status: string }, C extends Typed & Envelope, E extends Typed>(
  { machine }: Walk<S, C, E>,
  { named, begun }: Seen,
  command: string,
  before: S,
  after: S,
): void {
  for (const [role, organization] of Object.entries(machine.parties(after))) if (organization) named.add(role);
  for (const [role, list] of Object.entries(machine.hearers?.(after) ?? {})) if (list.length > 0) named.add(role);
  const standing = machine.clocks(before);
  for (const clock of machine.clocks(after)) {
    if (!standing.some((old) => sameClock(old, clock))) begun.add(`${command} ${clock.period}`);
  }
}

type Choose = <T>(from: fc.Arbitrary<T>) => T;
/** One builder for all: fc.gen replays a run by comparing builders and what they are given. */
const itself = <T>(arbitrary: fc.Arbitrary<T>) => arbitrary;
const ofTen = fc.integer({ min: 0, max: 9 });

function commandAt<S extends { readonly status: string }, C extends Typed & Envelope, E extends Typed>(
  { machine, book, cast, rare }: Walk<S, C, E>,
  state: S,
  at: Instant,
  choose: Choose,
): C {
  // The keys of a table are exactly its commands' types: the Transitions type demands it.
  const types = Object.keys(machine.transitions) as C['type'][];
  const known = types.filter((type) => state.status in machine.transitions[type]);
  const tried = known.length > 0 && choose(ofTen) < 8 ? known : types;
  const going = tried.filter((type) => !rare.includes(type));
  const type = choose(fc.constantFrom(...(going.length > 0 && choose(ofTen) < 8 ? going : tried)));
  const command = choose(book[type])(at);
  return choose(ofTen) < 8 ? command : { ...command, actor: choose(fc.constantFrom(...cast)) };
}

/** Judges one command and checks what a decision promises; gives the accepted events. */
function stepOf<S extends { readonly status: string }, C extends Typed & Envelope, E extends Typed>(
  { machine }: Walk<S, C, E>,
  command: C,
  state: S,
): readonly E[] {
  const decided = judge(machine, command, state);
  if (isRefusal(decided)) {
    expect(decided.grounds.length).toBeGreaterThan(0);
    for (const { article, detail } of decided.grounds) {
      expect(isArticleId(article) && detail.zh !== '' && detail.en !== '').toBe(true);
    }
    return [];
  }
  const rule: Rule = machine.transitions[command.type as C['type']];
  expect(command.actor.roles.some((role) => rule.by.includes(role))).toBe(true);
  expect(Object.hasOwn(rule, state.status)).toBe(true);
  for (const event of decided) expect(machine.event.parse(event)).toEqual(event);
  const next = fold(machine, decided, state);
  expect(machine.state.parse(next)).toEqual(next);
  for (const clock of machine.clocks(next)) expect(clock.dueAt >= clock.startedAt).toBe(true);
  // A clock runs only where the deadlines look for it, or nobody is ever reminded. That its machine is listed at all:
  // tables.test.ts.
  const { [machine.aggregate]: looked } = clocked;
  if (looked && machine.clocks(next).length > 0) expect(looked.statuses).toContain(next.status);
  // Nothing suspends a clock: it ends, begins and moves only where the table and its own rule say so.
  expect([command.type, clockBreach(rule, machine.clocks(state), machine.clocks(next))]).toEqual([
    command.type,
    undefined,
  ]);
  return decided;
}
