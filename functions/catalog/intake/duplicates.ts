import { type DraftEntry, MAX_ITEMS } from '../../../shared/domain/dataset-entry.ts';
import { stricter as stricterLevel } from '../../../shared/law/levels.ts';
import type { Draft } from './entry.ts';
import { guard } from './guard.ts';
import { stricter } from './parts.ts';

/** Where a row stands to the rows before it: new, the same row again, or another row of the same name and unit. */
export type Meeting = { readonly kind: 'new' } | { readonly kind: 'exact' | 'same'; readonly row: number };

/** Remembers, by hash, which entry each row became: about 150 bytes an entry, whatever the rows' size. */
export function register() {
  const entries = new Map<string, { readonly row: number; readonly content: string }>();
  return {
    /** `key` and `content` are hashes; the first row that brings a key keeps it. */
    meet(row: number, key: string, content: string): Meeting {
      const before = entries.get(key);
      if (before) return { kind: before.content === content ? 'exact' : 'same', row: before.row };
      entries.set(key, { row, content });
      return { kind: 'new' };
    },
    /** The entry was refused: a later row of its name and unit is new again. */
    forget: (key: string): boolean => entries.delete(key),
  };
}

/**
 * Two rows of one entry as one: the earlier keeps what it says, the later fills in what is missing; lists unite; of
 * attributes and levels the stricter counts; what either row suggests of persons closes both. @see DZ-13, DZ-24
 */
export function mergeDrafts(kept: Draft, later: Draft): Draft {
  const [one, other] = [opened(kept), opened(later)];
  const sharing = stricterAttribute(one.sharing, other.sharing);
  const opening = stricterAttribute(one.opening, other.opening);
  const level = one.level && other.level ? stricterLevel(one.level, other.level) : (one.level ?? other.level);
  const items = uniteBy((item) => item.name, one.items, other.items, MAX_ITEMS);
  const formats = uniteBy((format) => format, one.formats, other.formats, 20);
  const themes = uniteBy((theme) => theme, one.themes, other.themes, 10);
  const united: DraftEntry = {
    ...other,
    ...one,
    ...(sharing && { sharing }),
    ...(opening && { opening }),
    ...(level && { level }),
    ...(items && { items }),
    ...(formats && { formats }),
    ...(themes && { themes }),
  };
  const suspected = uniteBy((item) => item.name, kept.suspected, later.suspected, MAX_ITEMS) ?? [];
  const { entry, lost } = guard(united, suspected);
  const { openingLost: _, ...rest } = kept;
  return { ...rest, entry, suspected, origin: { ...later.origin, ...kept.origin }, ...(lost && { openingLost: lost }) };
}

/** What the rows said before the guard. */
const opened = ({ entry, openingLost }: Draft): DraftEntry =>
  openingLost ? { ...entry, opening: { attribute: openingLost } } : entry;

type Attribute = DraftEntry['opening'];

function stricterAttribute(one: Attribute, other: Attribute): Attribute {
  if (!one || !other) return one ?? other;
  return stricter(one.attribute, other.attribute) === one.attribute ? one : other;
}

function uniteBy<T>(
  name: (member: T) => string,
  one: readonly T[] | undefined,
  other: readonly T[] | undefined,
  limit: number,
): T[] | undefined {
  const members = new Map<string, T>();
  for (const member of [...(one ?? []), ...(other ?? [])]) {
    if (!members.has(name(member))) members.set(name(member), member);
  }
  return members.size > 0 ? [...members.values()].slice(0, limit) : undefined;
}
