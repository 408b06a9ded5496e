import type { Text } from '../../../shared/law/roles.ts';
import { instant, isLocalDate, type LocalDate, localDate } from '../../../shared/law/time.ts';
import { fold, listOf, tidy } from './text.ts';

/** A cell as read. `interpreted`: what was given is not the term itself, so a person should see it. `unread`: nothing is guessed. */
export type Reading<T> =
  | { readonly value: T; readonly interpreted?: Text }
  | { readonly unread: Text; readonly given: string };

/** Opening or sharing attribute 开放属性、共享属性: DZ-25, DZ-19. */
export type Attribute = 'unconditional' | 'conditional' | 'none';

/** A spelling of the attribute may stand in the wrong column: 无条件共享 under 开放条件 speaks of sharing only. */
export interface Openness {
  readonly of: 'opening' | 'sharing';
  readonly attribute: Attribute;
}

/** Update frequency 更新频率: code of the EU frequency list (DCAT accrualPeriodicity), and the ISO 8601 length where there is one. */
export interface Frequency {
  readonly code: FrequencyCode;
  readonly every?: string;
}
export type FrequencyCode = keyof typeof lengths | 'CONT' | 'IRREG' | 'NEVER' | 'OTHER';

export type Format = (typeof formats)[number];

/** Own closed list. `spreadsheet`, `document`, `file`, `table`: the catalogue says no more than that. */
export const formats = [
  ...(['csv', 'json', 'xml', 'rdf', 'xls', 'xlsx', 'et', 'doc', 'docx', 'wps', 'pdf', 'txt', 'html', 'shp'] as const),
  ...(['geojson', 'jpg', 'png', 'gif', 'tif', 'mp4', 'zip', 'rar', '7z', 'apk', 'api', 'link', 'database'] as const),
  ...(['spreadsheet', 'document', 'picture', 'file', 'table', 'other'] as const),
] as const;

const lengths = {
  DAILY: 'P1D',
  WEEKLY: 'P1W',
  MONTHLY_2: 'P15D',
  MONTHLY: 'P1M',
  BIMONTHLY: 'P2M',
  QUARTERLY: 'P3M',
  ANNUAL_2: 'P6M',
  ANNUAL: 'P1Y',
  BIENNIAL: 'P2Y',
  TRIENNIAL: 'P3Y',
  QUINQUENNIAL: 'P5Y',
} as const;

/** 每年, 按年更新, ‘每年’, 季度, 每 121 日, P1Y, ANNUAL → frequency. 每 null null is not understood, and said so. */
export function readFrequency(value: unknown): Reading<Frequency> {
  const given = fold(value).replace(/['"‘’“”]/g, '');
  const upper = given.toUpperCase();
  const code = isCode(upper) ? upper : lookup(frequencyWords, stem(given));
  if (code) return { value: isCode(code) ? { code, every: lengths[code] } : { code } };
  const counted = /^每(\d{1,4})个?(天|日|周|月|年)$/.exec(stemless(given));
  const count = Number(counted?.[1]);
  const unit = { 天: 'D', 日: 'D', 周: 'W', 月: 'M', 年: 'Y' }[counted?.[2] ?? ''];
  if (count > 0 && unit) return { value: named(`P${count}${unit}`) };
  const said = { zh: '更新频率无法识别，保留原文', en: 'the update frequency is not understood; kept as given' };
  return unread(value, said);
}

/** 无条件开放, 有条件开放, 不予开放, their misspellings and neighbours → which attribute has which value. */
export function readOpenness(value: unknown, column: Openness['of']): Reading<Openness> {
  const given = fold(value);
  const spoken = /共享/.test(given) ? 'sharing' : /开放|开发|公开/.test(given) ? 'opening' : column;
  const term = /^(无条件|有条件|不予)(开放|共享)$/.exec(given)?.[1];
  if (term) return { value: { of: spoken, attribute: lookup(terms, term) ?? 'none' } };
  const near = neighbours.find(([pattern]) => pattern.test(given));
  if (near) return { value: { of: spoken, attribute: near[1] }, interpreted: near[2] };
  return unread(value, {
    zh: '开放或共享属性无法识别，保留原文',
    en: 'the opening or sharing attribute is not understood; kept as given',
  });
}

/** A list in any print → closed formats, no repeats; what is not understood comes beside it as given. */
export function readFormats(value: unknown): { readonly known: readonly Format[]; readonly unread: readonly string[] } {
  const known = new Set<Format>();
  const strange: string[] = [];
  for (const member of listOf(value, true)) {
    const word = fold(member).replace(/^\./, '');
    const format = formats.find((one) => one === word) ?? lookup(formatWords, word);
    if (format) known.add(format);
    else strange.push(member.slice(0, 80));
  }
  return { known: [...known], unread: strange };
}

/**
 * 2023-6-16, 2023/06/16 10:31, 2023年6月16日, 20230616, 19/7/2023 10:31:50, milliseconds → day in Asia/Shanghai.
 * 3/4/2023 could be two days and is not read; a day that does not exist neither.
 */
export function readDate(value: unknown): Reading<LocalDate> {
  const given = tidy(value).normalize('NFKC');
  const moment =
    /^(\d{13})$/.exec(given) ?? /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))$/.exec(given);
  const ms = moment ? (given.length === 13 ? Number(given) : Date.parse(given)) : Number.NaN;
  if (ms >= 0 && ms < 4e12) return { value: localDate(instant(ms)) };
  const [date = ''] = given.split(/[ T]/);
  const yearFirst = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(date) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(date);
  const yearLast = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(date);
  const days = yearFirst
    ? [day(yearFirst[1], yearFirst[2], yearFirst[3])]
    : yearLast
      ? [day(yearLast[3], yearLast[2], yearLast[1]), day(yearLast[3], yearLast[1], yearLast[2])]
      : [];
  const [only, ...more] = new Set(days.filter((one) => one !== undefined));
  if (only && more.length === 0) return { value: only };
  return unread(value, {
    zh: '日期无法识别或不唯一，保留原文',
    en: 'the date is not understood or not unique; kept as given',
  });
}

/**
 * The key under which spellings of one unit meet: width, case and spaces folded; with the city given (泸州市), its own and
 * its province's name and the bare 市 in front are dropped. Abbreviations (卫健委) are not guessed.
 */
export function unitKey(name: string, city?: { readonly name: string; readonly province?: string }): string {
  let key = fold(name);
  if (!city) return key;
  for (const prefix of [city.province, city.name, '市']) {
    const rest = prefix && key.startsWith(fold(prefix)) ? key.slice(fold(prefix).length) : key;
    if (rest.length >= 2) key = rest;
  }
  return key;
}

const stem = (text: string): string => text.replace(/更新(?:一次)?$/, '').replace(/^[按每](?=.)/, '');
const stemless = (text: string): string => text.replace(/更新(?:一次)?$/, '');

const frequencyWords: Readonly<Record<string, FrequencyCode>> = {
  ...{ 实时: 'CONT', 即时: 'CONT', realtime: 'CONT', 不定期: 'IRREG', 不更新: 'NEVER', 其他: 'OTHER', 自定义: 'OTHER' },
  ...{ 日: 'DAILY', 天: 'DAILY', 周: 'WEEKLY', 星期: 'WEEKLY', 半月: 'MONTHLY_2', 半个月: 'MONTHLY_2', 月: 'MONTHLY' },
  ...{ 季: 'QUARTERLY', 季度: 'QUARTERLY', 半年: 'ANNUAL_2', 年: 'ANNUAL', 年度: 'ANNUAL', 月度: 'MONTHLY' },
  ...{ 两月: 'BIMONTHLY', 两年: 'BIENNIAL', 二年: 'BIENNIAL', 三年: 'TRIENNIAL', 五年: 'QUINQUENNIAL' },
};

const terms: Readonly<Record<string, Attribute>> = { 无条件: 'unconditional', 有条件: 'conditional', 不予: 'none' };

const neighbours: readonly (readonly [RegExp, Attribute, Text])[] = [
  [/^无条件(?:开发)?$/, 'unconditional', { zh: '按“无条件”理解', en: 'read as unconditional' }],
  [/^(?:普遍开放|unconditional)$/, 'unconditional', { zh: '按“无条件开放”理解', en: 'read as unconditional' }],
  [/^有条件(?:开发)?$/, 'conditional', { zh: '按“有条件”理解', en: 'read as conditional' }],
  [/^(?:依申请(?:开放|公开|共享)|conditional)$/, 'conditional', { zh: '按“有条件”理解', en: 'read as conditional' }],
  [
    /注册用户可下载$/,
    'conditional',
    { zh: '需注册方可获取，按“有条件开放”理解', en: 'it needs an account, so it is read as conditional' },
  ],
  [/^(?:不|暂不|不可)(?:予)?(?:开放|公开|共享)$/, 'none', { zh: '按“不予开放（共享）”理解', en: 'read as none' }],
];

const formatWords: Readonly<Record<string, Format>> = {
  ...{ excel: 'spreadsheet', 电子表格: 'spreadsheet', word: 'document', 文档: 'document', 文本: 'txt', text: 'txt' },
  ...{
    jpeg: 'jpg',
    tiff: 'tif',
    图片: 'picture',
    图像: 'picture',
    htm: 'html',
    网页: 'html',
    url: 'link',
    链接: 'link',
  },
  ...{ http: 'link', https: 'link', 接口: 'api', api接口: 'api', 服务接口: 'api', webservice: 'api', 库表: 'table' },
  ...{ 表: 'table', 数据库: 'database', db: 'database', db数据库: 'database', mysql: 'database', oracle: 'database' },
  ...{ access: 'database', kingbasees: 'database', sqlserver: 'database', postgresql: 'database', dm: 'database' },
  ...{ 文件: 'file', 其他: 'other', 其它: 'other' },
};

/** Own keys only: a cell may say `constructor`. */
function lookup<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

function isCode(code: string | undefined): code is keyof typeof lengths {
  return code !== undefined && Object.hasOwn(lengths, code);
}

function named(every: string): Frequency {
  // Entries of a literal: its keys are exactly the codes.
  const entry = (Object.entries(lengths) as [keyof typeof lengths, string][]).find(([, length]) => length === every);
  return { code: entry?.[0] ?? 'OTHER', every };
}

function day(year = '', month = '', date = ''): LocalDate | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isLocalDate(text) ? text : undefined;
}

function unread(value: unknown, why: Text): { readonly unread: Text; readonly given: string } {
  return { unread: why, given: tidy(value).slice(0, 80) };
}
