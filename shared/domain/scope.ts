// zod/mini: the gate parses scopes and its bundle must stay small.
import * as z from 'zod/mini';
import { meetQuotas, quota } from './quota.ts';
import { meetTests, rowTests } from './row-filter.ts';
import { fieldName } from './scope-values.ts';
import { meetTimes, supplyTimes } from './supply-times.ts';
import { meetTreatments, treatments } from './treatment.ts';

export const MAX_DATASETS = 100;
/** Over all datasets of one scope. */
export const MAX_FIELDS = 1000;
/** Keeps the document below the 300 KB that a document item may hold: a character has at most three bytes. */
const MAX_CHARACTERS = 90_000;

const id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));
export const purpose = z.string().check(z.minLength(1), z.maxLength(200));

/**
 * What may be supplied: dataset id → fields. A channel's scope names one dataset and a purpose; a basis may name many.
 * Every other member narrows, and narrows nothing where it is absent. Strict, with a version: a gate that does not know
 * a later member refuses, never ignores it.
 * @see DZ-43 (restrict), OPS-21
 */
export const scope = z
  .strictObject({
    v: z.literal(1),
    datasets: z.record(id, z.array(fieldName).check(z.minLength(1), z.maxLength(MAX_FIELDS))),
    /** For this purpose only, which each request declares. */
    purpose: z.optional(purpose),
    /** Dataset id → only rows that pass all tests. */
    rows: z.optional(z.record(id, rowTests)),
    /** Dataset id → fields that leave in another form. */
    treatments: z.optional(z.record(id, treatments)),
    times: z.optional(supplyTimes),
    quota: z.optional(quota),
  })
  .check(
    z.refine(({ datasets }) => Object.keys(datasets).length <= MAX_DATASETS, 'too many datasets'),
    z.refine(({ datasets }) => Object.values(datasets).flat().length <= MAX_FIELDS, 'too many fields'),
    z.refine((value) => JSON.stringify(value).length <= MAX_CHARACTERS, 'too long'),
  );
export type Scope = z.infer<typeof scope>;

/** A catalogue entry as a scope: all its fields. */
export const scopeOf = (dataset: string, fields: readonly string[]): Scope => ({
  v: 1,
  datasets: { [dataset]: [...fields] },
});

/**
 * The one text of a scope, for hashing: keys and lists sorted by UTF-16 code unit, doubles removed, no white space
 * (for these values the same as RFC 8785). Two scopes that say the same have the same text.
 */
export const canonical = (value: Scope): string => sortedText(intersect(value, value));

/**
 * What both allow: of every member the stricter. Purposes or times without anything in common leave nothing; a dataset
 * without a common field or a possible row drops out; a field with two forms that do not agree drops out.
 */
export function intersect(a: Scope, b: Scope): Scope {
  if (a.purpose !== undefined && b.purpose !== undefined && a.purpose !== b.purpose) return { v: 1, datasets: {} };
  const purpose = a.purpose ?? b.purpose;
  const times = a.times && b.times ? meetTimes(a.times, b.times) : (a.times ?? b.times);
  if (times === 'none') return { v: 1, datasets: {} };
  const quota = a.quota || b.quota ? meetQuotas(a.quota ?? {}, b.quota ?? {}) : undefined;
  const shared = Object.keys(a.datasets).flatMap((dataset) => {
    const both = common(a, b, dataset);
    return both ? [[dataset, both] as const] : [];
  });
  const rows = shared.flatMap(([dataset, { tests }]) => (tests.length > 0 ? [[dataset, tests] as const] : []));
  const changed = shared.flatMap(([dataset, { forms }]) => (forms.length > 0 ? [[dataset, forms] as const] : []));
  return {
    v: 1,
    datasets: Object.fromEntries(shared.map(([dataset, { fields }]) => [dataset, fields])),
    ...(purpose !== undefined && { purpose }),
    ...(rows.length > 0 && { rows: Object.fromEntries(rows) }),
    ...(changed.length > 0 && { treatments: Object.fromEntries(changed) }),
    ...(times && { times }),
    ...(quota && { quota }),
  };
}

/** Whether `outer` allows everything that `inner` does: both together are no less than `inner`. */
export const within = (inner: Scope, outer: Scope): boolean => sortedText(intersect(inner, outer)) === canonical(inner);

/** What a scope says about one dataset. */
export function onlyOf(scope: Scope, dataset: string): Scope {
  return intersect(scope, scopeOf(dataset, ownFields(scope, dataset)));
}

/** The fields of one dataset; none when the scope does not name it. */
export const ownFields = ({ datasets }: Scope, dataset: string): readonly string[] => own(datasets, dataset);

/** One dataset of both; `undefined` when nothing of it is left. */
function common(a: Scope, b: Scope, dataset: string) {
  const other = new Set(ownFields(b, dataset));
  const forms = meetTreatments([...own(a.treatments, dataset), ...own(b.treatments, dataset)]);
  const dropped = new Set(forms.filter((one) => one.do === 'drop').map(({ field }) => field));
  const both = ownFields(a, dataset).filter((field) => other.has(field) && !dropped.has(field));
  const fields = [...new Set(both)].sort();
  const tests = meetTests([...own(a.rows, dataset), ...own(b.rows, dataset)]);
  if (fields.length === 0 || tests === 'none') return undefined;
  return { fields, tests, forms: forms.filter(({ field }) => fields.includes(field)) };
}

const own = <T>(record: Readonly<Record<string, readonly T[]>> | undefined, key: string): readonly T[] =>
  record && Object.hasOwn(record, key) ? (record[key] ?? []) : [];

/** By hand, because an object puts names that look like numbers first. */
function sortedText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${sortedText(member)}`);
  return `{${members.join(',')}}`;
}
