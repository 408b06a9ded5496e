import type { DraftEntry } from '../../../shared/domain/dataset-entry.ts';
import type { Format, FrequencyCode } from './spellings.ts';

type EntryType = NonNullable<DraftEntry['type']>;
/** Type 类型 that a format alone makes certain. */
export const typeOf: Readonly<Partial<Record<Format, EntryType>>> = {
  ...{
    csv: 'table',
    xls: 'table',
    xlsx: 'table',
    et: 'table',
    spreadsheet: 'table',
    table: 'table',
    database: 'table',
  },
  ...{
    doc: 'file',
    docx: 'file',
    wps: 'file',
    pdf: 'file',
    txt: 'file',
    document: 'file',
    picture: 'file',
    file: 'file',
  },
  ...{ jpg: 'file', png: 'file', gif: 'file', zip: 'file', rar: 'file', '7z': 'file', apk: 'file', mp4: 'file' },
  ...{ api: 'interface' },
};

/** Frequency codes for which the entry has a choice. */
export const frequencies: Readonly<Partial<Record<FrequencyCode, NonNullable<DraftEntry['frequency']>>>> = {
  ...{ CONT: 'continuous', DAILY: 'daily', WEEKLY: 'weekly', MONTHLY: 'monthly', QUARTERLY: 'quarterly' },
  ...{ ANNUAL_2: 'half-yearly', ANNUAL: 'yearly', IRREG: 'irregular', NEVER: 'never' },
};

/** The own terms of the sensitivity levels 敏感级别. */
export const levels = new Map<string, NonNullable<DraftEntry['level']>>([
  ...(['一般', '一般数据', 'general'] as const).map((word) => [word, 'general'] as const),
  ...(['重要', '重要数据', 'important'] as const).map((word) => [word, 'important'] as const),
  ...(['核心', '核心数据', 'core'] as const).map((word) => [word, 'core'] as const),
]);

/** The own terms of the kinds of data 数据类别. */
export const kinds = new Map<string, NonNullable<DraftEntry['kind']>>([
  ...(['政务数据', 'government'] as const).map((word) => [word, 'government'] as const),
  ...(['公共服务数据', 'public-service'] as const).map((word) => [word, 'public-service'] as const),
]);
