import * as z from 'zod';
import type { Text } from '../law/roles.ts';
import type { Ground } from './decision.ts';
import { documentRef, instant, sha256 } from './values.ts';

/** What is registered: a data resource 数据资源, or a product or service 产品和服务 made of it (REG-5). */
export const category = z.enum(['resource', 'product']);
export type Category = z.infer<typeof category>;

/** Evidence deposit 存证: hash of what was deposited and when; it is made before applying. */
export const deposit = z.strictObject({ hash: sha256, depositedAt: instant, proof: documentRef });

/** The application file 登记材料. Parts may be missing on receipt: the agency returns it with all that is missing. */
export const file = z.strictObject({
  subject: documentRef.optional(),
  legality: documentRef.optional(),
  resource: documentRef.optional(),
  deposit: deposit.optional(),
  product: documentRef.optional(),
  scenario: documentRef.optional(),
  risk: documentRef.optional(),
});
export type RegistrationFile = z.infer<typeof file>;

export const part = z.enum(['subject', 'legality', 'resource', 'deposit', 'product', 'scenario', 'risk']);
export type FilePart = z.infer<typeof part>;

/** The seven parts, and for which category each is demanded. */
export const fileParts = {
  subject: { label: { zh: '登记主体信息', en: 'subject' }, of: ['resource', 'product'] },
  legality: { label: { zh: '来源合法性说明', en: 'legality of the source' }, of: ['resource', 'product'] },
  resource: { label: { zh: '数据资源情况', en: 'data resource' }, of: ['resource', 'product'] },
  deposit: { label: { zh: '存证情况', en: 'evidence deposit' }, of: ['resource', 'product'] },
  product: { label: { zh: '产品和服务信息', en: 'product and service' }, of: ['product'] },
  scenario: { label: { zh: '应用场景信息', en: 'scenario' }, of: ['product'] },
  risk: { label: { zh: '数据安全风险评估', en: 'security risk assessment' }, of: ['resource', 'product'] },
} as const satisfies Record<FilePart, { label: Text; of: readonly Category[] }>;

/** The parts that a file of this category still lacks, all at once. @see REG-10 */
export function missingFile(category: Category, file: RegistrationFile): FilePart[] {
  return part.options.filter((one) => {
    const demanded: readonly Category[] = fileParts[one].of;
    return demanded.includes(category) && file[one] === undefined;
  });
}

/** The same, as grounds for a refusal with a pointer into the request. */
export function missingGrounds(parts: readonly FilePart[]): Ground[] {
  return parts.map((one) => ({
    article: 'REG-10',
    detail: { zh: `缺少：${fileParts[one].label.zh}`, en: `missing: ${fileParts[one].label.en}` },
    pointer: `/file/${one}`,
  }));
}
