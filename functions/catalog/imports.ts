import { dataset } from '../../shared/domain/dataset.ts';
import type { DraftEntry } from '../../shared/domain/dataset-entry.ts';
import type { Dataset } from '../../shared/domain/dataset-schema.ts';
import { type Ground, isRefusal, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { sensitiveItems } from '../../shared/domain/sensitivity.ts';
import { type Input, type Reply, reply } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { transact } from '../../shared/store/transact.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
import { decide, placeOf } from './entries.ts';
import { compare } from './history.ts';
import { mergeDrafts } from './intake/duplicates.ts';
import type { Draft } from './intake/entry.ts';
import type { ImportOutcome, ImportRow, importBody } from './schema.ts';

type Batch = Input<unknown, unknown, ReturnType<(typeof importBody)['parse']>>;

/** Rows of different keys are written at once, this many; rows of one key one after the other. */
const PARALLEL = 8;

/**
 * Takes a batch of normalised rows, one transaction each: what was done stays done, and a batch sent again after a crash
 * changes nothing. A row that is refused comes back with its reasons. @see DZ-13, DZ-14, DZ-24
 */
export async function importEntries(batch: Batch, { store }: Service): Promise<Reply> {
  const { rows } = batch.body;
  const outcomes: ImportOutcome[] = [];
  const waiting = [...new Set(rows.map((row) => row.key))];
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
        for (const [at, row] of rows.entries()) {
          if (row.key === key) outcomes[at] = await importOne(batch, row, { store });
        }
      }
    }),
  );
  const count = (result: ImportOutcome['result']) => outcomes.filter((one) => one.result === result).length;
  const totals = { imported: count('imported'), merged: count('merged'), returned: count('returned') };
  return reply({ totals, rows: outcomes });
}

type Deps = Pick<Service, 'store'>;

async function importOne(batch: Batch, row: ImportRow, { store }: Deps): Promise<ImportOutcome> {
  const id = idOf(batch, row, { store });
  const outcome = await transact(store, async (unit) => {
    const before = await unit.load(dataset, id);
    const existed = before.state.status !== 'none';
    const refused = existed
      ? row.merge && (await mergeInto(unit, before, batch, row, { store }))
      : await startEntry(unit, before, batch, row, { store });
    return refused ?? reply({}, { status: existed && row.merge ? 200 : 201 });
  });
  const { key } = row;
  if (isRefusal(outcome)) return { key, result: 'returned', reasons: outcome.grounds.map(told(batch.language)) };
  return { key, result: outcome.status === 200 ? 'merged' : 'imported', dataset: id, reasons: [] };
}

async function startEntry(
  unit: Unit,
  before: Loaded<Dataset>,
  { actor, at }: Batch,
  { source, entry }: ImportRow,
  { store }: Deps,
): Promise<Refusal | undefined> {
  const place = await placeOf(unit, source);
  if (isRefusal(place)) return place;
  const command = { type: 'draft', imported: true, at, actor, source, ...place, entry } as const;
  const after = await decide(store, unit, before, command);
  return isRefusal(after) ? after : undefined;
}

/** The later row fills in what the draft lacks; the stricter attribute counts. Nothing new: nothing is written. */
async function mergeInto(
  unit: Unit,
  before: Loaded<Dataset>,
  { actor, at }: Batch,
  { entry }: ImportRow,
  { store }: Deps,
): Promise<Refusal | undefined> {
  const { state } = before;
  if (state.status !== 'draft' && state.status !== 'returned') {
    return refuse('DZ-13', {
      zh: '该条目已提交，不再合并导入',
      en: 'that entry was submitted: no more rows go into it',
    });
  }
  const kept = { ...asDraft(state.entry), ...(state.openingLost && { openingLost: state.openingLost }) };
  const merged = mergeDrafts(kept, asDraft(entry)).entry;
  if (compare(state.entry, merged).length === 0) return undefined;
  const after = await decide(store, unit, before, { type: 'edit', at, actor, entry: merged });
  return isRefusal(after) ? after : undefined;
}

/** For merging only: where a row came from plays no part in it. */
const asDraft = (entry: DraftEntry): Draft => ({
  key: '',
  unit: '',
  entry,
  suspected: sensitiveItems(entry.items?.map((item) => item.name) ?? []),
  origin: { industries: [], tags: [] },
});

/** One key of one importing organization is one entry, for ever: the id follows from them. */
function idOf({ actor }: Batch, { key }: ImportRow, { store }: Deps): string {
  const bytes = store.hash(new TextEncoder().encode(`import\n${actor.organization}\n${key}`));
  return Buffer.from(bytes).toString('hex').slice(0, 26);
}

const told =
  (language: 'zh' | 'en') =>
  ({ article, detail, pointer }: Ground) => ({ article, detail: detail[language], ...(pointer && { pointer }) });
