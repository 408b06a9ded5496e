import {
  type Actor,
  type Envelope,
  fold,
  type Ground,
  isRefusal,
  judge,
  type Machine,
  type Refusal,
} from '../../shared/domain/decision.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { type Instant, instant, millis } from '../../shared/law/time.ts';

/** What became of one command: its events or the refusal, and the state after it. */
export interface Outcome<S, E> {
  readonly events: readonly E[];
  readonly refusal: Refusal | undefined;
  readonly state: S;
}

/** A stream with a past: `when` judges the next command, `and` judges it and carries on (throws when it is refused). */
export interface Given<S, C, E> {
  readonly state: S;
  readonly events: readonly E[];
  readonly when: (command: C) => Outcome<S, E>;
  readonly and: (...commands: readonly C[]) => Given<S, C, E>;
}

/** `given(channel, events).when(command)`; every accepted event and state is parsed by the machine's own schemas. */
export function given<
  S extends { readonly status: string },
  C extends { readonly type: string } & Envelope,
  E extends { readonly type: string },
>(machine: Machine<S, C, E>, events: readonly E[] = []): Given<S, C, E> {
  const state = machine.state.parse(fold(machine, events));
  const when = (command: C): Outcome<S, E> => {
    const decided = judge(machine, command, state);
    if (isRefusal(decided)) return { events: [], refusal: decided, state };
    const parsed = decided.map((event) => machine.event.parse(event));
    return { events: parsed, refusal: undefined, state: machine.state.parse(fold(machine, parsed, state)) };
  };
  const and = (...commands: readonly C[]): Given<S, C, E> => {
    const [first, ...rest] = commands;
    if (first === undefined) return given(machine, events);
    const next = when(first);
    if (next.refusal) throw new Error(`${first.type}: ${JSON.stringify(next.refusal)}`);
    return given(machine, [...events, ...next.events]).and(...rest);
  };
  return { state, events, when, and };
}

/** A person of `organization` in `roles`; opaque lower-case ids. */
export const actor = (person: string, organization: string, ...roles: readonly LegalRole[]): Actor => ({
  person,
  organization,
  roles,
});

/** `ms` later (negative: earlier). For both sides of a boundary instant. */
export const after = (at: Instant, ms: number): Instant => instant(millis(at) + ms);

/** The articles that a refusal cites, in order; empty when there is none. */
export const cited = (outcome: { readonly refusal: Refusal | undefined }): string[] =>
  grounds(outcome).map((one) => one.article);

/** The JSON pointers that a refusal names, in order. */
export const pointers = (outcome: { readonly refusal: Refusal | undefined }): (string | undefined)[] =>
  grounds(outcome).map((one) => one.pointer);

/** A well-formed sha256 that is easy to tell from another: sixty-four times one hexadecimal digit. */
export const hashOf = (digit: string): string => digit.repeat(64).slice(0, 64);

/** A document reference whose commitment follows from nothing: only its form counts here. */
export const documentOf = (document: string) => ({ document, commitment: hashOf('d') });

const grounds = (outcome: { readonly refusal: Refusal | undefined }): readonly Ground[] =>
  outcome.refusal?.grounds ?? [];
