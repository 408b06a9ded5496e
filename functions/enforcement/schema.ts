import * as z from 'zod';
import { caseState, ground, referral } from '../../shared/domain/case-schema.ts';
import { measureVerb, target } from '../../shared/domain/measure.ts';
import { scope } from '../../shared/domain/scope.ts';
import { articleId, id, instant } from '../../shared/domain/values.ts';
import { mini } from '../../shared/http/mini.ts';
import { givenDocument, givenEvidence } from '../../shared/store/given.ts';
import { listed } from '../../shared/store/lists.ts';

const facts = z.array(givenEvidence).min(1).max(50);
const grounds = z.array(ground).min(1).max(20);

/** A measure as it is ordered: what, on which stream, under which article and clause, by which authority document. */
export const orderBody = z.strictObject({
  verb: measureVerb,
  target,
  article: articleId.default('DZ-43'),
  clause: z.string().min(1).max(60).optional(),
  authority: givenDocument,
  /** Its number 文号; a security organ's emergency stop names it (POLICY-6). */
  number: z.string().max(60).regex(/\S/).optional(),
  /** Present exactly with restrict: what may still be supplied. */
  scope: mini(scope, 'not a scope').optional(),
  /** Present exactly with terminate: the grantor to whom it is proposed. */
  addressee: id.optional(),
  permanent: z.literal(true).optional(),
  /** Why this measure; and, where it skips a milder one, why that would not do (POLICY-30). A decision needs them. */
  reasons: givenDocument.optional(),
  skips: givenDocument.optional(),
});
const orders = z.array(orderBody).max(8);

/** As the rows name it: a credit code, an identity number. It is hashed on arrival and kept nowhere. */
const subjectName = z.string().trim().min(1).max(200);

export const reportBody = z
  .strictObject({
    /** The organization that it is about; of a request the dataset's source unit, unless told. */
    subject: id.optional(),
    agreement: id.optional(),
    incident: id.optional(),
    facts,
    /** A right holder's proof of standing 权利证明. */
    standing: givenDocument.optional(),
    /** A right holder's request that rows of its own are supplied no longer. */
    request: z.strictObject({ dataset: id, subject: subjectName }).optional(),
  })
  .refine((value) => value.subject !== undefined || value.request !== undefined, {
    message: 'say whom it is about',
    path: ['subject'],
  });
/** The subject as the proof of standing names it, typed in again by whoever examines it. */
export const bindBody = z.strictObject({ subject: subjectName, authority: givenDocument });
export const emergencyBody = z.strictObject({
  subject: id,
  agreement: id.optional(),
  incident: id.optional(),
  facts,
  measures: orders.min(1),
});
export const placeBody = z.strictObject({ measures: orders.min(1) });
export const factsBody = z.strictObject({ facts });
export const acceptBody = z.strictObject({ standingProven: z.boolean().default(false) });
export const reasonsBody = z.strictObject({ reasons: givenDocument });
export const settleBody = z.strictObject({ confirmed: z.boolean(), reasons: givenDocument });
export const notifyBody = z.strictObject({ grounds, notice: givenDocument });
/** `at`: when the notice reached the party, in domain time. */
export const deliveryBody = z.strictObject({ delivery: z.strictObject({ at: instant, proof: givenDocument }) });
export const replyBody = z.strictObject({ reply: givenDocument });
export const decideBody = z.strictObject({ decision: givenDocument, measures: orders });
export const measureBody = z.strictObject({ measure: id });
export const answerBody = z.strictObject({ measure: id, accepted: z.boolean(), document: givenDocument });
export const documentBody = z.strictObject({ document: givenDocument });
export const appealBody = z.strictObject({
  kind: z.enum(['review', 'suit']),
  document: givenDocument,
  /** The paper by which it was taken on though its term was over. */
  accepted: givenDocument.optional(),
});
export const stayBody = z.strictObject({ stay: z.boolean(), order: givenDocument });
export const hearingBody = z.strictObject({
  heard: z.strictObject({ kind: z.enum(['hearing', 'statement']), at: instant, record: givenDocument }),
});
export const referBody = z.strictObject({ to: referral.shape.to, document: givenDocument });
export const consolidateBody = z.strictObject({
  measures: z.array(id).min(2).max(8),
  authority: givenDocument,
  reasons: givenDocument,
});
export const outcomeBody = z.strictObject({ upheld: z.boolean(), outcome: givenDocument });
export const rectifyBody = z.strictObject({ evidence: z.array(givenDocument).min(1).max(20) });
export const measuresBody = z.strictObject({ measures: z.array(id).min(1).max(8) });

export const caseParams = z.strictObject({ id });
export const measureParams = z.strictObject({ id, measure: id });
/** `?lang=` on a page. */
export const pageQuery = z.strictObject({ lang: z.enum(['zh', 'en']).optional() });
export const previewView = z.object({
  channels: z.int(),
  organizations: z.array(id),
  deliveries: z.int(),
  products: z.array(z.object({ id, title: z.string().optional() })),
  atLeast: z.boolean(),
  request: z.enum(['exclude', 'close']).optional(),
  asOf: instant,
});
export const unconfirmedView = z.object({
  items: z.array(
    z.object({
      case: id,
      measure: id,
      target,
      verb: measureVerb,
      since: instant.optional(),
      tries: z.int(),
      lastTriedAt: z.string().optional(),
      why: z.string().optional(),
    }),
  ),
  asOf: instant,
});
export const previewQuery = z.strictObject({ kind: target.shape.kind, id });
export const listQuery = z.strictObject({
  status: z.enum(caseState.options.map((option) => option.shape.status.value)).default('reported'),
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const caseView = z.object({ id, version: z.int(), case: caseState });
export const listView = z.object({ items: z.array(listed), cursor: z.string().optional() });
