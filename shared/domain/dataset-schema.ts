import * as z from 'zod';
import { type Confirmation, confirmation, draftEntry, entry } from './dataset-entry.ts';
import type { Envelope } from './decision.ts';
import { holds } from './hold.ts';
import { type HoldCommand, heldEvent, type ReleaseCommand, releasedEvent } from './holding.ts';
import { fieldName } from './scope-values.ts';
import { id, instant, jurisdiction, localDate, sha256 } from './values.ts';

/** The one legal source unit 数源单位 (DZ-14) and its place; the store's claims keep each datum with one source. */
const links = { source: id, jurisdiction };
/** Which opening attribute an import stated and lost, for the person who looks into it (DZ-24). */
const openingLost = z.enum(['unconditional', 'conditional']);
export const MAX_CONFIRMATIONS = 20;
const confirmations = z.array(confirmation).max(MAX_CONFIRMATIONS);
/** What other streams say of it (dataset-marks.ts); each by its id there. */
const standing = z
  .strictObject({
    listed: z.strictObject({ level: z.enum(['important', 'core']), entry: id }).optional(),
    dispute: id.optional(),
    assessed: z.strictObject({ assessment: id, until: localDate }).optional(),
  })
  .optional();
const writing = { ...links, standing, entry: draftEntry, confirmations, openingLost: openingLost.optional() };
const written = { ...links, standing, entry, confirmations };
const reason = z.string().max(1000).regex(/\S/);
const version = z.int().positive();
const pending = z.strictObject({ entry, by: id, at: instant });
/**
 * Whose rows are not supplied 排除的主体: the list that the gate names by its hash, the field that it goes by, and how
 * many are on it. Keys of subjects stand in the list, never here. @see POLICY-31
 */
const exclusions = z.strictObject({ list: sha256, field: fieldName, count: z.int().positive() });
export type Excluding = z.infer<typeof exclusions>;

/**
 * Dataset 数据资源. `holds` and a `pending` revision stand beside `published`: the published version goes on supplying,
 * or stays held, while the next one is reviewed.
 */
export const datasetState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('draft'), ...writing }),
  z.strictObject({ status: z.literal('submitted'), ...written, submittedBy: id, submittedAt: instant }),
  z.strictObject({ status: z.literal('returned'), ...writing, reason }),
  z.strictObject({ status: z.literal('approved'), ...written, approvedBy: id, approvedAt: instant }),
  z.strictObject({
    status: z.literal('published'),
    ...written,
    version,
    publishedAt: instant,
    holds,
    exclusions: exclusions.optional(),
    pending: pending.optional(),
  }),
  z.strictObject({ status: z.literal('withdrawn'), ...written, version, withdrawnAt: instant, reason }),
]);
export type Dataset = z.infer<typeof datasetState>;

export const datasetEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('drafted'),
    at: instant,
    by: id,
    ...links,
    entry: draftEntry,
    openingLost: openingLost.optional(),
  }),
  z.strictObject({ type: z.literal('edited'), at: instant, by: id, entry: draftEntry }),
  z.strictObject({ type: z.literal('opening-confirmed'), confirmation }),
  z.strictObject({ type: z.literal('submitted'), at: instant, by: id, entry }),
  z.strictObject({ type: z.literal('returned'), at: instant, by: id, reason }),
  z.strictObject({ type: z.literal('approved'), at: instant, by: id }),
  z.strictObject({ type: z.literal('published'), at: instant }),
  z.strictObject({ type: z.literal('revision-submitted'), at: instant, by: id, entry }),
  z.strictObject({ type: z.literal('revision-returned'), at: instant, by: id, reason }),
  z.strictObject({ type: z.literal('revised'), at: instant, by: id, version }),
  z.strictObject({ type: z.literal('withdrawn'), at: instant, reason }),
  z.strictObject({ type: z.literal('level-listed'), at: instant, listed: standing.unwrap().shape.listed }),
  z.strictObject({ type: z.literal('dispute-marked'), at: instant, dispute: id.optional() }),
  z.strictObject({ type: z.literal('assessment-marked'), at: instant, assessed: standing.unwrap().shape.assessed }),
  heldEvent,
  releasedEvent,
  z.strictObject({ type: z.literal('excluded'), at: instant, case: id, measure: id, exclusions }),
  z.strictObject({
    type: z.literal('readmitted'),
    at: instant,
    case: id,
    measure: id,
    exclusions: exclusions.optional(),
  }),
]);
export type DatasetEvent = z.infer<typeof datasetEvent>;

type Data<T extends DatasetEvent['type'], Known extends string = never> = Omit<
  Extract<DatasetEvent, { type: T }>,
  'type' | 'at' | 'by' | Known
>;
export type DatasetCommand = Envelope &
  (
    | ({ type: 'draft'; imported?: true } & Data<'drafted', 'openingLost'>)
    | ({ type: 'edit' } & Data<'edited'>)
    | ({ type: 'confirm-opening' } & Omit<Confirmation, 'by' | 'at'>)
    | { type: 'submit' }
    | { type: 'return'; reason: string }
    | { type: 'approve' }
    | { type: 'publish' }
    | ({ type: 'revise' } & Data<'edited'>)
    | { type: 'withdraw'; reason: string }
    /** `entry`: of the catalogue of core and important data; without `listed` it no longer lists the dataset. */
    | { type: 'list-level'; entry: string; listed?: 'important' | 'core' | undefined }
    | { type: 'mark-dispute'; dispute: string; open: boolean }
    | ({ type: 'mark-assessment' } & Data<'assessment-marked'>)
    | HoldCommand
    | ReleaseCommand
    | ({ type: 'exclude' } & Data<'excluded'>)
    | ({ type: 'readmit' } & Data<'readmitted'>)
  );
