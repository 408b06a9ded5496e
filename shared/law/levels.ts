import type { Text } from './roles.ts';

/** Sensitivity levels 数据级别, mildest first: the order is the order of strictness. */
export const levels = {
  general: { zh: '一般数据', en: 'general' },
  important: { zh: '重要数据', en: 'important' },
  core: { zh: '核心数据', en: 'core' },
} as const satisfies Record<string, Text>;
export type Level = keyof typeof levels;

/** Whom harm would befall 影响对象. */
export const harmed = {
  'national-security': { zh: '国家安全', en: 'national security' },
  'public-interest': { zh: '经济运行、社会秩序、公共利益', en: 'economy, social order, public interest' },
  'private-rights': { zh: '组织权益、个人权益', en: 'rights of organizations and persons' },
} as const satisfies Record<string, Text>;
export type Harmed = keyof typeof harmed;

/** How grave it would be 影响程度. */
export const degrees = {
  ordinary: { zh: '一般危害', en: 'ordinary' },
  serious: { zh: '严重危害', en: 'serious' },
  'extremely-serious': { zh: '特别严重危害', en: 'extremely serious' },
} as const satisfies Record<string, Text>;
export type Degree = keyof typeof degrees;

/** One answer of the assessment: this much harm to that object. */
export interface Harm {
  readonly object: Harmed;
  readonly degree: Degree;
}

const matrix: Readonly<Record<Harmed, Readonly<Record<Degree, Level>>>> = {
  'national-security': { 'extremely-serious': 'core', serious: 'core', ordinary: 'important' },
  'public-interest': { 'extremely-serious': 'core', serious: 'important', ordinary: 'general' },
  'private-rights': { 'extremely-serious': 'general', serious: 'general', ordinary: 'general' },
};

/**
 * The level that the matrix proposes, the strictest over all harms; `general` when none is named.
 * Only a proposal: the competent catalogues decide what is core or important (DZ-44, DSL-21).
 * @see GBT-43697, DZ-12
 */
export const proposedLevel = (harms: readonly Harm[]): Level =>
  stricter('general', ...harms.map(({ object, degree }) => matrix[object][degree]));

/** The strictest of these levels. */
export const stricter = (first: Level, ...others: readonly Level[]): Level =>
  others.reduce((strictest, level) => (isStricter(level, strictest) ? level : strictest), first);

/** Whether `level` is strictly above `other`. */
export const isStricter = (level: Level, other: Level): boolean => rank(level) > rank(other);

const rank = (level: Level): number => Object.keys(levels).indexOf(level);
