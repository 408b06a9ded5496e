import * as z from 'zod';
import { commandsOn, type Happening, type Made } from './command.ts';
import { isRefusal, type Refusal } from './domain/decision.ts';
import {
  type Command,
  type FactsOf,
  loose,
  type Proceeding,
  type Said,
  type Shape,
  type State,
  type Steps,
} from './domain/proceeding-schema.ts';
import { documentRef } from './domain/values.ts';
import type { Route } from './http/route.ts';
import { type Family, proceedingReads, viewName, viewShape } from './proceeding-reads.ts';
import type { Service } from './service.ts';
import { givenDocument } from './store/given.ts';
import type { Loaded } from './store/unit.ts';

type Seen<S> = FactsOf<S, 'sees'> extends infer G ? (unknown extends G ? never : keyof G) : never;
type Body<O extends Shape, S, F> = Omit<Said<O, S>, (F & PropertyKey) | 'jurisdiction'>;

/** What one step says in HTTP beyond its row. */
interface Special<St extends string, O extends Shape, P, K extends keyof P & string, F> {
  readonly path?: '' | `/${string}`;
  readonly example?: unknown;
  /** Facts that no client says: `fill` gives them, and all that the guard `sees`. `jurisdiction` is the caller's unless given. */
  readonly fills?: readonly F[];
  readonly fill?: (
    made: Made<State<St, O, P>, Body<O, P[K], F>, Service>,
  ) => Filled<O, P, K, F> | Promise<Filled<O, P, K, F>>;
  /** Gates, claims and other streams of the same transaction. */
  readonly also?: (
    happening: Happening<State<St, O, P>, Command<O, P, K>, Service>,
  ) => Promise<Refusal | undefined> | Refusal | undefined;
  /** After the commit; repeatable, a replayed request runs it again. */
  readonly afterwards?: (after: Loaded<State<St, O, P>>, deps: Service) => Promise<void>;
}
type Filled<O extends Shape, P, K extends keyof P, F> =
  | (Pick<Command<O, P, K>, (F | Seen<P[K]>) & keyof Command<O, P, K>> & { readonly jurisdiction?: string })
  | Refusal;

type StepRoute<St extends string, O extends Shape, P> = <
  K extends keyof P & string,
  const F extends keyof Said<O, P[K]> = never,
>(
  step: K,
  special?: Special<St, O, P, K, F>,
) => Route<Service>;

/**
 * Every route of a proceeding: one for each row that a person may take, then read, list, history and documents.
 * `special`: the rows that need more than their table says, such as `(step) => ({ close: step('close', { also }) })`.
 */
export function proceedingRoutes<St extends string, O extends Shape, P extends Steps<St>>(
  machine: Proceeding<St, O, P>,
  family: Family<State<St, O, P>>,
  special: (step: StepRoute<St, O, P>) => { readonly [K in keyof P]?: Route<Service> } = () => ({}),
): Route<Service>[] {
  const step = stepRoutes(machine, family);
  const own = special(step);
  const rows = Object.entries(machine.steps) as [keyof P & string, P[string]][]; // Object.entries forgets the key type
  const persons = rows.filter(([, { by }]) => by.some((role) => role !== 'system'));
  return [...persons.map(([name]) => own[name] ?? step(name)), ...proceedingReads(machine, family)];
}

function stepRoutes<St extends string, O extends Shape, P extends Steps<St>>(
  machine: Proceeding<St, O, P>,
  { tag, base, name }: Family,
): StepRoute<St, O, P> {
  const key = viewName(machine.aggregate);
  const command = commandsOn(loose(machine), {
    tag,
    base,
    view: (_, { id, version, state }) => ({ id, version, [key]: state }),
    replyShape: viewShape(machine),
  });
  return (type, special = {}) => {
    const row = machine.steps[type];
    if (!row) throw new RangeError(`${machine.aggregate} has no step ${type}`);
    if (row.sees && !special.fill) throw new RangeError(`${type}: say what its guard sees`);
    const left: readonly PropertyKey[] = special.fills ?? [];
    const said = { ...(row.from ? {} : machine.opening), ...row.facts };
    const asked = Object.entries(said).filter(([fact]) => !left.includes(fact));
    return command({
      id: `${viewName(type)}${name}`,
      command: type,
      path: special.path ?? (row.from ? `/{id}/${type}` : ''),
      body: z.strictObject(Object.fromEntries(asked.map(([fact, schema]) => [fact, given(schema)]))),
      ...(special.example !== undefined && { example: special.example }),
      make: async (made) => {
        const { jurisdiction } = made.input.caller;
        // `asked` has the facts that are not filled, so that what `special` was typed with is what it is given.
        const filled = await special.fill?.(made as never);
        if (filled && isRefusal(filled)) return filled;
        return { ...(row.from ? {} : { jurisdiction }), ...made.body, ...filled } as never;
      },
      ...(special.also && { also: special.also as never }),
      // biome-ignore lint/suspicious/noThenProperty: what a command does after its commit is called so; it is no promise
      ...(special.afterwards && { then: special.afterwards as never }),
    });
  };
}

/** The schema with which a request says a fact: where the record has a reference, the request brings the document. */
function given(schema: z.ZodType): z.ZodType {
  if (schema === documentRef) return givenDocument;
  if (schema instanceof z.ZodOptional) return given(schema.unwrap() as z.ZodType).optional();
  if (schema instanceof z.ZodArray && schema.element === documentRef) {
    return schema.clone({ ...schema.def, element: givenDocument });
  }
  if (schema instanceof z.ZodObject) {
    const members: [string, z.ZodType][] = Object.entries(schema.shape);
    return z.strictObject(Object.fromEntries(members.map(([name, member]) => [name, given(member)])));
  }
  return schema;
}
