import type { ArticleId } from './articles/titles.ts';
import type { Text } from './roles.ts';
import type { LocalDate } from './time.ts';

/**
 * Fields of duty 职责领域 in which the law names one kind of department and no other: it acts there, the others refer. A
 * field that the law leaves to every department in its own industry, as data security (DSL-6), stands in no row.
 */
export const duties = {
  'market-supervision': { zh: '市场监管', en: 'market supervision' },
  price: { zh: '价格管理', en: 'price administration' },
  finance: { zh: '财政', en: 'public finance' },
} as const satisfies Record<string, Text>;
export type Duty = keyof typeof duties;

/** Ground → field, since when. @see DZ-43, LOCAL-64 */
const fields: readonly { readonly since: LocalDate; readonly value: Partial<Record<ArticleId, Duty>> }[] = [
  {
    since: '2025-03-01',
    value: {
      'DZ-11': 'finance',
      'DZ-37': 'finance',
      'DZ-38': 'market-supervision',
      PRICE: 'price',
      'PRICE-5': 'price',
    },
  },
];

/** Whose field a ground belongs to on that day; `undefined`: every department's, each in its own industry. */
export const dutyFor = (article: ArticleId, day: LocalDate): Duty | undefined =>
  fields.findLast(({ since }) => since <= day)?.value[article];
