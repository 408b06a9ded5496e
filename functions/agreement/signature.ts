import { createPublicKey, type KeyObject } from 'node:crypto';
import { errors, flattenedVerify } from 'jose';
import * as z from 'zod';
import type { Actor } from '../../shared/domain/decision.ts';
import { type Refusal, refuse } from '../../shared/domain/decision.ts';
import { organization } from '../../shared/domain/organization.ts';
import { type PublicJwk, publicJwk, thumbprintOf } from '../../shared/store/machine-keys.ts';
import type { Context } from '../../shared/store/store.ts';
import type { Unit } from '../../shared/store/unit.ts';

/**
 * The protected header of a signature, exactly: the key itself stands in it (RFC 7515 §4.1.3), so a signature can be
 * checked for ever without us; whose key it is says its thumbprint, which the organization registered for the person.
 * Such a key is no machine key: it signs agreements and fetches no data.
 */
const header = z.strictObject({
  alg: z.enum(['EdDSA', 'Ed25519', 'ES256']),
  b64: z.literal(false),
  crit: z.tuple([z.literal('b64')]),
  jwk: z.custom<PublicJwk>((key) => publicJwk.safeParse(key).success),
});

/** A detached JWS as read, nothing proven yet. @see RFC 7515 appendix F, RFC 7797 */
export interface Detached {
  readonly protected: string;
  readonly signature: string;
  readonly jwk: PublicJwk;
  /** Thumbprint of the key in the header (RFC 7638). */
  readonly thumbprint: string;
}

/** Reads a detached JWS; refuses a header that is not exactly ours. */
export function readDetached(store: Pick<Context, 'hash'>, jws: string): Detached | Refusal {
  const [encoded = '', , signature = ''] = jws.split('.');
  const found = header.safeParse(parsed(Buffer.from(encoded, 'base64url').toString()));
  if (!found.success) {
    const detail = {
      zh: '签名头须恰为 alg、b64=false、crit=["b64"]、jwk（公钥）',
      en: 'the header is exactly alg, b64=false, crit=["b64"] and jwk, the public key',
    };
    return refuse('ESL-13', detail, '/jws');
  }
  const { jwk } = found.data;
  return { protected: encoded, signature, jwk, thumbprint: thumbprintOf(store, jwk) };
}

/** What a client signs: `protected` goes in front of the dots, `toSign` is the ASCII text under the signature. */
export function signingInput(jwk: PublicJwk, textHash: string): { protected: string; toSign: string } {
  const alg = jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
  const json = JSON.stringify({ alg, b64: false, crit: ['b64'], jwk } satisfies z.infer<typeof header>);
  const encoded = Buffer.from(json).toString('base64url');
  return { protected: encoded, toSign: `${encoded}.${textHash}` };
}

/** Why this signature does not count: the key is not the signatory's, or it does not fit the hash (ESL-13). */
export async function notTheirSignature(
  unit: Unit,
  { person, organization: own }: Actor,
  jws: Detached,
  textHash: string,
): Promise<Refusal | undefined> {
  const { state } = await unit.load(organization, own);
  const keys = 'members' in state && Object.hasOwn(state.members, person) ? (state.members[person]?.keys ?? []) : [];
  if (!keys.includes(jws.thumbprint)) {
    const detail = { zh: '该密钥未登记为签署人的密钥', en: 'this key is not registered for the signatory' };
    return refuse('ESL-13', detail, '/jws');
  }
  return (await verifies(jws, textHash))
    ? undefined
    : refuse('ESL-13', { zh: '签名验证不通过', en: 'the signature does not verify' }, '/jws');
}

/** The algorithm follows from the key, never from what the header claims. */
async function verifies(jws: Detached, payload: string): Promise<boolean> {
  const key = keyOf(jws.jwk);
  if (!key) return false;
  const algorithms = jws.jwk.kty === 'EC' ? ['ES256'] : ['EdDSA', 'Ed25519'];
  try {
    await flattenedVerify({ protected: jws.protected, payload, signature: jws.signature }, key, { algorithms });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** `undefined` when the numbers are no point of the curve. */
function keyOf(key: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
