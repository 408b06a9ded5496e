import * as z from 'zod';
import { checkCreditCode, creditCodeDefects } from '../law/identifiers.ts';
import type { Text } from '../law/roles.ts';
import type { Ground } from './decision.ts';

export const MAX_AFFILIATES = 50;
/** 统一社会信用代码, normalised. @see GBT-32100 */
export const creditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/);
/** Codes of those whom a body declares as its affiliates 关联方. */
export const affiliates = z.array(creditCode).max(MAX_AFFILIATES);

/** A body as the comparison knows it: its own code, and the codes it declared. */
export interface Body {
  readonly creditCode: string;
  readonly affiliates: readonly string[];
}

/** Whether two are one, or affiliated by what either of them declared. */
export function related(one: Body, other: Body): 'same' | 'affiliated' | undefined {
  // A body that we do not know has no code, and is nobody's affiliate.
  if (one.creditCode === '' || other.creditCode === '') return undefined;
  if (one.creditCode === other.creditCode) return 'same';
  const declared = one.affiliates.includes(other.creditCode) || other.affiliates.includes(one.creditCode);
  return declared ? 'affiliated' : undefined;
}

/** A product or dataset that is to be built on: who delivered it, and where the request names it. */
export interface Delivered {
  readonly by: Body;
  readonly pointer: string;
}

/** Why `developer` may not build on what was delivered: its own products, or those of an affiliate. @see OPS-6 */
export function redevelopmentGrounds(developer: Body, delivered: readonly Delivered[]): readonly Ground[] {
  return delivered.flatMap(({ by, pointer }) => {
    const relation = related(developer, by);
    return relation ? [{ article: 'OPS-6' as const, pointer, detail: forbidden[relation] }] : [];
  });
}

const forbidden: Readonly<Record<'same' | 'affiliated', Text>> = {
  same: { zh: '不得再开发本单位交付的产品', en: 'nobody redevelops what they delivered themselves' },
  affiliated: { zh: '不得通过关联方再开发已交付的产品', en: 'no redevelopment through an affiliate' },
};

/** What is wrong with declared codes: a defect (never the code), the body itself, or a code that stands there twice. */
export function affiliateGrounds(declared: readonly string[], own: string): readonly Ground[] {
  return declared.flatMap((code, index): Ground[] => {
    const pointer = `/affiliates/${index}`;
    const checked = checkCreditCode(code);
    if (!checked.ok) return [{ article: 'GBT-32100', pointer, detail: creditCodeDefects[checked.defect] }];
    if (code === own) return [{ article: 'OPS-6', pointer, detail: itself }];
    return declared.indexOf(code) < index ? [{ article: 'OPS-6', pointer, detail: twice }] : [];
  });
}

const itself: Text = { zh: '关联方不是本单位自身', en: 'an affiliate is another body' };
const twice: Text = { zh: '关联方重复', en: 'this affiliate stands there twice' };
