import type * as z from 'zod';
import type { Signature } from '../../shared/domain/agreement-signature.ts';
import { type Actor, type Refusal, refuse } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { passkeysOf } from '../../shared/store/passkeys.ts';
import type { PublicJwk } from '../../shared/store/public-jwk.ts';
import { keyOfDetached, signatureProves } from '../../shared/store/signed-text.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Unit } from '../../shared/store/unit.ts';
import type { assertionBody } from './schema.ts';

type Proof = Pick<Signature, 'key' | 'jws' | 'passkey'>;

/** What a client signs: `protected` goes in front of the dots, `toSign` is the ASCII text under the signature. */
export function signingInput(jwk: PublicJwk, textHash: string): { protected: string; toSign: string } {
  const alg = jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
  const encoded = Buffer.from(JSON.stringify({ alg, b64: false, crit: ['b64'], jwk })).toString('base64url');
  return { protected: encoded, toSign: `${encoded}.${textHash}` };
}

/** Reads a detached JWS; refuses a header that is not exactly ours. Nothing is proven yet. */
export function readDetached(jws: string): Proof | Refusal {
  const found = keyOfDetached(jws);
  if (found) return { key: found.thumbprint, jws };
  const detail = {
    zh: '签名头须恰为 alg、b64=false、crit=["b64"]、jwk（公钥）',
    en: 'the header is exactly alg, b64=false, crit=["b64"] and jwk, the public key',
  };
  return refuse('ESL-13', detail, '/jws');
}

/** A passkey's assertion with the key of its credential, which its holder registered here before. */
export async function readAssertion(
  store: Context,
  { person }: Actor,
  { credential, ...given }: z.infer<typeof assertionBody>,
): Promise<Proof | Refusal> {
  const known = (await passkeysOf(store, person)).find((one) => one.credential === credential);
  if (known) return { key: known.thumbprint, passkey: { jwk: known.jwk, ...given } };
  return refuse('ESL-13', { zh: '该通行密钥未登记', en: 'this passkey is not registered' }, '/passkey/credential');
}

/**
 * Why this signature does not count: the key is not the signatory's, or it does not fit the hash (ESL-13). A passkey
 * was asked on our own site, or it was asked by somebody else.
 */
export async function notTheirSignature(
  unit: Unit,
  { person, organization: own }: Actor,
  proof: Proof,
  textHash: string,
  origin: string,
): Promise<Refusal | undefined> {
  const pointer = proof.jws === undefined ? '/passkey' : '/jws';
  const { state } = await unit.load(organization, own);
  const keys = 'members' in state && Object.hasOwn(state.members, person) ? (state.members[person]?.keys ?? []) : [];
  if (!keys.includes(proof.key)) {
    const detail = { zh: '该密钥未登记为签署人的密钥', en: 'this key is not registered for the signatory' };
    return refuse('ESL-13', detail, pointer);
  }
  const proven = signatureProves({ textHash, ...proof });
  if (proven && (proven.origin === undefined || proven.origin === origin)) return undefined;
  return refuse('ESL-13', { zh: '签名验证不通过', en: 'the signature does not verify' }, pointer);
}
