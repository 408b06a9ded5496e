import * as z from 'zod/mini';
import { organization } from '../domain/organization.ts';
import type { Duty } from '../law/duties.ts';
import type { LegalRole } from '../law/roles.ts';
import { createOnce, read, remove, replace, replaceExisting } from './singles.ts';
import type { Context } from './store.ts';
import { loadHead } from './unit.ts';

/** A session ends when nothing came for this long, and in any case after a working day. */
export const IDLE_MS = 30 * 60_000;
export const LONGEST_MS = 12 * 3_600_000;
/** A session's last use is written at most this often. */
const TOUCH_MS = 60_000;

const session = z.strictObject({
  person: z.string(),
  organization: z.string(),
  startedAt: z.number(),
  seenAt: z.number(),
});
const subject = z.strictObject({ person: z.string(), organization: z.string() });
export type Subject = z.infer<typeof subject>;

/** The caller as the store knows it now: nothing of this is cached, a removed member is nobody at the next request. */
export interface KnownCaller extends Subject {
  readonly roles: readonly LegalRole[];
  readonly duties?: readonly Duty[];
  readonly organizationName: string;
  readonly jurisdiction: string;
}

/** Binds a sign-in (issuer and subject) to a person of an organization. Both are kept only as a hash. */
export const bindSubject = (context: Context, issuer: string, sub: string, who: Subject): Promise<void> =>
  replace(context, { kind: 'subject', id: digest(context, `${issuer}\n${sub}`) }, who);

/**
 * Binds a sign-in unless it belongs to somebody who is a member somewhere; `false` then, and nothing changes: an
 * administrator must not take another organization's people by naming them.
 */
export async function claimSubject(context: Context, issuer: string, sub: string, who: Subject): Promise<boolean> {
  const { person, organization } = who;
  const single = { kind: 'subject', id: digest(context, `${issuer}\n${sub}`) };
  if (await createOnce(context, single, { person, organization })) return true;
  const holder = await read(context, single, subject);
  if (holder && (holder.person !== person || holder.organization !== organization)) {
    if (await callerOf(context, holder)) return false;
  }
  await replace(context, single, { person, organization });
  return true;
}

/** Whom a sign-in belongs to; `undefined` for somebody no organization has named. */
export const findSubject = (context: Context, issuer: string, sub: string): Promise<Subject | undefined> =>
  read(context, { kind: 'subject', id: digest(context, `${issuer}\n${sub}`) }, subject);

/** Starts a session and returns its secret, which is stored only as a hash. */
export async function startSession(context: Context, { person, organization }: Subject): Promise<string> {
  const secret = Buffer.from(context.random(32)).toString('base64url');
  const now = context.now();
  const value = { person, organization, startedAt: now, seenAt: now };
  await createOnce(context, sessionOf(context, secret), value, Math.ceil((now + LONGEST_MS) / 1000));
  return secret;
}

/** Ends it: the next request with this secret is nobody's (ASVS 7.4.1). */
export const endSession = (context: Context, secret: string): Promise<void> =>
  remove(context, sessionOf(context, secret));

/** Who holds this session secret, with the legal roles the organization gives now; `undefined` for nobody. */
export async function findCaller(context: Context, secret: string): Promise<KnownCaller | undefined> {
  const at = sessionOf(context, secret);
  const found = await read(context, at, session);
  const now = context.now();
  if (!found || now - found.seenAt >= IDLE_MS || now - found.startedAt >= LONGEST_MS) return undefined;
  if (now - found.seenAt >= TOUCH_MS) {
    const expiresAt = Math.ceil((found.startedAt + LONGEST_MS) / 1000);
    // Ended between the read and here: writing it back would raise it from the dead.
    if (!(await replaceExisting(context, at, { ...found, seenAt: now }, expiresAt))) return undefined;
  }
  return callerOf(context, found);
}

/** The caller as the organization knows them now. Before an organization is verified only its administrator acts. */
export async function callerOf(context: Context, who: Subject): Promise<KnownCaller | undefined> {
  const { state } = await loadHead(context, organization, who.organization);
  if (state.status === 'none' || state.status === 'closed') return undefined;
  const member = state.members[who.person];
  if (!member) return undefined;
  const roles = state.status === 'verified' ? member.roles : member.roles.filter((role) => role === 'administrator');
  const { person, organization: id } = who;
  const { title: organizationName, jurisdiction, duties } = state;
  return { person, organization: id, roles, ...(duties && { duties }), organizationName, jurisdiction };
}

const sessionOf = (context: Context, secret: string) => ({ kind: 'session', id: digest(context, secret) });

function digest({ hash }: Context, text: string): string {
  return Buffer.from(hash(new TextEncoder().encode(text))).toString('hex');
}
