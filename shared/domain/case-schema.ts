import * as z from 'zod';
import { KEPT_MEASURES, MAX_MEASURES, measure } from './measure.ts';
import { articleId, documentRef, id, instant, jurisdiction, openClock } from './values.ts';

/** Evidence 证据: a document, what it is and how large (bytes). */
export const evidence = z.strictObject({
  ...documentRef.shape,
  mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,80}$/),
  bytes: z.int().positive().max(100_000_000),
});
/** At most this many facts in one case. */
export const MAX_FACTS = 50;
export const facts = z.array(evidence).min(1).max(MAX_FACTS);

/** What the law or the agreement says against it: an article, or a clause as the agreement numbers it. */
export const ground = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('article'), article: articleId }),
  z.strictObject({ kind: z.literal('clause'), agreement: id, clause: z.string().min(1).max(60) }),
]);
export const grounds = z.array(ground).min(1).max(20);
export const measureIds = z.array(id).min(1).max(MAX_MEASURES);

export const reported = {
  jurisdiction,
  /** The organization that the case is about 当事人. */
  subject: id,
  agreement: id.optional(),
  /** Security incident 安全事件 that it follows from (DZ-45), and the alarm that the platform raised. */
  incident: id.optional(),
  alarm: id.optional(),
  facts,
};
/** A right holder's request about rows of its own; `subject` is a document with the keyed hash, never the name. */
export const request = z.strictObject({ dataset: id, subject: documentRef });
/** Hearing 听证 and oral statements 陈述申辩: the request of the party, and the records of what was heard. */
export const heard = z.strictObject({ kind: z.enum(['hearing', 'statement']), at: instant, record: documentRef });
export const MAX_HEARD = 10;
/** Handed on 移送 to the competent body (DZ-51) or to discipline inspection (DZ-52). */
export const referral = z.strictObject({
  to: z.enum(['competent-body', 'discipline-inspection']),
  at: instant,
  document: documentRef,
});
export const MAX_REFERRALS = 8;
/** Written notice of an emergency measure, at once after it (POLICY-6). */
const told = z.strictObject({ at: instant, document: documentRef });
const matter = {
  ...reported,
  /** A right holder's standing 权利证明; proven, the request binds for that holder's own data (DZ-43). */
  standing: z.strictObject({ document: documentRef, proven: z.boolean() }).optional(),
  /** Who reported it: never told to the party. */
  reporter: id.optional(),
  request: request.extend({ withdrawn: documentRef.optional() }).optional(),
  measures: z.array(measure).max(KEPT_MEASURES),
  rectification: z.array(documentRef).max(20),
  told: told.optional(),
  referrals: z.array(referral).max(MAX_REFERRALS).optional(),
  reinstatement: z.strictObject({ proposedBy: id, measures: measureIds }).optional(),
  /** Remedy notice: 行政复议 and 行政诉讼, each with its own term. */
  remedy: z.strictObject({ document: documentRef, review: openClock, suit: openClock }).optional(),
};
/** With the authority that has taken the case on. */
const handled = { ...matter, authority: id };
export const delivery = z.strictObject({ at: instant, proof: documentRef });
const noticed = {
  ...handled,
  grounds,
  notice: documentRef,
  noticedAt: instant,
  hearingAsked: z.strictObject({ at: instant, document: documentRef }).optional(),
  heard: z.array(heard).max(MAX_HEARD).optional(),
};
const decided = { ...noticed, decision: documentRef, decidedBy: id, decidedAt: instant, delivery: delivery.optional() };
export const appeal = z.strictObject({
  kind: z.enum(['review', 'suit']),
  document: documentRef,
  /** Whether execution is stayed: never by the appeal itself, only by an order. */
  stay: z.boolean(),
  order: documentRef.optional(),
  at: instant,
});
const appealed = { ...decided, appeal };

/** Case 违规案件. Only `closed` is terminal, and it is not reached while a measure of the case can still be lifted. */
export const caseState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('reported'), ...matter }),
  z.strictObject({ status: z.literal('accepted'), ...handled }),
  z.strictObject({ status: z.literal('bound'), ...handled }),
  z.strictObject({ status: z.literal('emergency'), ...handled, placedBy: id, clock: openClock }),
  z.strictObject({ status: z.literal('escalated'), ...handled, placedBy: id }),
  z.strictObject({ status: z.literal('confirmed'), ...handled }),
  z.strictObject({
    status: z.literal('noticed'),
    ...noticed,
    delivery: delivery.optional(),
    clock: openClock.optional(),
  }),
  z.strictObject({
    status: z.literal('replied'),
    ...noticed,
    reply: documentRef,
    /** Until then the party may still ask for a hearing. */
    hearingUntil: instant.optional(),
  }),
  z.strictObject({ status: z.literal('decided'), ...decided }),
  z.strictObject({ status: z.literal('executing'), ...decided }),
  z.strictObject({ status: z.literal('executed'), ...decided }),
  z.strictObject({ status: z.literal('appealed'), ...appealed }),
  z.strictObject({ status: z.literal('upheld'), ...appealed, outcome: documentRef }),
  z.strictObject({ status: z.literal('overturned'), ...appealed, outcome: documentRef }),
  z.strictObject({
    status: z.literal('closed'),
    ...handled,
    closedAt: instant,
    outcome: z.enum(['dismissed', 'settled']),
  }),
]);
export type Case = z.infer<typeof caseState>;
