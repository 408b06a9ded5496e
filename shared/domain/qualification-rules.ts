import { openClock, periodAt } from '../law/periods.ts';
import { localDate as dayOf, endOfDay, type Instant, type LocalDate } from '../law/time.ts';
import { type Actor, type Ground, type Refusal, refuse } from './decision.ts';
import { type Interests, type SecurityCondition, securityConditions } from './qualification-schema.ts';

interface Lasting {
  readonly validUntil: LocalDate;
}

/** Whether the security conditions still count as met: until 24:00 of the last day of validity (DZ-30). */
export const isQualified = (state: Lasting, at: Instant): boolean => at < endOfDay(state.validUntil);

/** Refuses once it has lapsed. */
export function lapsed(state: Lasting, at: Instant): Refusal | undefined {
  if (isQualified(state, at)) return undefined;
  return refuse('DZ-30', { zh: '资格已过有效期', en: 'the qualification has lapsed' }, '/validUntil');
}

// Object.keys forgets the key type.
const conditions = Object.keys(securityConditions) as SecurityCondition[];

/** The security conditions that lack their document, each with its place. */
export function unmetConditions(given: Partial<Record<SecurityCondition, unknown>>): readonly Ground[] {
  return conditions
    .filter((one) => !given[one])
    .map((one) => {
      const { zh, en } = securityConditions[one];
      const detail = { zh: `缺少“${zh}”的证明`, en: `no evidence of ${en}` };
      return { article: 'DZ-30', pointer: `/evidence/${one}`, detail };
    });
}

/** Why this person may not take part in qualifying or choosing this operator. @see POLICY-11 */
export function conflictOf({ person }: Actor, interests: Interests, related: boolean): Refusal | undefined {
  const own = Object.hasOwn(interests, person) ? interests[person]?.interest : undefined;
  const body = related || Object.values(interests).some(({ interest }) => interest === 'organization');
  if (body) {
    const detail = { zh: '本单位与该运营机构有利益冲突，须回避', en: 'this body has a conflict with the operator' };
    return refuse('POLICY-11', detail, '/operator');
  }
  if (own === 'none') return undefined;
  const detail = own
    ? { zh: '已申报利益冲突，须回避', en: 'you declared a conflict: somebody else decides' }
    : { zh: '须先申报有无利益冲突', en: 'declare first whether you have a conflict of interest' };
  return refuse('POLICY-11', detail);
}

/** Days that are gone, or more of them than the cap allows from today on. @see DZ-30, LOCAL-8 */
export function validityGrounds(validUntil: LocalDate, at: Instant): readonly Ground[] {
  const pointer = '/validUntil';
  if (validUntil < dayOf(at)) {
    return [{ article: 'DZ-30', pointer, detail: { zh: '有效期已过', en: 'it would have lapsed already' } }];
  }
  // On a day without a cap in force nothing can be measured: refused rather than endless.
  const capped = periodAt('LOCAL-8', dayOf(at)) !== undefined && endOfDay(validUntil) <= openClock('LOCAL-8', at).dueAt;
  if (capped) return [];
  return [
    { article: 'LOCAL-8', pointer, detail: { zh: '超过有效期上限', en: 'longer than a qualification is good for' } },
  ];
}
