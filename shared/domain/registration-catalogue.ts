import { isStricter, stricter } from '../law/levels.ts';
import { levelOf } from './dataset-marks.ts';
import type { Dataset } from './dataset-schema.ts';
import type { Ground, In } from './decision.ts';
import type { Category, RegistrationFile } from './registration-file.ts';

/**
 * Where the file of a resource says less than the catalogue does of the very same data: a milder level, or no personal
 * information; `within`: where the file stands in the request. What is made of data may be less sensitive than it, so a product's file is its own word. @see LOCAL-41
 */
export function milderThanCatalogue(
  category: Category,
  { particulars }: RegistrationFile,
  entries: readonly In<Dataset, 'published'>[],
  within = '/file',
): Ground[] {
  if (category !== 'resource' || !particulars) return [];
  const level = stricter('general', ...entries.map(levelOf));
  const personal = entries.some(({ entry }) => entry.items.some((item) => item.personal));
  const milder: Ground = {
    article: 'LOCAL-41',
    detail: { zh: '级别低于目录条目的级别', en: 'the level is milder than that of the catalogue entry' },
    pointer: `${within}/particulars/level`,
  };
  const silent: Ground = {
    article: 'LOCAL-41',
    detail: { zh: '目录条目含个人信息', en: 'the catalogue entry has personal information' },
    pointer: `${within}/particulars/personal`,
  };
  return [
    ...(isStricter(level, particulars.level) ? [milder] : []),
    ...(personal && !particulars.personal ? [silent] : []),
  ];
}
