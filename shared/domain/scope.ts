// zod/mini: the gate parses scopes and its bundle must stay small.
import * as z from 'zod/mini';

export const MAX_DATASETS = 100;
/** Over all datasets of one scope: keeps the document far below the 300 KB that a document item may hold. */
export const MAX_FIELDS = 1000;

const id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));
/** Name of an information item 信息项, exactly as the catalogue entry writes it. */
export const fieldName = z.string().check(z.regex(/^(?!\s)[^\p{Cc}]{1,64}(?<!\s)$/u));

/**
 * What may be supplied: dataset id → fields. A channel's scope names one dataset and a purpose; a basis may name many.
 * Strict, with a version: a gate that does not know a later member (row filter, hours, quota) refuses, never ignores it.
 * @see DZ-43 (restrict), OPS-21
 */
export const scope = z
  .strictObject({
    v: z.literal(1),
    datasets: z.record(id, z.array(fieldName).check(z.minLength(1), z.maxLength(MAX_FIELDS))),
    /** Present: for this purpose only. Absent: not narrowed by purpose. */
    purpose: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  })
  .check(
    z.refine(({ datasets }) => Object.keys(datasets).length <= MAX_DATASETS, 'too many datasets'),
    z.refine(({ datasets }) => Object.values(datasets).flat().length <= MAX_FIELDS, 'too many fields'),
  );
export type Scope = z.infer<typeof scope>;

/** A catalogue entry as a scope: all its fields. */
export const scopeOf = (dataset: string, fields: readonly string[]): Scope => ({
  v: 1,
  datasets: { [dataset]: [...fields] },
});

/**
 * The one text of a scope, for hashing: keys and fields sorted by UTF-16 code unit, doubles removed, no white space
 * (for these values the same as RFC 8785). Two scopes that allow the same have the same text.
 */
export function canonical({ datasets, purpose }: Scope): string {
  const listed = Object.keys(datasets)
    .sort()
    .map((dataset) => `${JSON.stringify(dataset)}:${JSON.stringify([...new Set(datasets[dataset])].sort())}`);
  const only = purpose === undefined ? '' : `,"purpose":${JSON.stringify(purpose)}`;
  return `{"datasets":{${listed.join(',')}}${only},"v":1}`;
}

/** What both allow. Different purposes have nothing in common; a dataset without a common field drops out. */
export function intersect(a: Scope, b: Scope): Scope {
  if (a.purpose !== undefined && b.purpose !== undefined && a.purpose !== b.purpose) return { v: 1, datasets: {} };
  const purpose = a.purpose ?? b.purpose;
  const shared = Object.keys(a.datasets).flatMap((dataset) => {
    const other = new Set(ownFields(b, dataset));
    const fields = ownFields(a, dataset).filter((field) => other.has(field));
    return fields.length > 0 ? [[dataset, fields] as const] : [];
  });
  return { v: 1, datasets: Object.fromEntries(shared), ...(purpose !== undefined && { purpose }) };
}

/** Whether `outer` allows everything that `inner` does. */
export function within(inner: Scope, outer: Scope): boolean {
  if (outer.purpose !== undefined && inner.purpose !== outer.purpose) return false;
  return Object.entries(inner.datasets).every(([dataset, fields]) => {
    const allowed = new Set(ownFields(outer, dataset));
    return fields.every((field) => allowed.has(field));
  });
}

/** The fields of one dataset; none when the scope does not name it. */
export function ownFields({ datasets }: Scope, dataset: string): readonly string[] {
  return Object.hasOwn(datasets, dataset) ? (datasets[dataset] ?? []) : [];
}
