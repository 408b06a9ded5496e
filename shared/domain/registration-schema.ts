import * as z from 'zod';
import type { LocalDate } from '../law/time.ts';
import type { Envelope } from './decision.ts';
import { fields } from './registration-difference.ts';
import { category, file, part } from './registration-file.ts';
import { documentRef, id, instant, jurisdiction, localDate, openClock } from './values.ts';

/** The two public texts of the notice; the other two of its four fields are registrant and kind of act (REG-12). */
const shown = { title: z.string().max(200).regex(/\S/), description: z.string().max(500).regex(/\S/) };
/** Our own number; the national query code 登记结果查询码 is another field, absent until issued (REG-13). */
const number = z.string().regex(/^[0-9A-Z-]{4,40}$/);

/**
 * First supply reported by the gate: an application is owed (REG-9) by the operator for its product, or by `holder`, the
 * implementing body, for the resource (REG-5, OPS-16). A legacy operation knows no channel, and perhaps no agreement.
 */
const supplied = {
  channel: id.optional(),
  dataset: id,
  agreement: id.optional(),
  operator: id,
  holder: id.optional(),
  /** When operation began: the other of the two facts from which REG-9(1) counts. */
  operatingSince: instant.optional(),
  jurisdiction,
};

const awaited = { ...supplied, suppliedAt: instant, clock: openClock };

const application = {
  category,
  ...shown,
  /** Joint applicants 共同登记主体; the first is the one that the others delegated. */
  registrants: z.array(id).min(1).max(10),
  jurisdiction,
  agency: id,
  datasets: z.array(id).min(1).max(20),
  agreement: id.optional(),
  channel: id.optional(),
  file,
  /** Who applied, as an opaque person id: the reviewer must be another (POLICY-7). */
  appliedBy: id,
  filedLate: z.boolean(),
};
const changes = z.strictObject({ title: shown.title.optional(), description: shown.description.optional(), file });
/** What the application answers, if it was owed: whoever takes it back owes it still. */
const owed = z.strictObject({ ...awaited, legacy: z.literal(true).optional() }).optional();
/** Confirmed by a joint registrant itself 共同登记主体确认; the paper, where there is one. */
const consent = z.strictObject({ organization: id, at: instant, document: documentRef.optional() });
const filed = { ...application, owed, consents: z.array(consent).max(9).optional() };
/** Which edition a field was last changed in, by which act. */
const mark = z.strictObject({
  field: z.enum(fields),
  edition: z.int().positive(),
  kind: z.enum(['change', 'correction']),
  at: instant,
});
/** An overrun 超期 that was explained to the registrant; it is never extended by that (REG-11). */
const overrun = z.strictObject({ at: instant, explanation: documentRef });
const deregistrationGround = z.enum(['lost', 'right-ended', 'dissolved', 'other']);
/** A later act on a coded registration 变更·更正·续期·注销; `proof`: an interested party's proof or the consent. */
const amendment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('change'), request: documentRef, changes }),
  z.strictObject({ kind: z.literal('correction'), request: documentRef, changes, proof: documentRef.optional() }),
  z.strictObject({ kind: z.literal('renewal'), request: documentRef, operatingUntil: localDate.optional() }),
  z.strictObject({ kind: z.literal('deregistration'), request: documentRef, ground: deregistrationGround }),
]);
export type Amendment = z.infer<typeof amendment>;

const revocationGround = z.enum(['false-material', 'forged-result', 'illegal-use', 'illegal-gain']);
const objection = z.strictObject({ objection: id, at: instant, dismissedAt: instant.optional() });
/** At most this many objections stand on one notice. */
export const MAX_OBJECTIONS = 50;
const evidence = z.array(documentRef).min(1).max(20);

const coded = {
  ...filed,
  reviewedBy: id,
  number,
  queryCode: number.optional(),
  codedOn: localDate,
  expiresOn: localDate,
  /** Counts the content: 1 as coded, one more with each change or correction. */
  edition: z.int().positive(),
  /** One for each field that was ever changed. */
  marks: z.array(mark).max(fields.length),
  /** REG-15 as a clock, so that its end stands among the due dates. */
  clock: openClock,
};
const amending = { ...coded, amendment, amendedBy: id, amendmentClock: openClock };

/** Registration 登记 of a data resource or product. `ended`, `deregistered` and `revoked` are terminal. */
export const registrationState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('due'), ...awaited }),
  /** Not filed in time: the alarm stands on record until somebody files. `legacy`: operated before the measures. */
  z.strictObject({
    status: z.literal('overdue'),
    ...awaited,
    escalatedAt: instant,
    legacy: z.literal(true).optional(),
  }),
  z.strictObject({ status: z.literal('applied'), ...filed, clock: openClock }),
  z.strictObject({ status: z.literal('returned'), ...filed, missing: z.array(part) }),
  z.strictObject({ status: z.literal('accepted'), ...filed, clock: openClock, overrun: overrun.optional() }),
  z.strictObject({ status: z.literal('reviewed'), ...filed, reviewedBy: id }),
  z.strictObject({
    status: z.literal('in-notice'),
    ...filed,
    reviewedBy: id,
    clock: openClock,
    objections: z.array(objection).max(MAX_OBJECTIONS),
  }),
  z.strictObject({ status: z.literal('coded'), ...coded }),
  z.strictObject({ status: z.literal('amending'), ...amending }),
  z.strictObject({ status: z.literal('amendment-accepted'), ...amending, overrun: overrun.optional() }),
  z.strictObject({ status: z.literal('expired'), ...coded, expiredAt: instant }),
  z.strictObject({
    status: z.literal('deregistered'),
    ...coded,
    endedAt: instant,
    ground: z.enum([...deregistrationGround.options, 'expired']),
  }),
  z.strictObject({ status: z.literal('revoked'), ...coded, endedAt: instant, ground: revocationGround }),
  z.strictObject({
    status: z.literal('ended'),
    ...filed,
    endedAt: instant,
    reason: z.enum(['not-accepted', 'review-failed', 'objection-upheld', 'withdrawn']),
  }),
]);
export type Registration = z.infer<typeof registrationState>;

/** The objector stands in a document and in no state: the public never learns who objected (REG-12). */
export const registrationEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('fell-due'), at: instant, ...supplied, clock: openClock }),
  z.strictObject({ type: z.literal('filing-escalated'), at: instant }),
  z.strictObject({
    type: z.literal('legacy-imported'),
    at: instant,
    ...supplied,
    suppliedAt: instant,
    clock: openClock,
    by: id,
    evidence: documentRef,
  }),
  z.strictObject({ type: z.literal('applied'), at: instant, ...application, clock: openClock }),
  z.strictObject({
    type: z.literal('returned'),
    at: instant,
    missing: z.array(part),
    further: documentRef.optional(),
    late: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('resubmitted'), at: instant, file, by: id, clock: openClock }),
  z.strictObject({ type: z.literal('consented'), by: id, ...consent.shape }),
  z.strictObject({ type: z.literal('accepted'), at: instant, late: z.boolean(), clock: openClock }),
  z.strictObject({
    type: z.literal('refused'),
    at: instant,
    reasons: documentRef,
    late: z.boolean().optional(),
    explanation: documentRef.optional(),
  }),
  z.strictObject({ type: z.literal('overrun-explained'), at: instant, by: id, explanation: documentRef }),
  z.strictObject({ type: z.literal('withdrawn'), at: instant }),
  z.strictObject({ type: z.literal('reviewed'), at: instant, by: id, explanation: documentRef.optional() }),
  z.strictObject({ type: z.literal('notice-published'), at: instant, clock: openClock }),
  z.strictObject({ type: z.literal('objected'), at: instant, objection: id, objector: documentRef, evidence }),
  z.strictObject({ type: z.literal('objection-dismissed'), at: instant, objection: id, reasons: documentRef }),
  z.strictObject({ type: z.literal('objection-upheld'), at: instant, objection: id, reasons: documentRef }),
  z.strictObject({
    type: z.literal('coded'),
    at: instant,
    number,
    codedOn: localDate,
    expiresOn: localDate,
    clock: openClock,
  }),
  z.strictObject({ type: z.literal('query-code-issued'), at: instant, queryCode: number }),
  z.strictObject({ type: z.literal('amendment-applied'), at: instant, amendment, by: id, clock: openClock }),
  z.strictObject({ type: z.literal('amendment-accepted'), at: instant, late: z.boolean(), clock: openClock }),
  z.strictObject({
    type: z.literal('amendment-refused'),
    at: instant,
    reasons: documentRef,
    explanation: documentRef.optional(),
  }),
  z.strictObject({ type: z.literal('amendment-withdrawn'), at: instant, by: id }),
  z.strictObject({ type: z.literal('changed'), at: instant, by: id, changes, explanation: documentRef.optional() }),
  z.strictObject({ type: z.literal('corrected'), at: instant, by: id, changes, explanation: documentRef.optional() }),
  z.strictObject({
    type: z.literal('renewed'),
    at: instant,
    by: id,
    expiresOn: localDate,
    clock: openClock,
    explanation: documentRef.optional(),
  }),
  z.strictObject({
    type: z.literal('deregistered'),
    at: instant,
    by: id,
    ground: z.enum([...deregistrationGround.options, 'expired']),
    explanation: documentRef.optional(),
    /** What shows that the registrant is no more, where nobody is left to ask. */
    evidence: documentRef.optional(),
  }),
  z.strictObject({ type: z.literal('revoked'), at: instant, ground: revocationGround, decision: documentRef }),
  z.strictObject({ type: z.literal('expired'), at: instant }),
]);
export type RegistrationEvent = z.infer<typeof registrationEvent>;

type Event<K extends RegistrationEvent['type']> = Extract<RegistrationEvent, { type: K }>;
type Asked<K extends RegistrationEvent['type'], Given extends string> = Omit<Event<K>, 'type' | 'at' | Given>;

/** A registrant as the organizations' stream knows it: whether it is a legal person 法人 decides (REG-3). */
export interface Registrant {
  readonly organization: string;
  readonly legalPerson: boolean;
}

export type RegistrationCommand = Envelope &
  (
    | ({ type: 'report-first-supply' } & Asked<'fell-due', 'clock'>)
    | { type: 'escalate-filing' }
    | ({ type: 'import-legacy' } & Asked<'legacy-imported', 'clock' | 'by'>)
    | ({ type: 'apply'; registrants: readonly Registrant[] } & Asked<
        'applied',
        'clock' | 'registrants' | 'appliedBy' | 'filedLate'
      >)
    | { type: 'return'; further?: Event<'returned'>['further'] }
    | { type: 'resubmit'; file: Event<'resubmitted'>['file'] }
    | { type: 'consent'; document?: Event<'consented'>['document'] }
    | { type: 'accept' }
    | { type: 'refuse'; reasons: Event<'refused'>['reasons']; explanation?: Event<'refused'>['explanation'] }
    | { type: 'explain-overrun'; explanation: Event<'overrun-explained'>['explanation'] }
    | { type: 'withdraw' }
    | { type: 'review'; explanation?: Event<'reviewed'>['explanation'] }
    | { type: 'publish-notice' }
    | ({ type: 'object' } & Asked<'objected', never>)
    | ({ type: 'dismiss-objection' } & Asked<'objection-dismissed', never>)
    | ({ type: 'uphold-objection' } & Asked<'objection-upheld', never>)
    /** `operatingUntil`: the last day of the agreement under which a product is operated. */
    | { type: 'assign-code'; number: string; operatingUntil?: LocalDate }
    | ({ type: 'issue-query-code' } & Asked<'query-code-issued', never>)
    | { type: 'amend'; amendment: Amendment }
    | { type: 'withdraw-amendment' }
    | { type: 'approve-amendment'; explanation?: Event<'changed'>['explanation'] }
    /** `dissolved`: what shows that the registrant is no more; `operatingUntil`: as the agreement of a product says now. */
    | { type: 'deregister'; dissolved?: Event<'deregistered'>['evidence']; operatingUntil?: LocalDate }
    | ({ type: 'revoke' } & Asked<'revoked', never>)
    | { type: 'expire' }
  );
