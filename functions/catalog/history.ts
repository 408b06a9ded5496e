import { dataset } from '../../shared/domain/dataset.ts';
import type { DraftEntry } from '../../shared/domain/dataset-entry.ts';
import { type Dataset, datasetEvent } from '../../shared/domain/dataset-schema.ts';
import { listEvents, MAX_PAGE } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Difference } from './schema.ts';

/** Pages of events that one answer reads: 1,000 steps. */
const MAX_PAGES = 5;

/** Every step of an entry, oldest first, with what it changed in the entry (DZ-13). */
export async function historyOf(store: Context, id: string) {
  const steps = [];
  let state: Dataset = dataset.initial;
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const found = await listEvents(store, { aggregate: 'dataset', id }, { limit: MAX_PAGE, cursor });
    for (const { version, at, person, organization, data } of found.items) {
      const event = datasetEvent.parse(data);
      const before = latest(state);
      state = dataset.evolve(state, event);
      const reason = 'reason' in event ? { reason: event.reason } : {};
      const differences = compare(before, latest(state));
      steps.push({ version, at, person, organization, type: event.type, ...reason, differences });
    }
    cursor = found.cursor;
    if (cursor === undefined) break;
  }
  return { id, steps, more: cursor !== undefined };
}

/** What a reader of the history compares: the revision that waits, else the entry. */
function latest(state: Dataset): DraftEntry {
  if (state.status === 'none') return {};
  return state.status === 'published' && state.pending ? state.pending.entry : state.entry;
}

/** Members and information items that differ; an item moved to another place is no difference. */
export function compare(before: DraftEntry, after: DraftEntry): Difference[] {
  const { items: then = [], ...one } = before;
  const { items: now = [], ...other } = after;
  return [...changed('', one, other), ...changed('/items', byName(then), byName(now))];
}

const byName = (items: readonly { name: string }[]) => Object.fromEntries(items.map((item) => [item.name, item]));

function changed(at: string, before: Record<string, unknown>, after: Record<string, unknown>): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name): Difference[] => {
    const [was, is] = [json(before, name), json(after, name)];
    if (was === is) return [];
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return [
      {
        pointer,
        ...(was !== undefined && { before: JSON.parse(was) }),
        ...(is !== undefined && { after: JSON.parse(is) }),
      },
    ];
  });
}

/** As text, for comparing; entries come from one schema, so their members stand in one order. */
const json = (value: Record<string, unknown>, name: string): string | undefined =>
  Object.hasOwn(value, name) ? JSON.stringify(value[name]) : undefined;
