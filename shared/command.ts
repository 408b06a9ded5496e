import * as z from 'zod';
import {
  barredFrom,
  type Envelope,
  type Hearer,
  isRefusal,
  judge,
  type Machine,
  type Refusal,
  type Rule,
} from './domain/decision.ts';
import { id as idSchema } from './domain/values.ts';
import { type Input, type Reply, type Route, reply, routesFor } from './http/route.ts';
import type { Text } from './law/roles.ts';
import type { Service } from './service.ts';
import { bringsDocuments, type Settled, settle, unsettled } from './store/given.ts';
import type { Context } from './store/store.ts';
import { replay, transact } from './store/transact.ts';
import { type Loaded, loadHead, staleFor, type Unit } from './store/unit.ts';

interface Status {
  readonly status: string;
}
interface Typed {
  readonly type: string;
}
type Of<C extends Typed, K extends C['type']> = Extract<C, { type: K }>;
/** What a command says besides its envelope. */
type Said<C extends Typed, K extends C['type']> = Omit<Of<C, K>, 'type' | keyof Envelope>;

/** Everything a command's further steps may look at. */
export interface Happening<S, C, D> {
  readonly unit: Unit;
  readonly before: Loaded<S>;
  readonly after: Loaded<S>;
  readonly command: C;
  readonly deps: D;
}

interface CommandRoute<S extends Status, C extends Typed & Envelope, K extends C['type'], B, D> {
  readonly id: string;
  readonly command: K;
  /** Below `base`, such as `/{id}/open`; empty for a command that creates. */
  readonly path: '' | `/${string}`;
  readonly method?: 'post' | 'put';
  readonly summary?: Text;
  readonly body?: z.ZodType<B>;
  readonly ifMatch?: 'required';
  readonly patience?: 'measure';
  readonly example?: unknown;
  /** The command's members from the body; without it they are the body. Runs again on each retry. */
  readonly make?: (asked: Made<S, B, D>) => Promise<Said<C, K> | Refusal> | Said<C, K> | Refusal;
  /** Whom the row tells and no state names, such as who objected: nobody but the agency may read that. */
  readonly hearers?: (asked: Made<S, B, D>) => Promise<Readonly<Partial<Record<Hearer, readonly string[]>>>>;
  /** Gates, claims and other streams of the same transaction. */
  readonly also?: (happening: Happening<S, Of<C, K>, D>) => Promise<Refusal | undefined> | Refusal | undefined;
  /** After the commit; must be repeatable, a replayed request runs it again. */
  readonly then?: (after: Loaded<S>, deps: D) => Promise<void>;
}

export interface Made<S, B, D> {
  readonly body: Settled<B>;
  readonly before: Loaded<S>;
  readonly unit: Unit;
  readonly input: Input<{ id: string }, unknown, B>;
  readonly deps: D;
  /** The command is only judged: write nothing yet. */
  readonly dry: boolean;
}

interface Family<S extends Status> {
  readonly tag: string;
  readonly base: `/${string}`;
  /** How people read a stream. */
  readonly view: (store: Context, loaded: Loaded<S>) => object | Promise<object>;
  readonly replyShape?: z.ZodType;
}

const params = z.strictObject({ id: idSchema });
const nothing = z.strictObject({});

/**
 * Routes for the commands of one machine. Each is judged twice: first against what is there, so that a refused command
 * writes nothing, not even its documents; then inside its transaction. Roles and articles come from the table.
 */
export function commandsOn<S extends Status, C extends Typed & Envelope, E extends Typed, D extends Service = Service>(
  machine: Machine<S, C, E>,
  family: Family<S>,
) {
  const { member } = routesFor<D>();
  return <K extends C['type'], B = Record<string, never>>(route: CommandRoute<S, C, K, B, D>): Route<D> => {
    const rule: Rule = machine.transitions[route.command];
    const creates = !route.path.startsWith('/{id}');
    return member<{ id: string }, unknown, B>({
      id: route.id,
      method: route.method ?? 'post',
      path: `${family.base}${route.path}`,
      tag: family.tag,
      summary: route.summary ?? rule.label,
      rule,
      // An empty object parses as B's default, which has no members.
      body: route.body ?? (nothing as unknown as z.ZodType<B>),
      ...(creates ? {} : { params }),
      ...(route.ifMatch && { ifMatch: route.ifMatch }),
      ...(family.replyShape && { reply: family.replyShape }),
      ...(route.example !== undefined && { example: route.example }),
      handle: (input, deps) =>
        carryOut(machine, family, route, creates ? deps.store.newId() : input.params.id, input, deps),
    });
  };
}

async function carryOut<
  S extends Status,
  C extends Typed & Envelope,
  E extends Typed,
  K extends C['type'],
  B,
  D extends Service,
>(
  machine: Machine<S, C, E>,
  family: Family<S>,
  route: CommandRoute<S, C, K, B, D>,
  id: string,
  input: Input<{ id: string }, unknown, B>,
  deps: D,
): Promise<Reply | Refusal> {
  const creates = !route.path.startsWith('/{id}');
  const named = { ...input, params: { id } };
  const options = { receipt: input.receipt, ...(route.patience && { patience: route.patience }) };
  const attempt = (body: Settled<B>, dry: boolean) => async (unit: Unit) => {
    const before = await unit.load(machine, id);
    const barred = barredFrom(machine, machine.transitions[route.command], input.actor, before.state);
    if (barred) return barred;
    const envelope = { type: route.command, at: input.at, actor: input.actor };
    const asked = { body, before, unit, input: named, deps, dry };
    const said = await saidBy(route, asked);
    if (isRefusal(said)) return said;
    // The members come from `make` or from a body whose schema is the command's: the table's own types check them.
    const command = { ...said, ...envelope } as unknown as Of<C, K>;
    if (dry) {
      const decision = judge(machine, command, before.state);
      if (isRefusal(decision)) return decision;
      return staleFor(before, input.ifMatch) ?? reply({});
    }
    const after = await unit.decide(machine, before, command, input.ifMatch, await route.hearers?.(asked));
    if (isRefusal(after)) return after;
    const refused = await route.also?.({ unit, before, after, command, deps });
    if (refused) return refused;
    const location = creates ? `${family.base}/${id}` : undefined;
    return reply(await family.view(deps.store, after), {
      version: after.version,
      ...(location && { status: 201, location }),
    });
  };
  if (bringsDocuments(input.body)) {
    const kept = input.receipt && (await replay(deps.store, input.receipt));
    if (kept) return kept;
    const dry = await transact(deps.store, attempt(unsettled(input.body), true));
    if (isRefusal(dry)) return dry;
  }
  const outcome = await transact(deps.store, attempt(await settle(deps.store, input.body), false), options);
  if (isRefusal(outcome) || !route.then) return outcome;
  const written = await loadHead(deps.store, machine, id);
  if (written.version > 0) await route.then(written, deps);
  return outcome;
}

function saidBy<S extends Status, C extends Typed & Envelope, K extends C['type'], B, D>(
  route: CommandRoute<S, C, K, B, D>,
  made: Made<S, B, D>,
): Promise<Said<C, K> | Refusal> | Said<C, K> | Refusal {
  // Without `make` the body is the command: its schema was written for it.
  return route.make ? route.make(made) : (made.body as unknown as Said<C, K>);
}
