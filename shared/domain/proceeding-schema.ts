import type * as z from 'zod';
import type { OpenClock } from '../law/periods.ts';
import type { LegalRole, Text } from '../law/roles.ts';
import type { Instant } from '../law/time.ts';
import type { Envelope, Hearer, Machine, Refusal, Rule } from './decision.ts';

/*
 * What the definition of a proceeding looks like, and the types of commands, events and states that follow from it;
 * proceeding.ts makes the machine.
 */
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

export interface Definition<St extends string, O extends Shape, P extends Steps<St>> {
  readonly aggregate: string;
  readonly label: Text;
  readonly states: Readonly<Record<St, Text>>;
  /** What it is about: said when it is opened, never changed. `jurisdiction` comes with it. */
  readonly opening: O;
  /**
   * Whose it is, by legal role: the opening fact that names an organization, the step that this organization took, or
   * the fact of a step that names it, as `step.fact`.
   */
  readonly parties: Readonly<Partial<Record<LegalRole, keyof O | keyof P | `${keyof P & string}.${string}`>>>;
  /** Whom it names besides: the opening fact that names an organization. */
  readonly hearers?: Readonly<Partial<Record<Hearer, keyof O>>>;
  /** The opening fact that names the organization it is about: its scorecard finds it by that, its lists do not show it. */
  readonly about?: keyof O;
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
export type Acted = { at: Instant; by: string; office: string };

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
export type Guards<St extends string, O extends Shape, P> = {
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
