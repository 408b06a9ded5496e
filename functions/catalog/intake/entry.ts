import { type DraftEntry, missingFrom } from '../../../shared/domain/dataset-entry.ts';
import type { Ground } from '../../../shared/domain/decision.ts';
import type { SensitiveItem } from '../../../shared/domain/sensitivity.ts';
import type { Text } from '../../../shared/law/roles.ts';
import type { LocalDate } from '../../../shared/law/time.ts';
import { guard } from './guard.ts';
import { type Concept, type Mapped, mapHeadings } from './headers.ts';
import { type Items, informationItems, itemsOf } from './items.ts';
import { attributes, contact, finding, formats, frequency, grades, single, words } from './parts.ts';
import { readDate, unitKey } from './spellings.ts';
import { fold, listOf } from './text.ts';

export interface Options {
  /** The city and province whose names may stand before a unit's: 泸州市龙马潭区司法局 is 龙马潭区司法局. */
  readonly city?: { readonly name: string; readonly province?: string };
}

/** What a row says beside the entry: for matching and for people, no part of the `draft` command. */
export interface Origin {
  readonly unitCode?: string;
  readonly identifier?: string;
  readonly url?: string;
  readonly volume?: string;
  readonly published?: LocalDate;
  readonly updated?: LocalDate;
  readonly industries: readonly string[];
  readonly tags: readonly string[];
}

/** A row as a draft of a catalogue entry 目录条目; `openingLost` is what the guard took away until a person confirms. */
export interface Draft {
  /** Text under which rows of the same name and unit meet; hashing is the caller's. */
  readonly key: string;
  readonly unit: string;
  readonly entry: DraftEntry;
  readonly openingLost?: 'unconditional' | 'conditional';
  readonly suspected: readonly SensitiveItem[];
  readonly origin: Origin;
}

/** `findings`: what is missing, interpreted or not understood; without a draft they are why the row goes back. */
export interface ReadEntry {
  readonly draft?: Draft;
  readonly findings: readonly Ground[];
  readonly unknownHeadings: readonly string[];
}

/** One row → a draft, and what a person should know about it. A row without name or source unit is returned. @see DZ-13 */
export function readEntry(cells: Readonly<Record<string, unknown>>, { city }: Options = {}): ReadEntry {
  const mapped = mapHeadings(cells);
  const unit = single(mapped, 'unit', 200);
  const parts = [words, formats, attributes, frequency, contact, grades].map((read) => read(mapped));
  const given: DraftEntry = Object.assign({}, ...parts.map((part) => part.entry));
  const unknownHeadings = mapped.unknown;
  if (given.name === undefined || unit.value === undefined) {
    const nameless = given.name === undefined ? [finding('DZ-13', 'name', noName)] : [];
    const unitless = unit.value === undefined ? [finding('DZ-13', 'source', noUnit)] : [];
    return { findings: [...nameless, ...unitless], unknownHeadings };
  }
  const general = new Set([given.name, unit.value, ...(given.themes ?? []), ...lists(mapped, 'industry')]);
  const items = itemsOf(mapped, mapped.known.description?.[0], general);
  const withItems = { ...given, ...(items.names.length > 0 && { items: informationItems(items.names) }) };
  const guarded = guard(withItems, items.suspected);
  const origin = readOrigin(mapped);
  return {
    draft: {
      key: `${unitKey(unit.value, city)}\n${fold(given.name)}`,
      unit: unit.value,
      entry: guarded.entry,
      ...(guarded.lost && { openingLost: guarded.lost }),
      suspected: items.suspected,
      origin: origin.value,
    },
    findings: [
      ...guarded.findings,
      ...unit.findings,
      ...parts.flatMap((part) => part.findings),
      ...aboutItems(items),
      ...origin.findings,
      ...missingFrom(guarded.entry).filter((ground) => !(guarded.lost && ground.pointer === '/entry/opening')),
    ],
    unknownHeadings,
  };
}

/**
 * The entry as the `draft` command with `imported` takes it: where items are suspected the lost attribute is given
 * back, for the dataset's own guard to take away again and to record. Suspicion from prose alone stays with us.
 */
export function asCommanded({ entry, openingLost, suspected }: Draft): DraftEntry {
  const names = new Set(entry.items?.map((item) => item.name));
  const itsOwn = suspected.some((item) => names.has(item.name));
  return openingLost && itsOwn ? { ...entry, opening: { attribute: openingLost } } : entry;
}

function aboutItems({ names, refused, from }: Items): readonly Ground[] {
  const read = from === 'description' ? fromDescription : fromTags;
  const derived = (from === 'description' || from === 'tags') && names.length > 0;
  const untyped = names.length > 0 ? [finding('DZ-13', 'items', noTypes)] : [];
  const left = refused.slice(0, 20).map((name) => finding('DZ-13', 'items', noField, name));
  return [...(derived ? [finding('DZ-13', 'items', read)] : []), ...untyped, ...left];
}

function readOrigin(mapped: Mapped): { readonly value: Origin; readonly findings: readonly Ground[] } {
  const texts = (['unitCode', 'identifier', 'url', 'volume'] as const).map(
    (concept) => [concept, single(mapped, concept, 500)] as const,
  );
  const days = (['published', 'updated'] as const).flatMap((concept) => {
    const { value } = single(mapped, concept, 80);
    return value === undefined ? [] : [{ concept, value, reading: readDate(value) }];
  });
  const readable = days.flatMap(({ concept, reading }) => ('value' in reading ? [[concept, reading.value]] : []));
  const value: Origin = {
    ...Object.fromEntries(texts.flatMap(([concept, read]) => (read.value ? [[concept, read.value]] : []))),
    ...Object.fromEntries(readable),
    industries: lists(mapped, 'industry'),
    tags: lists(mapped, 'tags'),
  };
  const findings = days.flatMap(({ concept, value, reading }) =>
    'unread' in reading ? [finding('DZ-13', concept, reading.unread, value)] : [],
  );
  return { value, findings };
}

const lists = (mapped: Mapped, concept: Concept): readonly string[] => [
  ...new Set((mapped.known[concept] ?? []).flatMap((cell) => listOf(cell))),
];

const noName: Text = { zh: '缺少名称，退回', en: 'the name is missing: returned' };
const noUnit: Text = { zh: '缺少数源单位，退回', en: 'the source unit is missing: returned' };
const fromDescription: Text = {
  zh: '信息项由摘要中的字段列表读出',
  en: 'the items were read from the list in the description',
};
const fromTags: Text = { zh: '信息项由标签读出', en: 'the items were read from the tags' };
const noTypes: Text = {
  zh: '信息项未标明类型和是否个人信息',
  en: 'the items say neither type nor whether they are personal',
};
const noField: Text = { zh: '不能作为信息项名称', en: 'no name for an information item' };
