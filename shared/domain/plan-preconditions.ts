import * as z from 'zod';
import type { Text } from '../law/roles.ts';
import type { Ground } from './decision.ts';
import { documentRef, id, instant } from './values.ts';

/** What must be safe before public data is operated 授权运营前提, each a finding of its own. @see DZ-30 */
export const preconditions = {
  secrets: { zh: '国家秘密', en: 'state secrets' },
  'national-security': { zh: '国家安全', en: 'national security' },
  'public-interest': { zh: '公共利益', en: 'public interest' },
  'trade-secrets': { zh: '商业秘密', en: 'trade secrets' },
  privacy: { zh: '个人隐私', en: 'privacy' },
  'data-security': { zh: '数据安全', en: 'data security' },
} as const satisfies Record<string, Text>;

export type Precondition = keyof typeof preconditions;
export const precondition = z.enum(Object.keys(preconditions) as [Precondition, ...Precondition[]]);
export const finding = z.enum(['safe', 'unsafe']);

/** One finding, with the document that reasons it, by whom and when. */
export const check = z.strictObject({ finding, document: documentRef, by: id, at: instant });
export const checks = z.partialRecord(precondition, check);
export type Checks = z.infer<typeof checks>;

/** What keeps a plan from approval: every precondition that was not checked, or was found unsafe. @see DZ-30 */
export function preconditionGrounds(found: Checks): readonly Ground[] {
  return precondition.options.flatMap((one): Ground[] => {
    const result = found[one]?.finding;
    if (result === 'safe') return [];
    const { zh, en } = preconditions[one];
    const detail = result
      ? { zh: `审查认为可能危害${zh}`, en: `the check found ${en} at risk` }
      : { zh: `尚未审查对${zh}的影响`, en: `not checked yet: ${en}` };
    return [{ article: 'DZ-30', pointer: `/checks/${one}`, detail }];
  });
}
