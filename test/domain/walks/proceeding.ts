import * as fc from 'fast-check';
import * as z from 'zod';
import type { Actor, Envelope } from '../../../shared/domain/decision.ts';
import type { AnyProceeding, Shape } from '../../../shared/domain/proceeding-schema.ts';
import { articleId, documentRef, id, instant, jurisdiction, localDate, sha256 } from '../../../shared/domain/values.ts';
import { legalRoles } from '../../../shared/law/roles.ts';
import { addDays, localDate as dayOf, type Instant } from '../../../shared/law/time.ts';
import { actor, documentOf, hashOf } from '../given.ts';
import { statusesOf, type Walk } from './walk.ts';

type State = ReturnType<AnyProceeding['evolve']>;
type Command = Envelope & { readonly type: string };
interface Event {
  readonly type: string;
}

type Say = fc.Arbitrary<(at: Instant) => unknown>;
const said = <T>(values: fc.Arbitrary<T>): Say => values.map((value) => () => value);
const offices = ['office-a', 'office-b'];

/** What schemas that are checked by code let through. */
const known: ReadonlyMap<z.ZodType, Say> = new Map<z.ZodType, Say>([
  [id, said(fc.constantFrom(...offices))],
  [documentRef, said(fc.constantFrom(documentOf('paper-1'), documentOf('paper-2')))],
  [instant, fc.constant((at) => at)],
  [localDate, fc.constantFrom(-1, 0, 30, 400).map((days) => (at: Instant) => addDays(dayOf(at), days))],
  [jurisdiction, said(fc.constant('511700'))],
  [articleId, said(fc.constantFrom('DZ-43', 'DZ-44'))],
  [sha256, said(fc.constant(hashOf('a')))],
]);

/** Values that a schema takes. */
function valuesOf(schema: z.ZodType): Say {
  const found = known.get(schema);
  if (found) return found;
  if (schema instanceof z.ZodOptional)
    return fc.oneof(valuesOf(schema.unwrap() as z.ZodType), said(fc.constant(undefined)));
  if (schema instanceof z.ZodArray) {
    return fc
      .uniqueArray(valuesOf(schema.element as z.ZodType), { minLength: 1, maxLength: 2 })
      .map((all) => (at) => all.map((one) => one(at)));
  }
  if (schema instanceof z.ZodObject) return shapeOf(schema.shape);
  if (schema instanceof z.ZodEnum) return said(fc.constantFrom(...schema.options));
  if (schema instanceof z.ZodLiteral) return said(fc.constantFrom(...schema.values));
  if (schema instanceof z.ZodBoolean) return said(fc.boolean());
  if (schema instanceof z.ZodNumber) return said(fc.integer({ min: 1, max: 5 }));
  if (schema instanceof z.ZodString) return said(fc.constant('测数〔2026〕1号'));
  throw new Error(`say how to make a ${schema.def.type}`);
}

const shapeOf = (shape: Shape): fc.Arbitrary<(at: Instant) => object> =>
  fc
    .tuple(...Object.entries(shape).map(([name, schema]) => valuesOf(schema).map((value) => [name, value] as const)))
    .map(
      (all) => (at) =>
        Object.fromEntries(all.map(([name, value]) => [name, value(at)]).filter(([, value]) => value !== undefined)),
    );

const cast: readonly Actor[] = Object.keys(legalRoles).flatMap((role) =>
  offices.flatMap((office) => ['one', 'two'].map((person) => actor(`${role}-${person}`, office, role as never))),
);

/** Everything that anybody may say in a proceeding, made from its own table; each command says a fact too many. */
export function proceedingWalk(table: AnyProceeding): Walk<State, Command, Event> {
  const { steps, opening } = table;
  const left = new Set(Object.values(steps).flatMap(({ from = [] }) => from));
  const ends = Object.entries(steps).filter(([, { to }]) => to !== undefined && !left.has(to));
  // What the platform notes by itself on something that runs mostly bars what would come next.
  const falls = Object.entries(steps).filter(([, { by, from }]) => from && by.every((role) => role === 'system'));
  const book = Object.entries(steps).map(([type, { by, from, facts, sees }]) => {
    const facing = shapeOf({ ...(from ? {} : { ...opening, jurisdiction }), ...facts, ...sees });
    const whom = fc.constantFrom(...cast.filter(({ roles }) => by.some((role) => roles.includes(role))));
    return [
      type,
      fc.tuple(facing, whom).map(([made, who]) => (at: Instant) => ({
        unasked: 'x',
        ...made(at),
        type,
        at,
        actor: who,
      })),
    ];
  });
  return {
    machine: table,
    book: Object.fromEntries(book),
    cast,
    rare: [...ends, ...falls].map(([type]) => type),
  };
}

/** Statuses that no step leaves. */
export const endsOf = (table: AnyProceeding): string[] =>
  statusesOf(table).filter(
    (status) => status !== 'none' && !Object.values(table.steps).some(({ from }) => from?.includes(status)),
  );
