import * as z from 'zod';
import { type Duty, duties } from '../law/duties.ts';
import { creditCode } from './affiliates.ts';
import type { Envelope } from './decision.ts';
import { holds } from './hold.ts';
import { type HoldCommand, heldEvent, type ReleaseCommand, releasedEvent } from './holding.ts';
import { type MandateTerms, mandateTerms } from './mandate.ts';
import { type OrganizationKindId, organizationKinds } from './organization-kinds.ts';
import { type DocumentRef, documentRef, id, instant, jurisdiction, roles } from './values.ts';

export const MAX_MEMBERS = 200;

/** JWK thumbprint (RFC 7638, SHA-256, base64url) of a key with which a signatory signs. */
export const keyThumbprint = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** A person here is an opaque id; the name stands only in a document. */
const memberValues = {
  person: id,
  roles: roles.min(1),
  name: documentRef,
  keys: z.array(keyThumbprint).max(4),
};
const member = z.strictObject({ roles: memberValues.roles, name: memberValues.name, keys: memberValues.keys });
export type Member = z.infer<typeof member>;

const links = {
  organization: id,
  kind: z.enum(Object.keys(organizationKinds) as [OrganizationKindId, ...OrganizationKindId[]]),
  title: z.string().min(1).max(200),
  /** 统一社会信用代码, normalised; the store's claim keeps it unique. @see GBT-32100 */
  creditCode,
  jurisdiction,
  /** Established in the mainland: a caller outside is refused by default (DSL-31). */
  mainland: z.boolean(),
  /** A zone committee acts only as far as a recorded document delegates to it (DZ-5). */
  delegation: documentRef.optional(),
  /** The government document that names it as implementing body 实施机构 (OPS-3). */
  mandate: documentRef.optional(),
  mandated: mandateTerms.optional(),
};
const dutyList = z.array(z.enum(Object.keys(duties) as [Duty, ...Duty[]])).max(8); // Object.keys forgets the key type
/** Of a contractor of the platform: the first moment out of contract and review; empty where one is missing. @see DZ-46 */
const reviewed = z.strictObject({ until: instant.optional() });
const living = {
  ...links,
  registeredBy: id,
  registeredAt: instant,
  members: z.record(id, member),
  reviewed: reviewed.optional(),
  /** Fields of duty of a department, by the recorded document on its functions 三定规定. @see LOCAL-64 */
  duties: dutyList.optional(),
};
const reason = z.enum(['dissolved', 'merged', 'duplicate']);

/** Subject 主体. `holds` stands beside the status: people come and go and keys change while a measure holds. */
export const organizationState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('registered'), ...living }),
  z.strictObject({ status: z.literal('verified'), ...living, verifiedAt: instant, verifiedBy: id, holds }),
  z.strictObject({ status: z.literal('closed'), ...links, closedAt: instant, reason }),
]);
export type Organization = z.infer<typeof organizationState>;

export const organizationEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('registered'), at: instant, by: id, ...links }),
  z.strictObject({ type: z.literal('verified'), at: instant, by: id, evidence: documentRef }),
  z.strictObject({ type: z.literal('mandated'), at: instant, mandate: documentRef, terms: mandateTerms.optional() }),
  z.strictObject({ type: z.literal('duties-recorded'), at: instant, document: documentRef, duties: dutyList }),
  z.strictObject({ type: z.literal('member-added'), at: instant, by: id, ...memberValues }),
  z.strictObject({ type: z.literal('member-changed'), at: instant, by: id, ...memberValues }),
  z.strictObject({ type: z.literal('member-removed'), at: instant, by: id, person: id }),
  /** What its contractor's record says of it; without `reviewed` it is no contractor any more. */
  z.strictObject({ type: z.literal('review-marked'), at: instant, reviewed: reviewed.optional() }),
  heldEvent,
  releasedEvent,
  z.strictObject({ type: z.literal('closed'), at: instant, reason }),
]);
export type OrganizationEvent = z.infer<typeof organizationEvent>;

type Data<T extends OrganizationEvent['type']> = Omit<Extract<OrganizationEvent, { type: T }>, 'type' | 'at' | 'by'>;
export type OrganizationCommand = Envelope &
  (
    | ({ type: 'register' } & Data<'registered'>)
    | ({ type: 'verify' } & Data<'verified'>)
    /** `namer`: what kind of organization the document is from; `undefined` when we know none. */
    | { type: 'record-mandate'; mandate: DocumentRef; terms: MandateTerms; namer: OrganizationKindId | undefined }
    | ({ type: 'record-duties' } & Data<'duties-recorded'>)
    | ({ type: 'add-member' } & Data<'member-added'>)
    | ({ type: 'change-member' } & Data<'member-changed'>)
    | ({ type: 'remove-member' } & Data<'member-removed'>)
    | ({ type: 'mark-review' } & Data<'review-marked'>)
    | HoldCommand
    | ReleaseCommand
    | ({ type: 'close' } & Data<'closed'>)
  );
