import * as z from 'zod';
import { endOfDay, type Instant, startOfDay } from '../law/time.ts';
import type { Ground } from './decision.ts';
import { mayGive, type OrganizationKindId } from './organization-kinds.ts';
import { id, localDate } from './values.ts';

/** What the document says that names an implementing body 实施机构: which government, its number, the days it is good for. */
export const mandateTerms = z.strictObject({
  by: id,
  number: z.string().max(60).regex(/\S/),
  from: localDate,
  /** Last day; absent: until it is replaced. */
  until: localDate.optional(),
});
export type MandateTerms = z.infer<typeof mandateTerms>;

/** Whether the mandate is good at this moment: from 00:00 of its first day until 24:00 of its last. @see OPS-3 */
export function isMandated(terms: MandateTerms | undefined, at: Instant): boolean {
  if (!terms || at < startOfDay(terms.from)) return false;
  return terms.until === undefined || at < endOfDay(terms.until);
}

/** Why a document names no implementing body: only a government does, and for days in their order. @see OPS-3 */
export function mandateGrounds({ from, until }: MandateTerms, kind: OrganizationKindId | undefined): readonly Ground[] {
  const names = kind !== undefined && mayGive(kind, 'government');
  return [
    ...(names ? [] : [{ article: 'OPS-3' as const, pointer: '/by', detail: noGovernment }]),
    ...(until !== undefined && until < from
      ? [{ article: 'OPS-3' as const, pointer: '/until', detail: backwards }]
      : []),
  ];
}

const noGovernment = { zh: '实施机构须由人民政府指定', en: 'a government names the implementing body' };
const backwards = { zh: '截止日早于起始日', en: 'it ends before it begins' };

/** Nobody proposes or decides as an implementing body without its recorded mandate. @see OPS-3 */
export const unmandated = (pointer: string): Ground => ({
  article: 'OPS-3',
  pointer,
  detail: {
    zh: '实施机构的授权文件未记录或不在有效期',
    en: 'no mandate as implementing body is recorded, or it has run out',
  },
});
