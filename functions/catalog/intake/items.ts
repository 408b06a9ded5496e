import type { DraftEntry } from '../../../shared/domain/dataset-entry.ts';
import { MAX_ITEMS } from '../../../shared/domain/dataset-entry.ts';
import { fieldName } from '../../../shared/domain/scope-values.ts';
import { type SensitiveItem, sensitiveItems } from '../../../shared/domain/sensitivity.ts';
import type { Mapped } from './headers.ts';
import { listOf, tidy } from './text.ts';

export interface Items {
  /** Names found, no repeats; `refused` are no field names (too long, control characters) or beyond the limit. */
  readonly names: readonly string[];
  readonly refused: readonly string[];
  readonly from: 'column' | 'description' | 'tags' | 'nowhere';
  /** What suggests data of persons, wherever it stands: items, tags or the description's enumerations. @see DZ-24 */
  readonly suspected: readonly SensitiveItem[];
}

/**
 * Information items 信息项 of a row: from a column of their own, else from the list behind a line end in the
 * description, else from tags that read as field names. A suspicious tag is an item in any case, so that the entry's
 * own guard sees it.
 */
export function itemsOf({ known }: Mapped, described: unknown, general: ReadonlySet<string>): Items {
  const column = (known.items ?? []).flatMap((value) => listOf(value, true));
  const behind = fieldList(described);
  const tags = (known.tags ?? []).flatMap((value) => listOf(value, true)).filter((tag) => !general.has(tag));
  const suspectedTags = sensitiveItems(tags).map((item) => item.name);
  const asFields = tags.filter((tag) => fieldEnding.test(tag)).length >= FIELDS_IN_TAGS ? tags : [];
  const [from, found] =
    column.length > 0
      ? (['column', column] as const)
      : behind.length > 0
        ? (['description', behind] as const)
        : asFields.length > 0
          ? (['tags', asFields] as const)
          : ([suspectedTags.length > 0 ? 'tags' : 'nowhere', []] as const);
  const names = [...new Set([...found, ...suspectedTags])];
  const kept = names.filter((name) => fieldName.safeParse(name).success).slice(0, MAX_ITEMS);
  return {
    names: kept,
    refused: names.filter((name) => !kept.includes(name)).map((name) => name.slice(0, 80)),
    from,
    suspected: sensitiveItems([...new Set([...names, ...enumerated(described)])]),
  };
}

/** Type and flags are not in such lists: a person fills them in, and until then the name alone is the guard's clue. */
export function informationItems(names: readonly string[]): NonNullable<DraftEntry['items']> {
  return names.map((name) => ({ name, type: '未标明', personal: false, sensitive: false }));
}

/** So many tags must end as field names do before all tags are read as fields. */
const FIELDS_IN_TAGS = 3;
const fieldEnding =
  /(?:名称|编号|号码|代码|日期|时间|地址|电话|类型|类别|金额|状态|单位|机关|性质|内容|标识|等级|数量|URL)$/i;

/** Names behind the first line end, written `\n` or real, where it is a list and no prose. */
function fieldList(described: unknown): readonly string[] {
  if (typeof described !== 'string') return [];
  const at = /\\n|\n/.exec(described);
  if (!at) return [];
  const list = described.slice(at.index + at[0].length).trim();
  return /[。！？\n]|\\n/.test(list) || !/[,，、;；]/.test(list) ? [] : listOf(list, true);
}

/** Short pieces of a description, where prose enumerates fields: 包括姓名、身份证号、住址. */
function enumerated(described: unknown): readonly string[] {
  return tidy(described)
    .split(/[、，,;；。:：\s]|\\n|包括|包含|以及|[和及等]/)
    .filter((piece) => piece.length > 1 && piece.length <= 16);
}
