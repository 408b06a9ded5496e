import * as z from 'zod/mini';
import { publicJwk } from './public-jwk.ts';
import { createOnce, read, remove, replace } from './singles.ts';
import type { Context } from './store.ts';

/** A passkey 通行密钥 of a person: the name its authenticator gave it, its public key, and what an administrator registers. */
const passkey = z.strictObject({
  credential: z.string(),
  jwk: publicJwk,
  /** RFC 7638; counts as the signatory's only once it stands among the member's keys. */
  thumbprint: z.string(),
});
export type Passkey = z.infer<typeof passkey>;
export const MAX_PASSKEYS = 4;

const kept = z.strictObject({ passkeys: z.array(passkey) });
const listOf = (person: string) => ({ kind: 'passkeys', id: person });

export async function passkeysOf(store: Context, person: string): Promise<readonly Passkey[]> {
  return (await read(store, listOf(person), kept))?.passkeys ?? [];
}

/** Adds it, the oldest of four makes room. One person at two screens at once keeps the last one: the other asks again. */
export async function keepPasskey(store: Context, person: string, added: Passkey): Promise<readonly Passkey[]> {
  const others = (await passkeysOf(store, person)).filter(({ credential }) => credential !== added.credential);
  const passkeys = [...others, added].slice(-MAX_PASSKEYS);
  await replace(store, listOf(person), { passkeys });
  return passkeys;
}

const CHALLENGE_MS = 300_000;
const asked = z.strictObject({ challenge: z.string(), until: z.number() });
const challengeOf = (person: string) => ({ kind: 'passkey-challenge', id: person });

/** Something nobody could have signed before, good for five minutes and once. */
export async function newChallenge(store: Context, person: string, now: number): Promise<string> {
  const challenge = Buffer.from(store.random(32)).toString('base64url');
  const until = now + CHALLENGE_MS;
  await replace(store, challengeOf(person), { challenge, until }, Math.ceil(until / 1000));
  return challenge;
}

/** Takes the challenge; `undefined` when there is none, or none any more, or it was taken before. */
export async function takeChallenge(store: Context, person: string, now: number): Promise<Uint8Array | undefined> {
  const found = await read(store, challengeOf(person), asked);
  if (!found || found.until <= now) return undefined;
  await remove(store, challengeOf(person));
  // Two requests may have read it; whoever notes it first is the one.
  const spent = { kind: 'passkey-spent', id: found.challenge };
  const mine = await createOnce(store, spent, {}, Math.ceil((found.until + CHALLENGE_MS) / 1000));
  return mine ? Buffer.from(found.challenge, 'base64url') : undefined;
}
