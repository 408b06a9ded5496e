import { createHash } from 'node:crypto';
import * as z from 'zod';
import { MAX_AFFILIATES } from '../../shared/domain/affiliates.ts';
import { switchable } from '../../shared/domain/agreement-bars.ts';
import { type DraftContents, draftContents, gap } from '../../shared/domain/agreement-contents.ts';
import { agreementState, MAX_DECLARATIONS, protection } from '../../shared/domain/agreement-schema.ts';
import { side } from '../../shared/domain/agreement-signature.ts';
import { planState } from '../../shared/domain/plan.ts';
import { draftPlan, planContent } from '../../shared/domain/plan-contents.ts';
import { finding, precondition } from '../../shared/domain/plan-preconditions.ts';
import {
  interest,
  qualificationState,
  securityConditions,
  selectionWay,
} from '../../shared/domain/qualification-schema.ts';
import { MAX_DATASETS, scope } from '../../shared/domain/scope.ts';
import { articleId, id, instant, localDate, sha256 } from '../../shared/domain/values.ts';
import { mini } from '../../shared/http/mini.ts';
import { MAX_DOCUMENT_BYTES } from '../../shared/store/documents.ts';
import { Given, givenDocument } from '../../shared/store/given.ts';
import { listed } from '../../shared/store/lists.ts';
import { publicJwk } from '../../shared/store/public-jwk.ts';

/**
 * An agreement leans on the gate of each of its datasets, all in one transaction of at most 100 items; the rest is
 * room for heads, events, its own gate and the receipt.
 */
export const MAX_AGREED_DATASETS = 80;

/** Characters that make a text look other than it reads: controls, half surrogates, direction overrides. */
const deceptive = /(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\n\t\u2028\u2029]*$/, 'one line')
    .refine((text) => !deceptive.test(text), 'control characters are not printable');
const title = oneLine(200);
const number = oneLine(60);

/** Texts that are printed and hashed; together at most what one document takes. */
const printed = <T>(schema: z.ZodType<T>) =>
  schema
    .refine((value) => !deceptive.test(Object.values(strings(value)).join('')), 'control characters are not printable')
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_DOCUMENT_BYTES, 'more than 300 KB in all');

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

const asDocument = (value: unknown): Given & { readonly described: false } =>
  // The class says boolean; the third argument is what makes this one plain.
  new Given('application/json', JSON.stringify(value), false) as Given & { readonly described: false };

/** A plan's texts also go into a document: events and state carry only what is missing (OPS-9). */
const planFields = { datasets: z.array(id).max(MAX_DATASETS), contents: printed(draftPlan) };
export const draftPlanBody = z
  .strictObject({ title, datasets: planFields.datasets.default([]), contents: planFields.contents.default({}) })
  .transform((body) => ({ ...body, text: asDocument(body.contents) }));
export const editPlanBody = z
  .strictObject(planFields)
  .transform((body) => ({ ...body, text: asDocument(body.contents) }));
/** One precondition 前提, what was found, and the document that reasons it (DZ-30). */
export const checkBody = z.strictObject({ precondition, finding, document: givenDocument });
export const minutesBody = z.strictObject({ minutes: givenDocument });
export const reasonBody = z.strictObject({ reason: givenDocument });
export const approveBody = z.strictObject({ approval: givenDocument, number });
export const filingBody = z.strictObject({ number });

type Condition = keyof typeof securityConditions;
/** Security condition 规定安全条件 → the document that shows it (DZ-30). */
const evidence = z.partialRecord(
  z.enum(Object.keys(securityConditions) as [Condition, ...Condition[]]), // Object.keys forgets the key type
  givenDocument,
);
/** Credit codes as they stand on the certificates; full width and lower case are normalised. */
const affiliates = z
  .array(
    z
      .string()
      .max(64)
      .transform((code) => code.normalize('NFKC').trim().toUpperCase()),
  )
  .max(MAX_AFFILIATES)
  .default([]);
export const applyBody = z.strictObject({ plan: id, evidence, affiliates });
export const affiliatesBody = z.strictObject({ affiliates, document: givenDocument });
/** `none`: no conflict; `own`: the person's; `organization`: of the whole implementing body. */
export const interestBody = z.strictObject({ interest, document: givenDocument });
export const prolongBody = z.strictObject({ validUntil: localDate, review: givenDocument });
export const supplementBody = z.strictObject({ evidence });
export const qualifyBody = z.strictObject({ validUntil: localDate });
export const selectBody = z.strictObject({ way: selectionWay, record: givenDocument });
export const endBody = z.strictObject({ reason: givenDocument.optional() });

const declaration = z.strictObject({
  dataset: id,
  disputed: z.boolean().default(false),
  shared: z.boolean().default(false),
  consent: givenDocument.optional(),
  personalBasis: givenDocument.optional(),
  personalAssessment: givenDocument.optional(),
  importantAssessment: givenDocument.optional(),
});
const agreed: z.ZodType<DraftContents> = draftContents.refine(
  ({ resources }) => (resources?.datasets ?? []).length <= MAX_AGREED_DATASETS,
  { path: ['resources', 'datasets'], message: `at most ${MAX_AGREED_DATASETS} datasets in one agreement` },
);
/** One version as its author writes it; the text is rendered here, so that text and clauses never differ. */
const version = {
  contents: printed(agreed),
  /** Dataset → fields, for one purpose or without. */
  scope: mini(scope, 'not a scope'),
  exceptions: z
    .array(z.strictObject({ article: z.enum(switchable), basis: givenDocument }))
    .max(8)
    .default([]),
  declarations: z.array(declaration).max(MAX_DECLARATIONS).default([]),
  protection: protection.optional(),
};
/** Plan, grantor, operator and jurisdiction follow from the qualification. */
export const draftBody = z
  .strictObject({
    qualification: id,
    title,
    ...version,
    contents: version.contents.default({}),
    scope: version.scope.default({ v: 1, datasets: {} }),
  })
  .transform((body) => ({ ...body, clauses: asDocument(body.contents) }));
export const versionBody = z
  .strictObject(version)
  .transform((body) => ({ ...body, clauses: asDocument(body.contents) }));

const authority = z.strictObject({
  kind: z.enum(['legal-representative', 'power-of-attorney']),
  document: givenDocument,
});
const base64url = (least: number, most: number) =>
  z
    .string()
    .min(least)
    .max(most)
    .regex(/^[\w-]+$/, 'base64url');
const asserted = {
  authenticatorData: base64url(50, 1400),
  clientData: base64url(20, 2800),
  signature: base64url(40, 400),
};
/** The name a passkey has at its authenticator. */
const credential = base64url(16, 1400);
/** What `navigator.credentials.get` hands back, base64url. */
export const assertionBody = z.strictObject({ credential, ...asserted });
/** A new passkey: its public key as `getPublicKey()` gives it (SPKI, base64), and its assertion over our challenge. */
export const passkeyBody = z.strictObject({ credential, publicKey: z.base64().min(40).max(800), ...asserted });

const marks = { 'application/pdf': '%PDF-', 'application/ofd': 'PK' } as const;
/** A sealed PDF or OFD, as signature of record beside the cryptographic one: kept with its own hash. */
const sealed = z
  .strictObject({ mediaType: z.enum(['application/pdf', 'application/ofd']), base64: z.base64().min(8).max(400_000) })
  .refine(({ mediaType, base64 }) => Buffer.from(base64, 'base64').toString('latin1').startsWith(marks[mediaType]), {
    message: 'the file is not what its type says',
  })
  .refine(({ base64 }) => Buffer.byteLength(base64, 'base64') <= MAX_DOCUMENT_BYTES, 'more than 300 KB')
  .transform(({ mediaType, base64 }) => {
    const bytes = Buffer.from(base64, 'base64');
    const document = new Given(mediaType, bytes, false) as Given & { readonly described: false };
    return { document, mediaType, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });

/** `jws`: detached, over the 64 characters of `textHash`, with the signatory's registered key in its header. */
export const signBody = z.strictObject({
  side,
  authority,
  electronic: z.boolean(),
  textHash: sha256,
  jws: z
    .string()
    .regex(/^[\w-]{1,1000}\.\.[\w-]{1,200}$/, 'a detached JWS: header..signature')
    .optional(),
  /** Or an assertion of a passkey that the signatory registered. */
  passkey: assertionBody.optional(),
  record: sealed.optional(),
});
export const signingInputBody = z.strictObject({
  jwk: mini(publicJwk, 'not a public Ed25519 or P-256 key'),
});
export const terminationBody = z.strictObject({ grounds: givenDocument, case: id.optional() });
export const noticeBody = z.strictObject({ document: givenDocument });
/** `deliveredAt`: when the notice reached the other side, in domain time (CC-565). */
export const deliveryBody = z.strictObject({ deliveredAt: instant, proof: givenDocument });
/** What became of one dataset, on which day, and the certificate that says so (CC-567, PIPL-21). */
export const disposalBody = z.strictObject({
  dataset: id,
  how: z.enum(['returned', 'deleted']),
  on: localDate,
  certificate: givenDocument,
});
/** Who compensates whom (AAJ-16): the amount stands in the document; a suit about it in its case. */
export const settleBody = z.strictObject({
  certificate: givenDocument,
  compensation: z
    .strictObject({
      owed: z.enum(['none', 'by-grantor', 'by-operator']),
      document: givenDocument,
      case: id.optional(),
    })
    .optional(),
});
export const evaluationBody = z.strictObject({ result: z.enum(['passed', 'failed']), document: givenDocument });

export const params = z.strictObject({ id });
export const textQuery = z.strictObject({ version: z.coerce.number().int().min(1).max(1000).optional() });

const page = {
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const plansQuery = z.strictObject({ status: z.enum(statuses(planState)).default('published'), ...page });
export const qualificationsQuery = z.strictObject({
  status: z.enum(statuses(qualificationState)).default('applied'),
  ...page,
});
export const agreementsQuery = z.strictObject({
  status: z.enum(statuses(agreementState)).default('in-effect'),
  ...page,
});

function statuses<S extends string>(state: { options: readonly { shape: { status: { value: S } } }[] }): S[] {
  return state.options.map((option) => option.shape.status.value);
}

const words = z.object({ zh: z.string(), en: z.string() });
/** What is missing or worth a warning: article, sentence, place. */
const told = z.array(z.object({ article: articleId, detail: words, pointer: z.string().optional() }));
export const planView = z.object({
  id,
  version: z.int(),
  plan: planState,
  missing: told,
  complete: z.string(),
  /** What keeps it from approval: preconditions not checked, or found unsafe. */
  unsafe: told,
});
export const planReadView = planView.extend({ contents: draftPlan.optional(), heads: z.record(planContent, words) });
export const qualificationView = z.object({ id, version: z.int(), qualification: qualificationState, unmet: told });
export const agreementView = z.object({
  id,
  version: z.int(),
  agreement: agreementState,
  missing: told,
  /** How many of the thirteen contents are whole, such as `9/13`. */
  complete: z.string(),
  warnings: told,
});
const versionView = z.object({ contents: draftContents.optional(), scope: mini(scope, 'not a scope').optional() });
export const agreementReadView = agreementView.extend({
  current: versionView,
  amendment: versionView.optional(),
  validity: z.object({ article: articleId, from: instant, until: instant }).optional(),
  heads: z.record(gap.shape.content, words),
});
export const signingInputView = z.object({
  version: z.int(),
  textHash: sha256,
  protected: z.string(),
  toSign: z.string(),
});
export const challengeView = z.object({ challenge: z.string(), rpId: z.string() });
export const passkeysView = z.object({
  passkeys: z.array(
    z.object({ credential: z.string(), jwk: mini(publicJwk, 'not a public key'), thumbprint: z.string() }),
  ),
});
export const signingChallengeView = z.object({
  version: z.int(),
  textHash: sha256,
  challenge: z.string(),
  rpId: z.string(),
  credentials: z.array(z.string()),
});
export const listView = z.object({ items: z.array(listed), cursor: z.string().optional() });
