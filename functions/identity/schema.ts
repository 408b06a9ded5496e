import * as z from 'zod';
import { type OrganizationKindId, organizationKinds } from '../../shared/domain/organization-kinds.ts';
import { keyThumbprint, organizationState } from '../../shared/domain/organization-schema.ts';
import { id, instant, jurisdiction, localDate, roles } from '../../shared/domain/values.ts';
import { type Duty, duties } from '../../shared/law/duties.ts';
import { listed } from '../../shared/store/lists.ts';
import { givenJwk } from '../../shared/store/machine-keys.ts';

/** The words of a document, kept apart from the events that name it. */
const words = z.string().trim().min(1).max(20_000);
const text = z.object({ zh: z.string(), en: z.string() });

export const organizationParams = z.strictObject({ id });
export const memberParams = z.strictObject({ id, person: id });
export const keyParams = z.strictObject({ id, thumbprint: keyThumbprint });

/** The mandate is not here: it is recorded by those who may (OPS-3), never by whoever registers. */
export const registerBody = z.strictObject({
  kind: z.enum(Object.keys(organizationKinds) as [OrganizationKindId, ...OrganizationKindId[]]),
  title: z.string().trim().min(1).max(200),
  /** 统一社会信用代码, as written on the certificate. */
  creditCode: z.string().max(64),
  jurisdiction,
  mainland: z.boolean(),
  delegation: words.optional(),
});

export const verifyBody = z.strictObject({ evidence: words });
/** The document, and what it says: which government names the body, its number, first and last day. */
export const mandateBody = z.strictObject({
  mandate: words,
  by: id,
  number: z.string().trim().min(1).max(60),
  from: localDate,
  until: localDate.optional(),
});
/** The document on the department's functions 三定规定, and the fields that follow from it. */
export const dutiesBody = z.strictObject({
  document: words,
  duties: z.array(z.enum(Object.keys(duties) as [Duty, ...Duty[]])).max(8), // Object.keys forgets the key type
});
export const closeBody = z.strictObject({ reason: z.enum(['dissolved', 'merged', 'duplicate']) });

const memberFields = {
  /** The person's name: stands in a document only, so that it can be erased. */
  name: z.string().trim().min(1).max(100),
  roles: roles.min(1),
  /** Thumbprints of the keys with which this person signs. */
  keys: z.array(keyThumbprint).max(4).default([]),
};
export const addMemberBody = z.strictObject({
  ...memberFields,
  /** Subject at the sign-in service; without it the person cannot sign in. */
  subject: z.string().min(1).max(255).optional(),
});
export const changeMemberBody = z.strictObject(memberFields);

export const addKeyBody = z.strictObject({
  jwk: givenJwk,
  /** Present: for this channel only. */
  channel: id.optional(),
  /** Present: a sub-processor holds it, under this processing contract, for the one channel. */
  contract: id.optional(),
});

export const listQuery = z.strictObject({
  status: z.enum(['registered', 'verified', 'closed']).default('verified'),
  jurisdiction: jurisdiction.optional(),
  cursor: z.string().max(4_096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const membersQuery = z.strictObject({
  /** Person after whom to go on. */
  cursor: id.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(50),
});

/** Own paths only, so that nobody is sent elsewhere after signing in. */
export const ownPath = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/, 'a path of this platform, such as /channels');
export const startQuery = z.strictObject({ to: ownPath.default('/') });
/** What an issuer adds to its answer is its own affair; the client library judges it. */
export const callbackQuery = z.record(z.string().max(100), z.string().max(4_096));

/** A form that is not one of these is answered as RFC 6749 wants, hence the `catch`. */
export const tokenForm = z
  .object({
    grant_type: z.string().max(100).optional(),
    client_assertion_type: z.string().max(100).optional(),
    client_assertion: z.string().max(4_096).optional(),
    client_id: z.string().max(64).optional(),
    scope: z.string().max(200).optional(),
  })
  .optional()
  .catch(undefined);
export type TokenForm = z.infer<typeof tokenForm>;

export const organizationView = z.object({ id, version: z.int(), organization: organizationState, members: z.int() });
export const organizationsView = z.object({ items: z.array(listed), cursor: z.string().optional() });
const memberView = z.object({
  person: id,
  name: z.string().optional(),
  roles,
  keys: z.array(keyThumbprint),
});
export const membersView = z.object({ version: z.int(), items: z.array(memberView), cursor: id.optional() });
export const joinedView = z.object({ organization: id, person: id, version: z.int() });
export const keyView = z.object({ thumbprint: keyThumbprint, organization: id, channel: id.optional() });
export const keysView = z.object({
  items: z.array(z.object({ thumbprint: keyThumbprint, channel: id.optional(), addedAt: instant, addedBy: id })),
});
export const meView = z.object({
  person: id,
  name: z.string().optional(),
  organization: z.object({ id, title: z.string(), jurisdiction, status: z.string() }),
  roles: z.array(z.object({ role: z.string(), label: text })),
  next: z.array(z.object({ command: z.string(), label: text, article: z.string() })),
});
