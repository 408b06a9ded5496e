import * as z from 'zod';
import { caseState, ground } from '../../shared/domain/case-schema.ts';
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
  /** Present exactly with restrict: what may still be supplied. */
  scope: mini(scope, 'not a scope').optional(),
  /** Present exactly with terminate: the grantor to whom it is proposed. */
  addressee: id.optional(),
  permanent: z.literal(true).optional(),
});
const orders = z.array(orderBody).max(8);

export const reportBody = z.strictObject({
  subject: id,
  agreement: id.optional(),
  facts,
  /** A right holder's proof of standing 权利证明. */
  standing: givenDocument.optional(),
});
export const emergencyBody = z.strictObject({ subject: id, agreement: id.optional(), facts, measures: orders.min(1) });
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
  stay: z.boolean(),
});
export const outcomeBody = z.strictObject({ upheld: z.boolean(), outcome: givenDocument });
export const rectifyBody = z.strictObject({ evidence: z.array(givenDocument).min(1).max(20) });
export const measuresBody = z.strictObject({ measures: z.array(id).min(1).max(8) });

export const caseParams = z.strictObject({ id });
export const measureParams = z.strictObject({ id, measure: id });
export const previewQuery = z.strictObject({ kind: target.shape.kind, id });
export const listQuery = z.strictObject({
  status: z.enum(caseState.options.map((option) => option.shape.status.value)).default('reported'),
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const caseView = z.object({ id, version: z.int(), case: caseState });
export const listView = z.object({ items: z.array(listed), cursor: z.string().optional() });
