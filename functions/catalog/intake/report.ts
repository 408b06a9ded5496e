import type { Ground } from '../../../shared/domain/decision.ts';
import type { Text } from '../../../shared/law/roles.ts';

/** What became of one row; row 0 is the heading. `into` is the row that it was merged into. */
export interface Outcome {
  readonly row: number;
  readonly result: keyof typeof results;
  readonly name?: string;
  readonly unit?: string;
  readonly into?: number;
  readonly reasons: readonly Reason[];
}

/** A finding, or a defect of the file that no article speaks of. */
export type Reason = Ground | { readonly detail: Text };

export interface Totals {
  readonly read: number;
  readonly imported: number;
  readonly merged: number;
  readonly returned: number;
  /** Among the imported: entries that lost the open attribute (DZ-24). */
  readonly guarded: number;
}

export const nothingYet: Totals = { read: 0, imported: 0, merged: 0, returned: 0, guarded: 0 };

export const results = {
  imported: { zh: '已导入', en: 'imported' },
  merged: { zh: '已合并', en: 'merged' },
  returned: { zh: '退回', en: 'returned' },
} as const satisfies Record<string, Text>;

/** First line of the report, with the mark by which spreadsheets know UTF-8. */
export function reportHeading(language: keyof Text = 'zh'): string {
  const headings = {
    zh: ['行号', '结果', '名称', '数源单位', '并入行', '依据与原因'],
    en: ['row', 'result', 'name', 'source unit', 'merged into row', 'article and reason'],
  };
  return `\ufeff${csvLine(headings[language])}`;
}

/** One line of the report: reasons grouped by article, the first 40 of them. */
export function reportLine(outcome: Outcome, language: keyof Text = 'zh'): string {
  const { row, result, name = '', unit = '', into, reasons } = outcome;
  const target = into === undefined ? '' : String(into);
  return csvLine([String(row), results[result][language], name, unit, target, grouped(reasons, language)]);
}

/** Longest cell of the report, in characters. */
const CELL = 2_000;
const REASONS = 40;

/**
 * A CSV line (RFC 4180, CRLF). A cell that a spreadsheet would run as a formula gets an apostrophe in front: what is in
 * the report came from strangers' files.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(given: string): string {
  const cut = given.length > CELL ? `${given.slice(0, CELL)}…` : given;
  const harmless = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cut) ? `'${cut}` : cut;
  return /[",;\r\n\t']|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function grouped(reasons: readonly Reason[], language: keyof Text): string {
  const byArticle = new Map<string, string[]>();
  for (const reason of reasons.slice(0, REASONS)) {
    const article = 'article' in reason ? reason.article : '';
    byArticle.set(article, [...(byArticle.get(article) ?? []), reason.detail[language]]);
  }
  const mark = language === 'zh' ? '；' : '; ';
  const groups = [...byArticle].map(([article, details]) => `${article} ${details.join(mark)}`.trim());
  const more = reasons.length > REASONS ? [`(+${reasons.length - REASONS})`] : [];
  return [...groups, ...more].join(' | ');
}
