import * as z from 'zod';
import type { Envelope } from './decision.ts';
import { MAX_MEASURES, measure, type Order } from './measure.ts';
import { articleId, documentRef, id, instant, jurisdiction, openClock } from './values.ts';

/** Evidence 证据: a document, what it is and how large (bytes). */
export const evidence = z.strictObject({
  ...documentRef.shape,
  mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,80}$/),
  bytes: z.int().positive().max(100_000_000),
});
/** At most this many facts in one case. */
export const MAX_FACTS = 50;
const facts = z.array(evidence).min(1).max(MAX_FACTS);

/** What the law or the agreement says against it: an article, or a clause as the agreement numbers it. */
export const ground = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('article'), article: articleId }),
  z.strictObject({ kind: z.literal('clause'), agreement: id, clause: z.string().min(1).max(60) }),
]);
const grounds = z.array(ground).min(1).max(20);
const measures = z.array(id).min(1).max(MAX_MEASURES);

const reported = {
  jurisdiction,
  /** The organization that the case is about 当事人. */
  subject: id,
  agreement: id.optional(),
  facts,
};
const matter = {
  ...reported,
  /** A right holder's standing 权利证明; proven, the request binds for that holder's own data (DZ-43). */
  standing: z.strictObject({ document: documentRef, proven: z.boolean() }).optional(),
  measures: z.array(measure).max(MAX_MEASURES),
  rectification: z.array(documentRef).max(20),
  reinstatement: z.strictObject({ proposedBy: id, measures }).optional(),
  /** Remedy notice: 行政复议 and 行政诉讼, each with its own term. */
  remedy: z.strictObject({ document: documentRef, review: openClock, suit: openClock }).optional(),
};
/** With the authority that has taken the case on. */
const handled = { ...matter, authority: id };
const delivery = z.strictObject({ at: instant, proof: documentRef });
const noticed = { ...handled, grounds, notice: documentRef, noticedAt: instant };
const decided = { ...noticed, decision: documentRef, decidedBy: id, decidedAt: instant, delivery: delivery.optional() };
const appeal = z.strictObject({
  kind: z.enum(['review', 'suit']),
  document: documentRef,
  stay: z.boolean(),
  at: instant,
});
const appealed = { ...decided, appeal };

/** Case 违规案件. Only `closed` is terminal, and it is not reached while a measure of the case can still be lifted. */
export const caseState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('reported'), ...matter }),
  z.strictObject({ status: z.literal('accepted'), ...handled }),
  z.strictObject({ status: z.literal('emergency'), ...handled, placedBy: id, clock: openClock }),
  z.strictObject({ status: z.literal('escalated'), ...handled, placedBy: id }),
  z.strictObject({ status: z.literal('confirmed'), ...handled }),
  z.strictObject({
    status: z.literal('noticed'),
    ...noticed,
    delivery: delivery.optional(),
    clock: openClock.optional(),
  }),
  z.strictObject({ status: z.literal('replied'), ...noticed, reply: documentRef }),
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

export const caseEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reported'), at: instant, ...reported, standing: documentRef.optional() }),
  z.strictObject({ type: z.literal('facts-added'), at: instant, facts }),
  z.strictObject({ type: z.literal('accepted'), at: instant, authority: id, standingProven: z.boolean() }),
  z.strictObject({ type: z.literal('dismissed'), at: instant, authority: id, reasons: documentRef }),
  z.strictObject({
    type: z.literal('emergency-placed'),
    at: instant,
    by: id,
    authority: id,
    measures: z.array(measure).min(1).max(MAX_MEASURES),
    clock: openClock,
  }),
  z.strictObject({ type: z.literal('emergency-confirmed'), at: instant, by: id }),
  z.strictObject({ type: z.literal('escalated'), at: instant }),
  z.strictObject({
    type: z.literal('escalation-settled'),
    at: instant,
    by: id,
    confirmed: z.boolean(),
    reasons: documentRef,
  }),
  z.strictObject({ type: z.literal('noticed'), at: instant, grounds, notice: documentRef }),
  z.strictObject({ type: z.literal('notice-delivered'), at: instant, delivery, clock: openClock }),
  z.strictObject({ type: z.literal('replied'), at: instant, reply: documentRef }),
  z.strictObject({
    type: z.literal('decided'),
    at: instant,
    by: id,
    decision: documentRef,
    measures: z.array(measure).max(MAX_MEASURES),
  }),
  z.strictObject({ type: z.literal('decision-delivered'), at: instant, delivery }),
  z.strictObject({ type: z.literal('measure-committed'), at: instant, measure: id }),
  z.strictObject({ type: z.literal('measure-confirmed'), at: instant, measure: id, refusingSince: instant }),
  z.strictObject({
    type: z.literal('proposal-answered'),
    at: instant,
    measure: id,
    accepted: z.boolean(),
    document: documentRef,
  }),
  z.strictObject({
    type: z.literal('remedy-told'),
    at: instant,
    document: documentRef,
    review: openClock,
    suit: openClock,
  }),
  z.strictObject({
    type: z.literal('appealed'),
    at: instant,
    kind: appeal.shape.kind,
    document: documentRef,
    stay: z.boolean(),
  }),
  z.strictObject({ type: z.literal('appeal-upheld'), at: instant, outcome: documentRef }),
  z.strictObject({ type: z.literal('appeal-overturned'), at: instant, outcome: documentRef }),
  z.strictObject({ type: z.literal('rectified'), at: instant, evidence: z.array(documentRef).min(1).max(20) }),
  z.strictObject({ type: z.literal('reinstatement-proposed'), at: instant, by: id, measures }),
  z.strictObject({ type: z.literal('reinstated'), at: instant, by: id, measures }),
  z.strictObject({ type: z.literal('closed'), at: instant }),
]);
export type CaseEvent = z.infer<typeof caseEvent>;

type Event<K extends CaseEvent['type']> = Extract<CaseEvent, { type: K }>;
type Asked<K extends CaseEvent['type'], Given extends string = never> = Omit<Event<K>, 'type' | 'at' | 'by' | Given>;
/** `authority` takes the case on: the actor's own organization, unless the system acts by the agreement's rule. */
type Emergency = { authority: string; measures: readonly Order[] };

export type CaseCommand = Envelope &
  (
    | ({ type: 'report' } & Asked<'reported'>)
    | ({ type: 'add-facts' } & Asked<'facts-added'>)
    | ({ type: 'accept' } & Asked<'accepted', 'authority'>)
    | ({ type: 'dismiss' } & Asked<'dismissed', 'authority'>)
    | ({ type: 'open-with-emergency' } & Emergency & Asked<'reported', 'standing'>)
    | ({ type: 'place-emergency' } & Emergency)
    | { type: 'confirm-emergency' }
    | { type: 'escalate' }
    | ({ type: 'settle-escalation' } & Asked<'escalation-settled'>)
    | ({ type: 'notify' } & Asked<'noticed'>)
    /** Delivery 送达 of the notice or of the decision, whichever is under way. */
    | { type: 'record-delivery'; delivery: Event<'notice-delivered'>['delivery'] }
    | ({ type: 'reply' } & Asked<'replied'>)
    | { type: 'decide'; decision: Event<'decided'>['decision']; measures: readonly Order[] }
    | ({ type: 'commit-measure' } & Asked<'measure-committed'>)
    | ({ type: 'confirm-measure' } & Asked<'measure-confirmed'>)
    | ({ type: 'answer-proposal' } & Asked<'proposal-answered'>)
    | ({ type: 'tell-remedy' } & Asked<'remedy-told', 'review' | 'suit'>)
    | ({ type: 'appeal' } & Asked<'appealed'>)
    | { type: 'record-outcome'; upheld: boolean; outcome: Event<'appeal-upheld'>['outcome'] }
    | ({ type: 'rectify' } & Asked<'rectified'>)
    | ({ type: 'propose-reinstatement' } & Asked<'reinstatement-proposed'>)
    | { type: 'approve-reinstatement' }
    | { type: 'close' }
  );
