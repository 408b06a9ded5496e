import { type DraftEntry, MAX_ITEMS } from '../../../shared/domain/dataset-entry.ts';
import { stricter as stricterLevel } from '../../../shared/law/levels.ts';
import type { Draft } from './entry.ts';
import { guard } from './guard.ts';
import { stricter } from './parts.ts';

/** Where a row stands to the rows before it: new, the same row again, or another row of the same name and unit. */
export type Meeting = { readonly kind: 'new' } | { readonly kind: 'exact' | 'same'; readonly row: number };

/** Remembers, by hash, which rows were taken: about 300 bytes a row, whatever the rows' size. */
export function register() {
  const entries = new Map<string, number>();
  const contents = new Map<string, number>();
  return {
    /** `key` and `content` are hashes: of name and unit, and of the whole row. */
    meet(row: number, key: string, content: string): Meeting {
      const first = entries.get(key);
      const same = contents.get(content);
      contents.set(content, same ?? row);
      if (first === undefined) entries.set(key, row);
      if (first === undefined) return { kind: 'new' };
      return same === undefined ? { kind: 'same', row: first } : { kind: 'exact', row: same };
    },
    /** The row was refused: what comes like it later is not merged into what does not exist. */
    forget({ kind }: Meeting, key: string, content: string): void {
      contents.delete(content);
      if (kind === 'new') entries.delete(key);
    },
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
