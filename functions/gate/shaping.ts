import { passes } from '../../shared/domain/row-filter.ts';
import { ownFields, type Scope } from '../../shared/domain/scope.ts';
import { treated } from '../../shared/domain/treatment.ts';
import type { Exclusions } from '../../shared/store/exclusions.ts';
import type { Pseudonym } from '../../shared/store/pseudonym.ts';
import { Cut } from './guard.ts';

/** All that decides which cells of a dataset leave, and in which form. */
export interface Permitted {
  readonly dataset: string;
  readonly permit: Scope;
  readonly excluded?: Exclusions | undefined;
  readonly pseudonym: Pseudonym;
  /** Under which an excluded subject is listed. */
  readonly subject: Pseudonym;
}

/** The rows of a source as they may leave. */
export interface Shape {
  /** Names of the columns, in the source's order. */
  readonly names: readonly string[];
  /** The cells under them; `undefined` when the row stays here. */
  readonly row: (cells: readonly string[]) => readonly string[] | undefined;
}

/**
 * How a source with this heading leaves. A column that a filter needs and that is not there, no permitted column at all,
 * or a row with another number of cells than the heading (they may stand under a wrong name) ends the delivery: Cut.
 */
export function shapeOf(heading: readonly string[], permitted: Permitted): Shape {
  const names = heading.map((name) => name.trim());
  const columns = columnsOf(names, permitted);
  if (columns.length === 0) throw broken('none of the fields is in the source');
  const leaves = filterOf(names, permitted);
  return {
    names: columns.map(({ index }) => names[index] ?? ''),
    row: (cells) => {
      if (cells.length !== heading.length) throw broken(`${cells.length} cells under ${heading.length} headings`);
      return leaves(cells) ? columns.map(({ index, change }) => change(cells[index] ?? '')) : undefined;
    },
  };
}

function columnsOf(names: readonly string[], { dataset, permit, pseudonym }: Permitted) {
  const fields = new Set(ownFields(permit, dataset));
  const forms = new Map(permit.treatments?.[dataset]?.map((one) => [one.field, treated(one, pseudonym)]));
  const asItIs = (cell: string) => cell;
  return names.flatMap((name, index) => (fields.has(name) ? [{ index, change: forms.get(name) ?? asItIs }] : []));
}

function filterOf(names: readonly string[], { dataset, permit, excluded, subject }: Permitted) {
  const tests = (permit.rows?.[dataset] ?? []).flatMap((test) =>
    placesOf(names, test.field).map((index) => (cells: readonly string[]) => passes(test, cells[index] ?? '')),
  );
  if (excluded) {
    const out = new Set(excluded.subjects);
    const places = placesOf(names, excluded.field);
    tests.push((cells) => !places.some((index) => out.has(subject((cells[index] ?? '').trim()))));
  }
  return (cells: readonly string[]) => tests.every((test) => test(cells));
}

/** Every column of this name: where two bear it, both must pass. */
function placesOf(names: readonly string[], field: string): readonly number[] {
  const places = names.flatMap((name, index) => (name === field ? [index] : []));
  if (places.length === 0) throw broken(`no column ${field} to filter rows by`);
  return places;
}

const broken = (what: string): Cut => new Cut('source-failed', undefined, new Error(what));
