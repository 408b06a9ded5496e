import * as z from 'zod';
import type { Instant } from '../law/time.ts';
import { type Facts, switchable } from './agreement-bars.ts';
import { type DraftContents, gap, term } from './agreement-contents.ts';
import { type Signature, signature } from './agreement-signature.ts';
import { alarmKind } from './alarm-kind.ts';
import type { Envelope } from './decision.ts';
import { holds } from './hold.ts';
import { type HoldCommand, heldEvent, type ReleaseCommand, releasedEvent } from './holding.ts';
import { MAX_DATASETS } from './scope.ts';
import { type DocumentRef, documentRef, id, instant, jurisdiction, localDate, openClock, sha256 } from './values.ts';

/** Links never change. The grantor is the implementing body 实施机构. */
const links = {
  plan: id,
  qualification: id,
  grantor: id,
  operator: id,
  jurisdiction,
  title: z.string().max(200).regex(/\S/),
};

/** So many datasets of one agreement have something to declare: with two versions an answer stays below 64 KB. */
export const MAX_DECLARATIONS = 20;

/** What no stream here knows of a dataset: declared by the grantor, with the document that shows it. */
const declaration = z.strictObject({
  dataset: id,
  /** Its source is under dispute (DZ-14, DZ-47). */
  disputed: z.boolean(),
  /** Its holder got it by sharing; then the provider's consent (OPS-5). */
  shared: z.boolean(),
  consent: documentRef.optional(),
  /** Basis for personal data or proof of anonymity (PIPL-23), its assessment (PIPL-55), that of important data (NDR-31). */
  personalBasis: documentRef.optional(),
  personalAssessment: documentRef.optional(),
  importantAssessment: documentRef.optional(),
});
export type Declaration = z.infer<typeof declaration>;

/**
 * The agreement's own rule 自动保护: on which alarms the channel is suspended at once, and which authority then has the
 * case. Printed as appendix five. @see POLICY-50
 */
export const protection = z.strictObject({ alarms: z.array(alarmKind).min(1).max(6), authority: id });
export type Protection = z.infer<typeof protection>;

/** What one version says: its text and scope are documents, named here by hash. */
const version = {
  text: documentRef,
  /** The same as structured clauses, from which the text was rendered. */
  clauses: documentRef,
  declarations: z.array(declaration).max(MAX_DECLARATIONS),
  textHash: sha256,
  scope: sha256,
  datasets: z.array(id).max(MAX_DATASETS),
  /** Recorded bases that switch a rule: 非法人 (OPS-3), a longer term (OPS-14), other data (OPS-25), LOCAL-1. */
  exceptions: z.array(z.strictObject({ article: z.enum(switchable), basis: documentRef })).max(8),
  protection: protection.optional(),
};
const draftVersion = z.strictObject({ ...version, missing: z.array(gap), term: term.optional() });
export type DraftVersion = z.infer<typeof draftVersion>;
/** Of a renewed agreement: the first day of the new period, from which the cap counts, and what the renewal rests on. */
const renewal = z.strictObject({ from: localDate, evaluation: documentRef });
export type Renewal = z.infer<typeof renewal>;
const terms = z.strictObject({ version: z.int().positive(), ...version, term, renewal: renewal.optional() });
export type Terms = z.infer<typeof terms>;

const signatures = z.array(signature).max(2);

/** Runs from the first signature until the second (POLICY-12). */
const signingClock = openClock.optional();
const amendment = z.strictObject({ terms, proposedBy: id, signatures, clock: signingClock });
/** How the operator performed 绩效评价, as the grantor found; the last one counts. */
const evaluation = z.strictObject({ result: z.enum(['passed', 'failed']), document: documentRef, by: id, at: instant });
const termination = z.strictObject({
  by: id,
  organization: id,
  at: instant,
  grounds: documentRef,
  case: id.optional(),
});
const filing = z.strictObject({ number: z.string().max(60).regex(/\S/), at: instant });

const proposed = { ...links, terms, proposedBy: id, proposedAt: instant };
const signed = { ...links, terms, signatures };
/** Runs until the filing is recorded; holds nothing up (LOCAL-5). */
const filingClock = openClock.optional();
/** Datasets of earlier versions that the present one has not: supplied as well, so returned or deleted as well. */
const former = z.array(id).max(MAX_DATASETS).default([]);
const running = { ...signed, effectiveAt: instant, holds, filing: filing.optional(), filingClock, former };
/** What became of one dataset at the end, on which day, and the certificate that says so. */
const disposal = z.strictObject({
  how: z.enum(['returned', 'deleted']),
  on: localDate,
  certificate: documentRef,
  by: id,
});
const disposals = z.record(id, disposal).default({});
export type Disposals = z.infer<typeof disposals>;
/** Who compensates whom 补偿赔偿; the amount stands in the document, a suit about it in its case. */
const compensation = z.strictObject({
  owed: z.enum(['none', 'by-grantor', 'by-operator']),
  document: documentRef,
  case: id.optional(),
});
const ended = {
  ...signed,
  effectiveAt: instant,
  filing: filing.optional(),
  endedAt: instant,
  former,
  disposals,
  disposalClock: openClock.optional(),
};
const notice = z.strictObject({ document: documentRef, servedAt: instant, servedBy: id, case: id.optional() });

/**
 * Authorized-operation agreement 授权运营协议. `holds`, a pending `amendment` and a proposed `termination` stand beside
 * `in-effect`: they are independent facts, and each ends without the others.
 */
export const agreementState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('drafted'), ...links, draft: draftVersion }),
  z.strictObject({ status: z.literal('proposed'), ...proposed }),
  z.strictObject({ status: z.literal('partly-signed'), ...proposed, signatures, clock: signingClock }),
  z.strictObject({ status: z.literal('signed'), ...signed, signedAt: instant }),
  z.strictObject({
    status: z.literal('in-effect'),
    ...running,
    amendment: amendment.optional(),
    termination: termination.optional(),
    evaluation: evaluation.optional(),
  }),
  z.strictObject({ status: z.literal('notice-served'), ...running, notice }),
  z.strictObject({ status: z.literal('expired'), ...ended }),
  z.strictObject({ status: z.literal('terminated'), ...ended, notice, proof: documentRef }),
  z.strictObject({
    status: z.literal('settled'),
    ...ended,
    settledAt: instant,
    certificate: documentRef,
    compensation: compensation.optional(),
  }),
]);
export type Agreement = z.infer<typeof agreementState>;

export const agreementEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('drafted'), at: instant, by: id, ...links, draft: draftVersion }),
  z.strictObject({ type: z.literal('edited'), at: instant, by: id, draft: draftVersion }),
  z.strictObject({ type: z.literal('proposed'), at: instant, by: id, terms }),
  z.strictObject({ type: z.literal('signed'), at: instant, signature, clock: signingClock }),
  z.strictObject({ type: z.literal('signing-lapsed'), at: instant }),
  z.strictObject({ type: z.literal('withdrawn'), at: instant, by: id }),
  z.strictObject({ type: z.literal('took-effect'), at: instant, filingClock }),
  z.strictObject({ type: z.literal('amendment-proposed'), at: instant, by: id, terms }),
  z.strictObject({ type: z.literal('amendment-signed'), at: instant, signature, clock: signingClock }),
  z.strictObject({
    type: z.literal('evaluated'),
    at: instant,
    by: id,
    result: evaluation.shape.result,
    document: documentRef,
  }),
  z.strictObject({ type: z.literal('amendment-withdrawn'), at: instant, by: id }),
  z.strictObject({ type: z.literal('amended'), at: instant, version: terms.shape.version, filingClock }),
  z.strictObject({ type: z.literal('filed'), at: instant, number: filing.shape.number }),
  heldEvent,
  releasedEvent,
  z.strictObject({ type: z.literal('termination-proposed'), termination }),
  z.strictObject({ type: z.literal('termination-declined'), at: instant, by: id, reason: documentRef }),
  z.strictObject({ type: z.literal('notice-served'), at: instant, by: id, document: documentRef }),
  z.strictObject({
    type: z.literal('terminated'),
    at: instant,
    deliveredAt: instant,
    proof: documentRef,
    clock: ended.disposalClock,
  }),
  z.strictObject({ type: z.literal('expired'), at: instant, clock: ended.disposalClock }),
  z.strictObject({ type: z.literal('disposed'), at: instant, dataset: id, ...disposal.shape }),
  z.strictObject({
    type: z.literal('settled'),
    at: instant,
    certificate: documentRef,
    compensation: compensation.optional(),
  }),
]);
export type AgreementEvent = z.infer<typeof agreementEvent>;

type Links = Omit<Extract<Agreement, { status: 'drafted' }>, 'status' | 'draft'>;
/** One version as its author hands it in: the caller has stored text and scope, and hashed both. */
export type Written = Omit<DraftVersion, 'missing' | 'term' | 'datasets'> & { contents: DraftContents };

export type AgreementCommand = Envelope &
  (
    | ({ type: 'draft' } & Links & Written)
    | ({ type: 'edit' } & Written)
    | { type: 'propose'; facts: Facts }
    | ({ type: 'sign'; electronic: boolean } & Omit<Signature, 'electronic' | 'person' | 'at'>)
    | { type: 'withdraw' }
    | { type: 'lapse-signing' }
    | { type: 'take-effect'; facts: Facts }
    | ({ type: 'propose-amendment'; facts: Facts } & Written)
    | ({ type: 'propose-renewal'; facts: Facts } & Written)
    | { type: 'evaluate'; result: 'passed' | 'failed'; document: DocumentRef }
    | { type: 'record-filing'; number: string }
    | HoldCommand
    | ReleaseCommand
    | { type: 'propose-termination'; grounds: DocumentRef; case?: string }
    | { type: 'decline-termination'; reason: DocumentRef }
    | { type: 'serve-notice'; document: DocumentRef }
    | { type: 'record-delivery'; deliveredAt: Instant; proof: DocumentRef }
    | { type: 'expire' }
    | ({ type: 'dispose'; dataset: string } & Omit<z.infer<typeof disposal>, 'by'>)
    | { type: 'settle'; certificate: DocumentRef; compensation?: z.infer<typeof compensation> | undefined }
  );
