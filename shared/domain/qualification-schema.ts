import * as z from 'zod';
import type { Text } from '../law/roles.ts';
import { affiliates } from './affiliates.ts';
import type { Envelope } from './decision.ts';
import { documentRef, id, instant, jurisdiction, localDate } from './values.ts';

/** The security conditions 规定安全条件 an operator must meet, each shown by a document. @see DZ-30, OPS-12 */
export const securityConditions = {
  management: { zh: '数据安全管理制度和机构', en: 'security organization and rules' },
  protection: { zh: '网络安全等级保护', en: 'classified protection of its systems' },
  technique: { zh: '数据处理和防护技术能力', en: 'technical ability to process and protect' },
  personnel: { zh: '人员审查和保密', en: 'vetted staff bound to secrecy' },
  emergency: { zh: '应急处置能力', en: 'ability to act in an emergency' },
  credit: { zh: '无重大违法失信记录', en: 'no grave breach on record' },
} as const satisfies Record<string, Text>;

export type SecurityCondition = keyof typeof securityConditions;
const condition = z.enum(Object.keys(securityConditions) as [SecurityCondition, ...SecurityCondition[]]);
const evidence = z.partialRecord(condition, documentRef);

/** Fair ways of selection 公平方式. @see OPS-12 */
export const selectionWay = z.enum(['open-tender', 'invited-tender', 'negotiation', 'other']);

/** Whether whoever decides has an interest 利益冲突: none, a conflict of their own, or one of their whole body. @see POLICY-11 */
export const interest = z.enum(['none', 'own', 'organization']);
export const MAX_INTERESTS = 50;
/** Person → what they declared, with the document that explains it. */
const interests = z.record(id, z.strictObject({ interest, document: documentRef, at: instant }));
export type Interests = z.infer<typeof interests>;

const links = { plan: id, grantor: id, operator: id, jurisdiction };
const declared = { affiliates: affiliates.default([]), interests: interests.default({}) };
const qualified = { ...links, ...declared, validUntil: localDate, qualifiedAt: instant };
const selected = { ...qualified, way: selectionWay, record: documentRef, selectedAt: instant };

/** Qualification and selection of one operator for one plan: its own stream, because several compete for one plan. */
export const qualificationState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('applied'), ...links, ...declared, evidence }),
  z.strictObject({ status: z.literal('qualified'), ...qualified }),
  z.strictObject({ status: z.literal('selected'), ...selected }),
  z.strictObject({ status: z.literal('decided'), ...selected, minutes: documentRef, decidedAt: instant }),
  z.strictObject({
    status: z.literal('ended'),
    ...links,
    ...declared,
    endedAt: instant,
    reason: documentRef.optional(),
  }),
]);
export type Qualification = z.infer<typeof qualificationState>;

export const qualificationEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('applied'),
    at: instant,
    ...links,
    affiliates: declared.affiliates,
    evidence,
  }),
  z.strictObject({ type: z.literal('supplemented'), at: instant, evidence }),
  z.strictObject({ type: z.literal('affiliates-declared'), at: instant, affiliates, document: documentRef }),
  z.strictObject({ type: z.literal('interest-declared'), at: instant, by: id, interest, document: documentRef }),
  z.strictObject({ type: z.literal('qualified'), at: instant, by: id, validUntil: localDate }),
  z.strictObject({ type: z.literal('selected'), at: instant, by: id, way: selectionWay, record: documentRef }),
  z.strictObject({ type: z.literal('decided'), at: instant, by: id, minutes: documentRef }),
  z.strictObject({ type: z.literal('prolonged'), at: instant, by: id, validUntil: localDate, review: documentRef }),
  z.strictObject({ type: z.literal('ended'), at: instant, reason: documentRef.optional() }),
]);
export type QualificationEvent = z.infer<typeof qualificationEvent>;

type Data<T extends QualificationEvent['type']> = Omit<Extract<QualificationEvent, { type: T }>, 'type' | 'at' | 'by'>;
/** What the caller knows of others: `creditCode` the operator's own, `related` whether the grantor is its affiliate. */
export type QualificationCommand = Envelope &
  (
    | ({ type: 'apply'; creditCode: string } & Data<'applied'>)
    | ({ type: 'supplement' } & Data<'supplemented'>)
    | ({ type: 'declare-affiliates'; creditCode: string } & Data<'affiliates-declared'>)
    | ({ type: 'declare-interest' } & Data<'interest-declared'>)
    | ({ type: 'qualify' } & Data<'qualified'>)
    | ({ type: 'select'; planApproved: boolean; related: boolean } & Data<'selected'>)
    | ({ type: 'decide'; related: boolean } & Data<'decided'>)
    | ({ type: 'prolong' } & Data<'prolonged'>)
    | ({ type: 'end' } & Data<'ended'>)
  );
