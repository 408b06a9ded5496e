import { createPublicKey } from 'node:crypto';
import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Refusal, refuse } from '../domain/decision.ts';
import { MAX_KEYS } from '../domain/gate.ts';
import { type Instant, instant, isInstant } from '../law/time.ts';
import { type HeldBy, holding, released } from './held-keys.ts';
import { encode } from './marshal.ts';
import { bareJwk, type PublicJwk, publicJwk, thumbprintOf } from './public-jwk.ts';
import { read } from './singles.ts';
import type { Context } from './store.ts';
import { Contention } from './transact.ts';

/** Live keys of one organization, over all its channels: one key may ask at many channels, so this is plenty. */
export const MAX_LIVE_KEYS = 64;

const coordinate = z.string().check(z.regex(/^[\w-]{43}$/));

/** The same as clients send it: with what their tools write beside the key. The name of a key here is its thumbprint. */
const hints = {
  kid: z.optional(z.string().check(z.maxLength(100))),
  use: z.optional(z.literal('sig')),
  alg: z.optional(z.enum(['EdDSA', 'Ed25519', 'ES256'])),
};
export const givenJwk = z.discriminatedUnion('kty', [
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: coordinate, ...hints }),
  z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate, ...hints }),
]);
export type GivenJwk = z.infer<typeof givenJwk>;

const time = z.custom<Instant>((value) => typeof value === 'string' && isInstant(value));
const machineKey = z.strictObject({
  organization: z.string(),
  jwk: publicJwk,
  /** Present: asks for this channel only. Absent: where the channel gates let it. */
  channel: z.optional(z.string()),
  addedAt: time,
  addedBy: z.string(),
  /** In the hands of a sub-processor, under its contract with the organization: no longer than that lasts (DZ-48). */
  heldBy: z.optional(z.strictObject({ contract: z.string(), processor: z.string() })),
  revoked: z.optional(z.strictObject({ at: time, by: z.string() })),
});

/** A machine key 机器密钥 of an organization. A revoked one stays on record and never comes back. */
export type MachineKey = z.infer<typeof machineKey>;

const liveKeys = z.object({ live: z.optional(z.set(z.string())) });

/** `by`: the person who adds it. */
export interface NewKey {
  readonly organization: string;
  readonly jwk: GivenJwk;
  readonly by: string;
  readonly channel?: string | undefined;
  /** `version`: of the contract's stream, as it was found in force. */
  readonly held?: (HeldBy & { readonly version: number }) | undefined;
}

/**
 * Registers a public key under its thumbprint; the same key again changes nothing. Refuses a key that another
 * organization has, one that was revoked or is limited to another channel, and one more than fits.
 */
export async function putKey(context: Context, asked: NewKey): Promise<{ readonly thumbprint: string } | Refusal> {
  const { organization, by, channel, held } = asked;
  const heldBy = held && { contract: held.contract, processor: held.processor };
  const jwk = bareJwk(asked.jwk);
  if (!isKey(jwk)) return noKey;
  const thumbprint = thumbprintOf(context, jwk);
  const limits = { ...(channel && { channel }), ...(heldBy && { heldBy }) };
  const value = { organization, jwk, ...limits, addedAt: instant(context.now()), addedBy: by };
  const outcome = await write(context, [
    {
      Put: {
        TableName: context.table,
        Item: encode({ ...keyOf(thumbprint), ...value }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    enlist(context, organization, thumbprint, MAX_LIVE_KEYS),
    ...(channel ? [enlist(context, channelList(channel), thumbprint, MAX_KEYS)] : []),
    ...(held && channel ? holding(context, held, channel, thumbprint) : []),
  ]);
  if (outcome === 'done') return { thumbprint };
  const known = await findKey(context, thumbprint);
  if (!known) return tooMany;
  const usable = !known.revoked && (channel === undefined || known.channel === channel);
  return known.organization === organization && usable ? { thumbprint } : taken;
}

/** The key with this thumbprint, revoked or not; `undefined` when nobody registered it. */
export const findKey = (context: Context, thumbprint: string): Promise<MachineKey | undefined> =>
  read(context, { kind: 'machine-key', id: thumbprint }, machineKey);

/** Live keys of an organization with their thumbprints, oldest first. */
export async function listKeys(
  context: Context,
  organization: string,
): Promise<readonly (MachineKey & { readonly thumbprint: string })[]> {
  const list = await read(context, { kind: 'machine-keys', id: organization }, liveKeys);
  const found = await Promise.all(
    [...(list?.live ?? [])].map(async (thumbprint) => {
      const key = await findKey(context, thumbprint);
      return key ? [{ ...key, thumbprint }] : [];
    }),
  );
  return found.flat().toSorted((a, b) => (a.addedAt < b.addedAt ? -1 : 1));
}

/**
 * Revokes a live key of this organization; `false` when there is none. No new token from now on; a token already
 * given lives out its minutes unless the channel's gate drops the thumbprint, which cuts at once.
 */
export async function revokeKey(
  context: Context,
  { organization, thumbprint, by }: { organization: string; thumbprint: string; by: string },
): Promise<boolean> {
  // A key's channel never changes, so it may be read before.
  const known = await findKey(context, thumbprint);
  const outcome = await write(context, [
    {
      Update: {
        TableName: context.table,
        Key: encode(keyOf(thumbprint)),
        UpdateExpression: 'SET revoked = :revoked',
        ConditionExpression: 'organization = :organization AND attribute_not_exists(revoked)',
        ExpressionAttributeValues: encode({
          ':revoked': { at: instant(context.now()), by },
          ':organization': organization,
        }),
      },
    },
    delist(context, organization, thumbprint),
    ...(known?.channel ? [delist(context, channelList(known.channel), thumbprint)] : []),
    ...(known?.channel && known.heldBy ? [released(context, known.heldBy, known.channel, thumbprint)] : []),
  ]);
  return outcome === 'done';
}

/** Whether the numbers are a point of the curve. */
function isKey(key: PublicJwk): boolean {
  try {
    return createPublicKey({ key, format: 'jwk' }).type === 'public';
  } catch {
    return false;
  }
}

const keyOf = (thumbprint: string) => ({ pk: `machine-key#${thumbprint}`, sk: 'machine-key' });
const listOf = (owner: string) => ({ pk: `machine-keys#${owner}`, sk: 'machine-keys' });
/** Ids have no `#`, so no organization's list can be this one. */
const channelList = (channel: string) => `channel#${channel}`;

/** Adds to a list of live keys that has room for it. */
const enlist = ({ table }: Context, owner: string, thumbprint: string, most: number) => ({
  Update: {
    TableName: table,
    Key: encode(listOf(owner)),
    UpdateExpression: 'ADD live :one',
    ConditionExpression: 'attribute_not_exists(live) OR size(live) < :most',
    ExpressionAttributeValues: encode({ ':one': new Set([thumbprint]), ':most': most }),
  },
});

const delist = ({ table }: Context, owner: string, thumbprint: string) => ({
  Update: {
    TableName: table,
    Key: encode(listOf(owner)),
    UpdateExpression: 'DELETE live :one',
    ExpressionAttributeValues: encode({ ':one': new Set([thumbprint]) }),
  },
});

const noKey = refuse('POLICY-9', { zh: '不是有效的公钥', en: 'these numbers are no public key' }, '/jwk');
// One sentence for every case: whose key it is, and since when revoked, is nobody's business.
const taken = refuse(
  'POLICY-9',
  { zh: '该公钥不能登记，请另行生成一对密钥', en: 'this public key cannot be registered: make a new pair' },
  '/jwk',
);
const tooMany = refuse('POLICY-9', {
  zh: `有效密钥一个主体最多 ${MAX_LIVE_KEYS} 个、专用于一个通道的最多 ${MAX_KEYS} 个，请先撤销不用的`,
  en: `at most ${MAX_LIVE_KEYS} live keys for one organization, ${MAX_KEYS} for one channel: revoke those out of use first`,
});

type Writes = NonNullable<ConstructorParameters<typeof TransactWriteItemsCommand>[0]['TransactItems']>;

/** All or nothing; `refused` when a condition failed. Two key changes of one organization at once: one tries again. */
async function write(context: Context, TransactItems: Writes): Promise<'done' | 'refused'> {
  for (let attempt = 0; attempt < 4; attempt++) {
    try {
      await context.dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
      return 'done';
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') throw error;
      if (JSON.stringify(error).includes('ConditionalCheckFailed')) return 'refused';
      await context.sleep(25 * 2 ** attempt);
    }
  }
  throw new Contention('others kept changing the keys of this organization');
}
