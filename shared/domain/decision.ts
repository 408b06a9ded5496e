import type * as z from 'zod';
import type { ArticleId } from '../law/articles/titles.ts';
import type { Duty } from '../law/duties.ts';
import type { OpenClock, PeriodId } from '../law/periods.ts';
import { type LegalRole, legalRoles, type Text } from '../law/roles.ts';
import type { Instant } from '../law/time.ts';
import { type ClocksRecomputed, evolved } from './clock-change.ts';
import { outsideDuty } from './duty.ts';
import type { Office } from './office.ts';
import type { RegulatoryFact } from './regulatory.ts';

/** Who acts: a person (opaque id), for one organization, in the legal roles that organization gave them. */
export interface Actor {
  readonly person: string;
  readonly organization: string;
  readonly roles: readonly LegalRole[];
  /** Fields of duty that are recorded of the organization, where it is a department. @see LOCAL-64 */
  readonly duties?: readonly Duty[];
}

/** What every command carries. `at` is the domain clock. */
export interface Envelope {
  readonly at: Instant;
  readonly actor: Actor;
}

/** One reason for a refusal: the rule, a sentence for people, and where in the request (JSON pointer). */
export interface Ground {
  readonly article: ArticleId;
  readonly detail: Text;
  readonly pointer?: string;
}

/**
 * `role`: not theirs to do · `foreign`: another organization's · `missing`: no such stream (told like `foreign`) ·
 * `state`: not now · `rule`: the law or agreement says no · `stale`: somebody changed it meanwhile.
 */
export interface Refusal {
  readonly refused: 'role' | 'foreign' | 'missing' | 'state' | 'rule' | 'stale';
  readonly grounds: readonly Ground[];
}

export type Decision<E> = readonly E[] | Refusal;

/** Refuses under one article. */
export function refuse(article: ArticleId, detail: Text, pointer?: string): Refusal {
  return { refused: 'rule', grounds: [pointer === undefined ? { article, detail } : { article, detail, pointer }] };
}

/** Refuses with everything that is wrong at once (REG-10); `undefined` when nothing is. */
export function refuseAll(grounds: readonly Ground[]): Refusal | undefined {
  return grounds.length > 0 ? { refused: 'rule', grounds } : undefined;
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value;
}

interface Status {
  readonly status: string;
}
interface Typed {
  readonly type: string;
}

/** The member of union `S` with status `K`. */
export type In<S extends Status, K extends S['status']> = Extract<S, { status: K }>;

/** Who learns of a step without being a party in a legal role: named by the stream, or by the route that knows. */
export type Hearer = 'joint-registrant' | 'objector' | 'reporter' | 'respondent';
export type Told = LegalRole | Hearer;

/**
 * What a table row says besides its steps. `starts` and `stops` name the clocks of periods.ts; `tells`: whose inbox learns
 * of it, in the same transaction, alike from every state or by the state it starts from (see `toldBy`).
 */
export interface Rule {
  readonly by: readonly LegalRole[];
  /** Theirs alone whom the stream names so, in any of these roles: not the party's in the role. */
  readonly whose?: Hearer;
  readonly article: ArticleId;
  readonly label: Text;
  readonly tells?: readonly Told[] | Readonly<Record<string, readonly Told[]>>;
  readonly starts?: readonly PeriodId[];
  readonly stops?: readonly PeriodId[];
}

type Row<S extends Status, C extends Typed, E> = Rule & {
  readonly [From in S['status']]?: (command: C, state: In<S, From>) => Decision<E>;
};

/** A state machine as data: command → who, article, clocks, and a step for each state it may start from. */
export type Transitions<S extends Status, C extends Typed, E> = {
  readonly [K in C['type']]: Row<S, Extract<C, { type: K }>, E>;
};

/** What the indexes of the store may see of a state: nothing personal, nothing confidential. */
export interface Summary {
  readonly jurisdiction: string;
  readonly title?: string;
  readonly party?: string;
  /** Streams this one rests on, `aggregate#id`: what a measure on one of them stops is counted by it. */
  readonly rests?: readonly string[];
}

/** One aggregate: its states and events (schemas are the types), its table, its fold, and its views. */
export interface Machine<S extends Status, C extends Typed & Envelope, E extends Typed> {
  readonly aggregate: string;
  readonly label: Text;
  /** What people call its states. */
  readonly states: Readonly<Record<S['status'], Text>>;
  readonly state: z.ZodType<S>;
  readonly event: z.ZodType<E>;
  readonly initial: S;
  readonly transitions: Transitions<S, C, E>;
  /** Total: every event in every state gives a state; no clock, no refusal. */
  readonly evolve: (state: S, event: E) => S;
  /** Which organization holds a legal role for this one stream; a role not named is held by any organization. */
  readonly parties: (state: S) => Readonly<Partial<Record<LegalRole, string>>>;
  /** Whom it names besides its parties; a row tells them by these names. */
  readonly hearers?: (state: S) => Readonly<Partial<Record<Hearer, readonly string[]>>>;
  /** Of an organization: the offices that it holds, found by role and jurisdiction when something is told. */
  readonly offices?: (state: S) => readonly Office[];
  /** Statutory clocks that run in this state. */
  readonly clocks: (state: S) => readonly OpenClock[];
  readonly summary: (state: S) => Summary;
  /** What partners in regulation are sent when this event has led to this state. @see POLICY-61 */
  readonly regulatory?: (event: E, state: S) => RegulatoryFact | undefined;
}

/**
 * Judges one command: role, then whose stream it is, then whose field of duty (DZ-43), then state, then the step's own rules.
 * Throws for nothing that a caller can cause.
 */
export function judge<S extends Status, C extends Typed & Envelope, E extends Typed>(
  machine: Machine<S, C, E>,
  command: C,
  state: S,
): Decision<E> {
  const rule: Rule = machine.transitions[command.type as C['type']];
  const barred = barredFrom(machine, rule, command.actor, state) ?? outsideDuty(rule, command);
  if (barred) return barred;
  // The row's steps are keyed by the state's own status, so the step found under it takes exactly this state.
  const step = (rule as unknown as Record<string, ((command: C, state: S) => Decision<E>) | undefined>)[state.status];
  return step ? step(command, state) : notNow(machine, rule, state);
}

/**
 * Why this person has nothing to do here whatever they ask for: not their role, not their stream, or no stream. Told
 * before a request is looked at, so that nothing else is learnt from the answer.
 */
export function barredFrom<S extends Status>(
  machine: Pick<Machine<S, never, never>, 'parties' | 'hearers' | 'initial'>,
  rule: Rule,
  actor: Actor,
  state: S,
): Refusal | undefined {
  const held = actor.roles.filter((role) => rule.by.includes(role));
  if (held.length === 0) return notTheirs(rule);
  const parties = machine.parties(state);
  const own = rule.whose
    ? (machine.hearers?.(state)[rule.whose] ?? []).includes(actor.organization)
    : held.some((role) => (parties[role] ?? actor.organization) === actor.organization);
  if (!own) return notFound('foreign', rule.article);
  const missing = state.status === machine.initial.status && !Object.hasOwn(rule, state.status);
  return missing ? notFound('missing', rule.article) : undefined;
}

/** Folds events over a state. */
export function fold<S extends Status, C extends Typed & Envelope, E extends Typed>(
  machine: Machine<S, C, E>,
  events: readonly (E | ClocksRecomputed)[],
  from: S = machine.initial,
): S {
  return events.reduce<S>((state, event) => evolved(machine, state, event), from);
}

/** Whom a row tells when it starts from this state. */
export function toldBy({ tells = [] }: Pick<Rule, 'tells'>, status: string): readonly Told[] {
  return isList(tells) ? tells : (tells[status] ?? []);
}
const isList = (tells: NonNullable<Rule['tells']>): tells is readonly Told[] => Array.isArray(tells);

/** Nobody in this role may do that. */
export function notTheirs(rule: Rule): Refusal {
  const who = (language: keyof Text) =>
    rule.by.map((role) => legalRoles[role][language]).join(language === 'zh' ? '、' : ', ');
  const detail = { zh: `“${rule.label.zh}”只能由${who('zh')}作出`, en: `only ${who('en')} may ${rule.label.en}` };
  return { refused: 'role', grounds: [{ article: rule.article, detail }] };
}

/** A foreign stream and one that does not exist are told with the same words: nothing leaks. */
export function notFound(refused: 'foreign' | 'missing', article: ArticleId): Refusal {
  return { refused, grounds: [{ article, detail: { zh: '没有找到', en: 'not found' } }] };
}

function notNow<S extends Status>(
  machine: { label: Text; states: Readonly<Record<S['status'], Text>> },
  rule: Rule,
  state: S,
): Refusal {
  const now = machine.states[state.status as S['status']];
  const detail = {
    zh: `${machine.label.zh}当前为“${now.zh}”，不能${rule.label.zh}`,
    en: `it is not the time to ${rule.label.en}: this ${machine.label.en} is ${now.en}`,
  };
  return { refused: 'state', grounds: [{ article: rule.article, detail }] };
}
