import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { table } from '../../shared/store/table.ts';

type Item = Record<string, AttributeValue>;

/** One write: what stood there, and what stands there now; `key` where an item was deleted. */
export type Written =
  | { readonly before: Item | undefined; readonly after: Item }
  | { readonly before: Item | undefined; readonly key: Item };

/** Write units by what was written. */
export type Meter = Map<string, number>;

/**
 * Write units of one write outside a transaction (inside it the item itself counts twice), by the published rule: one
 * for each started KB of the larger of old and new item, and the same for each index that it enters, leaves or changes in.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html
 */
export function written(change: Written): readonly { kind: string; units: number; index: boolean }[] {
  const { before } = change;
  const after = 'after' in change ? change.after : undefined;
  const name = kindOf(after ?? ('key' in change ? change.key : {}));
  const own = Math.max(units(before), units(after), 1);
  const indexed = table.indexes.reduce((sum, index) => sum + indexUnits(index, before, after), 0);
  const item = { kind: after ? name : `${name} deleted`, units: own, index: false };
  return indexed === 0 ? [item] : [item, { kind: `${name} in indexes`, units: indexed, index: true }];
}

/** Bytes of an item: names and values as UTF-8, binary as it is, numbers at their longest of 21. */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

const units = (item: Item | undefined): number => (item ? Math.ceil(itemBytes(item) / 1_024) : 0);

function valueBytes({ S, N, B, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.min(21, Math.ceil(N.length / 2) + 1);
  if (B !== undefined) return B.length;
  if (L !== undefined) return L.reduce((sum, one) => sum + 1 + valueBytes(one), 3);
  return M === undefined ? 1 : 3 + itemBytes(M) + Object.keys(M).length;
}

/** What an item is, by its key: `outbox`, `log#leaf`, `channel head`. */
function kindOf({ pk, sk }: Item): string {
  const [first = '', second = ''] = pk?.S?.split('#') ?? [];
  if (first === 'log') return `log ${second}`;
  const [what = ''] = sk?.S?.split('#') ?? [];
  return first === 'outbox' || first === what ? first : `${first} ${what}`;
}

type Index = (typeof table.indexes)[number];

function indexUnits(index: Index, before: Item | undefined, after: Item | undefined): number {
  const names = [...index.hash, ...index.range].map(({ name }) => name);
  const shown = (item: Item | undefined): Item | undefined => {
    if (!item || names.some((name) => !item[name])) return undefined;
    const all = ['pk', 'sk', ...names, ...index.include];
    return Object.fromEntries(Object.entries(item).filter(([name]) => all.includes(name)));
  };
  const [old, now] = [shown(before), shown(after)];
  if (JSON.stringify(old) === JSON.stringify(now)) return 0;
  const moved = old && now && names.some((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  return moved ? units(old) + units(now) : Math.max(units(old), units(now));
}
