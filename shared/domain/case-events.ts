import * as z from 'zod';
import {
  appeal,
  type Case,
  delivery,
  facts,
  grounds,
  heard,
  measureIds,
  referral,
  reported,
  request,
} from './case-schema.ts';
import type { Envelope, Transitions } from './decision.ts';
import { MAX_MEASURES, measure, type Order } from './measure.ts';
import { documentRef, id, instant, openClock } from './values.ts';

const measures = z.array(measure);
const placed = { at: instant, by: id, measures: measures.min(1).max(MAX_MEASURES) };

export const caseEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('reported'),
    at: instant,
    ...reported,
    standing: documentRef.optional(),
    reporter: id.optional(),
    request: request.optional(),
  }),
  z.strictObject({ type: z.literal('facts-added'), at: instant, facts }),
  z.strictObject({ type: z.literal('accepted'), at: instant, authority: id, standingProven: z.boolean() }),
  z.strictObject({ type: z.literal('dismissed'), at: instant, authority: id, reasons: documentRef }),
  z.strictObject({ type: z.literal('request-bound'), authority: id, ...placed }),
  z.strictObject({ type: z.literal('request-withdrawn'), at: instant, document: documentRef }),
  z.strictObject({ type: z.literal('emergency-placed'), authority: id, ...placed, clock: openClock }),
  z.strictObject({ type: z.literal('emergency-told'), at: instant, document: documentRef }),
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
  z.strictObject({ type: z.literal('hearing-asked'), at: instant, document: documentRef }),
  z.strictObject({ type: z.literal('heard'), at: instant, by: id, heard }),
  z.strictObject({
    type: z.literal('decided'),
    at: instant,
    by: id,
    decision: documentRef,
    measures: measures.max(MAX_MEASURES),
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
  z.strictObject({ type: z.literal('consolidated'), at: instant, by: id, measures: measureIds.min(2), into: measure }),
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
  z.strictObject({ type: z.literal('stay-recorded'), at: instant, by: id, stay: z.boolean(), order: documentRef }),
  z.strictObject({ type: z.literal('appeal-upheld'), at: instant, outcome: documentRef }),
  z.strictObject({ type: z.literal('appeal-overturned'), at: instant, outcome: documentRef }),
  z.strictObject({ type: z.literal('referred'), by: id, ...referral.shape }),
  z.strictObject({ type: z.literal('rectified'), at: instant, evidence: z.array(documentRef).min(1).max(20) }),
  z.strictObject({ type: z.literal('reinstatement-proposed'), at: instant, by: id, measures: measureIds }),
  z.strictObject({ type: z.literal('reinstated'), at: instant, by: id, measures: measureIds }),
  z.strictObject({ type: z.literal('closed'), at: instant }),
]);
export type CaseEvent = z.infer<typeof caseEvent>;

type Event<K extends CaseEvent['type']> = Extract<CaseEvent, { type: K }>;
type Asked<K extends CaseEvent['type'], Given extends string = never> = Omit<Event<K>, 'type' | 'at' | 'by' | Given>;
/** `authority` takes the case on: the actor's own organization, unless the system acts by the agreement's rule. */
type Emergency = { authority: string; measures: readonly Order[] };

export type CaseCommand = Envelope &
  (
    | ({ type: 'report' } & Asked<'reported', 'reporter'>)
    | ({ type: 'add-facts' } & Asked<'facts-added'>)
    | ({ type: 'accept' } & Asked<'accepted', 'authority'>)
    | ({ type: 'dismiss' } & Asked<'dismissed', 'authority'>)
    /** `sameSubject`: whom the proof of standing names is whom the request names, compared by keyed hash. */
    | { type: 'bind-request'; sameSubject: boolean; measure: Order }
    | ({ type: 'withdraw-request' } & Asked<'request-withdrawn'>)
    | ({ type: 'open-with-emergency' } & Emergency & Asked<'reported', 'standing' | 'reporter' | 'request'>)
    | ({ type: 'place-emergency' } & Emergency)
    | ({ type: 'tell-emergency' } & Asked<'emergency-told'>)
    | { type: 'confirm-emergency' }
    | { type: 'escalate' }
    | ({ type: 'settle-escalation' } & Asked<'escalation-settled'>)
    | ({ type: 'notify' } & Asked<'noticed'>)
    /** Delivery 送达 of the notice or of the decision, whichever is under way. */
    | { type: 'record-delivery'; delivery: Event<'notice-delivered'>['delivery'] }
    | ({ type: 'reply' } & Asked<'replied'>)
    | ({ type: 'ask-hearing' } & Asked<'hearing-asked'>)
    | ({ type: 'record-hearing' } & Asked<'heard'>)
    | { type: 'decide'; decision: Event<'decided'>['decision']; measures: readonly Order[] }
    | ({ type: 'commit-measure' } & Asked<'measure-committed'>)
    | ({ type: 'confirm-measure' } & Asked<'measure-confirmed'>)
    | ({ type: 'answer-proposal' } & Asked<'proposal-answered'>)
    | { type: 'consolidate'; measures: readonly string[]; into: Order }
    | ({ type: 'tell-remedy' } & Asked<'remedy-told', 'review' | 'suit'>)
    /** `accepted`: the reviewing body or the court took it on, though the term was over. */
    | ({ type: 'appeal'; accepted?: Event<'appealed'>['document'] } & Asked<'appealed', 'stay'>)
    | ({ type: 'record-stay' } & Asked<'stay-recorded'>)
    | { type: 'record-outcome'; upheld: boolean; outcome: Event<'appeal-upheld'>['outcome'] }
    | ({ type: 'refer' } & Asked<'referred'>)
    | ({ type: 'rectify' } & Asked<'rectified'>)
    | ({ type: 'propose-reinstatement' } & Asked<'reinstatement-proposed'>)
    | { type: 'approve-reinstatement' }
    | { type: 'close' }
  );

export type Command<K extends CaseCommand['type']> = Extract<CaseCommand, { type: K }>;
/** Some rows of the case's table: each noun has its own file. */
export type Rows<K extends CaseCommand['type']> = Pick<Transitions<Case, CaseCommand, CaseEvent>, K>;
/** With an authority that has taken it on; with a decision. */
export type Handled = Extract<Case, { authority: string }>;
export type WithDecision = Extract<Case, { decision: object }>;
