import { type Article, standings } from '../../shared/law/articles/article.ts';
import { type ArticleId, isArticleId } from '../../shared/law/articles/titles.ts';
import { articles } from '../../shared/law/articles.ts';
import { type PeriodId, periods } from '../../shared/law/periods.ts';
import type { Text } from '../../shared/law/roles.ts';
import type { Period } from '../../shared/law/time.ts';
import type { ApiDocument, MachineRow, Operation } from './document.ts';

/** One instrument and its rules, in their own order. */
export interface Series {
  readonly name: string;
  readonly source: Text;
  readonly rules: readonly Rule[];
}
export interface Rule extends Article {
  readonly id: ArticleId;
}

const ids = Object.keys(articles).filter(isArticleId);
export const ruleOf = (id: ArticleId): Rule => ({ id, ...articles[id] });

/** All rules by series; with `search` only those whose id, title or summary has every word of it. */
export function seriesOf(search = ''): readonly Series[] {
  const words = search.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  const found = ids.map(ruleOf).filter((rule) => words.every((word) => textOf(rule).includes(word)));
  return [...new Set(found.map(({ id }) => prefixOf(id)))].map((name) => {
    const rules = found.filter(({ id }) => prefixOf(id) === name);
    return { name, source: rules[0]?.source ?? { zh: '', en: '' }, rules };
  });
}

const prefixOf = (id: ArticleId): string => id.replace(/-.*$/, '');
const textOf = ({ id, title, says }: Rule): string =>
  [id, title.zh, title.en, says.zh, says.en].join(' ').normalize('NFKC').toLowerCase();

/** `reg-9(1)` → REG-9, whose clocks REG-9(1) and REG-9(4) are; `undefined` for no rule of ours. */
export function articleNamed(text: string): ArticleId | undefined {
  const id = text.trim().toUpperCase().replace(/\(.*$/, '');
  return isArticleId(id) ? id : undefined;
}

/** Rules near an id that does not exist: same series, closest number first. */
export function near(text: string): readonly Rule[] {
  const [series] = text.toUpperCase().split('-');
  const number = Number(/\d+/.exec(text)?.[0] ?? 0);
  const distance = (id: string) => Math.abs(Number(/\d+$/.exec(id)?.[0] ?? 0) - number);
  const same = ids.filter((id) => prefixOf(id) === series);
  return same
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, 5)
    .map(ruleOf);
}

export interface ClockTold {
  readonly id: PeriodId;
  readonly what: Text;
  readonly who: (typeof periods)[PeriodId]['who'];
  readonly from: Text;
  readonly extension?: Text;
  readonly restart?: Text;
  readonly values: readonly { readonly since: string; readonly until?: string; readonly value: Period }[];
}

/** The clocks of a rule with their dated values. */
export const clocksOf = (id: ArticleId): readonly ClockTold[] =>
  Object.keys(periods).flatMap((name) => {
    const period = name as PeriodId; // Object.keys forgets the key type
    return articleNamed(period) === id ? [{ id: period, ...periods[period] }] : [];
  });

const units: Readonly<Record<Exclude<Period['unit'], 'yearly' | 'date'>, Text>> = {
  hour: { zh: '小时', en: 'hours' },
  'working-day': { zh: '个工作日', en: 'working days' },
  'calendar-day': { zh: '日（自然日）', en: 'calendar days' },
  month: { zh: '个月', en: 'months' },
  year: { zh: '年', en: 'years' },
};

export function lengthOf(value: Period): Text {
  switch (value.unit) {
    case 'yearly':
      return { zh: `每年${value.month}月${value.day}日前`, en: `by ${value.month}-${value.day} of each year` };
    case 'date':
      return { zh: `${value.on} 止`, en: `until ${value.on}` };
    default:
      return { zh: `${value.count} ${units[value.unit].zh}`, en: `${value.count} ${units[value.unit].en}` };
  }
}

export interface Citing {
  readonly rows: readonly (MachineRow & { readonly machine: Text })[];
  readonly routes: readonly (Operation & { readonly method: string; readonly path: string })[];
}

/** Where a rule is carried out: rows of the state machines and routes of the API that cite it. */
export function citing(id: ArticleId, api: ApiDocument): Citing {
  const rows = api['x-machines'].flatMap(({ label, rows }) => rows.map((row) => ({ ...row, machine: label })));
  return {
    rows: rows.filter((row) => row.article === id || row.clocks.some((clock) => articleNamed(clock) === id)),
    routes: operationsOf(api).filter((operation) => operation['x-article'] === id),
  };
}

export const operationsOf = ({ paths }: ApiDocument): Citing['routes'] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method, path })),
  );

export const standingOf = ({ standing }: Article): Text => standings[standing];

/** What prevails over what, in words. */
export const ranks: Readonly<Record<Article['rank'], Text>> = {
  law: { zh: '法律', en: 'law' },
  regulation: { zh: '行政法规', en: 'State Council regulation' },
  ordinance: { zh: '地方性法规', en: 'provincial ordinance' },
  judicial: { zh: '司法解释', en: 'judicial interpretation' },
  normative: { zh: '规范性文件', en: 'normative document' },
  standard: { zh: '标准', en: 'standard' },
  policy: { zh: '本平台程序规则', en: 'our own procedure' },
  local: { zh: '本市设置', en: 'city setting' },
};
