import * as z from 'zod';
import { fields } from '../../shared/domain/registration-difference.ts';
import { category, part } from '../../shared/domain/registration-file.ts';
import { particulars } from '../../shared/domain/registration-particulars.ts';
import { registrationState } from '../../shared/domain/registration-schema.ts';
import { id, instant, sha256 } from '../../shared/domain/values.ts';
import { Given, givenDocument } from '../../shared/store/given.ts';
import { listed } from '../../shared/store/lists.ts';

const title = z.string().trim().min(2).max(200);
const description = z.string().trim().min(2).max(500);

/** The parts of the file 登记材料. Parts may be missing on receipt: the view counts them, the agency returns with all of them. */
const givenFile = z.strictObject({
  subject: givenDocument.optional(),
  legality: givenDocument.optional(),
  internalReview: z.strictObject({ reviewedAt: instant, record: givenDocument }).optional(),
  resource: givenDocument.optional(),
  particulars: particulars.optional(),
  deposit: z
    .union([
      z.strictObject({ hash: sha256, depositedAt: instant, proof: givenDocument }),
      // One of `POST /deposits`: hash and time are those of our log.
      z.strictObject({ deposit: id }),
    ])
    .optional(),
  product: givenDocument.optional(),
  scenario: givenDocument.optional(),
  risk: givenDocument.optional(),
  delegations: z
    .array(z.strictObject({ organization: id, document: givenDocument }))
    .min(1)
    .max(9)
    .optional(),
});

export type GivenFile = z.infer<typeof givenFile>;

/** `registrants`: the applicant's own organization first, then those that delegated it; absent, it alone. */
export const applyBody = z.strictObject({
  category,
  title,
  description,
  registrants: z.array(id).min(1).max(10).optional(),
  agency: id,
  datasets: z.array(id).min(1).max(20),
  agreement: id.optional(),
  file: givenFile.default({}),
});
export type ApplyBody = z.infer<typeof applyBody>;

/** What is given replaces; the other parts stay as they were handed in. */
export const resubmitBody = z.strictObject({ file: givenFile });
/** The paper of a joint registrant, where there is one; the command itself is what counts. */
export const consentBody = z.strictObject({ document: givenDocument.optional() });
export const returnBody = z.strictObject({ further: givenDocument.optional() });
/** `explanation`: why it took longer, where a review is overdue and that was not explained yet. */
export const refuseBody = z.strictObject({ reasons: givenDocument, explanation: givenDocument.optional() });
export const overrunBody = z.strictObject({ explanation: givenDocument });
/** `evidence`: what shows since when it was operated and supplied. */
export const legacyBody = z.strictObject({
  operator: id,
  dataset: id,
  agreement: id.optional(),
  operatingSince: instant,
  suppliedAt: instant,
  evidence: givenDocument,
});
export type LegacyBody = z.infer<typeof legacyBody>;
/** `dissolved`: what shows that the registrant is no more; nothing after expiry, or once a product's agreement ended. */
export const deregisterBody = z.strictObject({ dissolved: givenDocument.optional() });
export const explainBody = z.strictObject({ explanation: givenDocument.optional() });

/** Real name 实名 and how to reach the objector: they become a document, and stand in no event, state or answer. */
export const objector = z.strictObject({
  name: z.string().trim().min(2).max(100),
  contact: z.string().trim().min(2).max(200),
  statement: z.string().trim().min(2).max(4000),
});
const objectorDocument = objector.transform(
  // The class says boolean; the third argument is what makes this one plain.
  (value) => new Given('application/json', JSON.stringify(value), false) as Given & { readonly described: false },
);
export const objectBody = z.strictObject({ objector: objectorDocument, evidence: z.array(givenDocument).max(20) });
export const decideObjectionBody = z.strictObject({ objection: id, reasons: givenDocument });

export const queryCodeBody = z.strictObject({ queryCode: z.string().regex(/^[0-9A-Z-]{4,40}$/) });

const changes = z.strictObject({
  title: title.optional(),
  description: description.optional(),
  file: givenFile.default({}),
});
/** `proof`: an interested party's proof or the registrant's consent (correction only). */
export const amendBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('change'), request: givenDocument, changes }),
  z.strictObject({ kind: z.literal('correction'), request: givenDocument, changes, proof: givenDocument.optional() }),
  z.strictObject({ kind: z.literal('renewal'), request: givenDocument }),
  z.strictObject({
    kind: z.literal('deregistration'),
    request: givenDocument,
    ground: z.enum(['lost', 'right-ended', 'dissolved', 'other']),
  }),
]);
export type AmendBody = z.infer<typeof amendBody>;

export const revokeBody = z.strictObject({
  ground: z.enum(['false-material', 'forged-result', 'illegal-use', 'illegal-gain']),
  decision: givenDocument,
});

export const registrationParams = z.strictObject({ id });
export const numberParams = z.strictObject({ number: z.string().min(1).max(40) });
export const objectionParams = z.strictObject({ id, objection: id });
const page = {
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
const statuses = registrationState.options.map((option) => option.shape.status.value);
export const listQuery = z.strictObject({ status: z.enum(statuses).optional(), ...page });

const text = z.object({ zh: z.string(), en: z.string() });
const clock = z.object({ rule: z.string(), startedAt: instant, dueAt: instant, provisional: z.boolean() });

export const registrationView = z.object({
  id,
  version: z.int(),
  registration: registrationState,
  /** Parts of the file that are missing now, all of them. */
  missing: z.array(z.object({ part, label: text })),
  /** Joint registrants whose own confirmation is awaited. */
  unconfirmed: z.array(id),
  clocks: z.array(clock),
});

const differing = z.array(
  z.object({ field: z.enum(fields), label: text, before: z.json().optional(), after: z.json().optional() }),
);
export const editionsView = z.object({
  items: z.array(
    z.object({
      edition: z.int(),
      kind: z.enum(['first', 'change', 'correction']),
      at: instant,
      differences: differing,
    }),
  ),
  /** Of the change or correction that waits for its decision; empty when none does. */
  pending: differing,
});

/** What somebody learns who is no party: the public fields of the notice, and until when. */
export const receiptView = z.object({
  id,
  version: z.int(),
  status: z.string(),
  title: z.string().optional(),
  /** Of the objection just made: under it the objector reads what becomes of it. */
  objection: id.optional(),
  clocks: z.array(clock),
});
export const listView = z.object({ items: z.array(listed), cursor: z.string().optional() });
export const objectionView = z.object({
  objection: id,
  at: instant,
  /** `moot`: the registration ended otherwise. */
  status: z.enum(['open', 'dismissed', 'upheld', 'moot']),
  decidedAt: instant.optional(),
  /** Why, as a text; another kind of document is read from the agency. */
  reasons: z.string().optional(),
  /** Absent once it was erased. */
  objector: objector.optional(),
  evidence: z.array(id),
});

/** Of a file that stays with whoever holds it: `sha256sum FILE` gives the hash, and gives it again. */
export const depositBody = z.strictObject({ hash: sha256 });
export const depositParams = z.strictObject({ id });
export const depositsQuery = z.strictObject(page);
export const depositView = z.object({
  id,
  version: z.int(),
  hash: sha256.optional(),
  depositedAt: instant.optional(),
  organization: id.optional(),
});
