import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import type { Text } from '../../shared/law/roles.ts';
import { findKey, type MachineKey } from '../../shared/store/machine-keys.ts';
import { createOnce } from '../../shared/store/singles.ts';
import type { Context } from '../../shared/store/store.ts';

/** An assertion lives this long at most, from its `iat` to its `exp`. */
export const ASSERTION_SECONDS = 60;
/** A client's clock may be ahead by this much. */
const AHEAD_SECONDS = 5;

/** The proven client: an organization, and the key it proved. */
export interface Client {
  readonly ok: true;
  readonly organization: string;
  readonly thumbprint: string;
  readonly key: MachineKey;
}

/** `client` is whom it claimed to be, as far as that could be read; nothing about it is proven. */
export interface Unproven {
  readonly ok: false;
  readonly client: string | undefined;
  readonly reason: Text;
}

/**
 * Checks a client assertion: a registered key's signature, issuer and subject the key's organization, one audience, at
 * most a minute, never seen before. Until the signature is checked every failure is told in the same words.
 * @see RFC 7523 §3, RFC 8725
 */
export async function authenticate(
  store: Context,
  assertion: string,
  audiences: readonly string[],
): Promise<Client | Unproven> {
  const read = unverified(assertion);
  if (!read) return { ok: false, client: undefined, reason: reasons.unproven };
  const { client, kid } = read;
  const refused = (reason: Text): Unproven => ({ ok: false, client, reason });
  const key = await findKey(store, kid);
  if (!key || key.revoked || key.organization !== client) return refused(reasons.unproven);
  const now = store.now();
  const verified = await verify(assertion, key, now);
  if ('wrong' in verified) return refused(reasons[verified.wrong]);
  const wrong = wrongClaim(verified.payload, audiences, now);
  if (wrong) return refused(reasons[wrong]);
  const spent = createHash('sha256').update(`${client}\n${verified.payload.jti}`).digest('hex');
  // Housekeeping removes it long after the assertion has expired, never before.
  const fresh = await createOnce(store, { kind: 'jti', id: spent }, { client }, Math.ceil(now / 1000) + 600);
  return fresh ? { ok: true, organization: client, thumbprint: kid, key } : refused(reasons.replayed);
}

const reasons = {
  unproven: {
    zh: '断言未能证明为已登记的有效密钥所签',
    en: 'the assertion does not prove a registered live key of this client',
  },
  claims: {
    zh: '断言须有 iss = sub = 主体标识、jti（8 至 128 字符）、iat 与 exp',
    en: 'an assertion has iss = sub = the organization id, jti (8 to 128 characters), iat and exp',
  },
  audience: {
    zh: 'aud 须为本平台地址或令牌端点，且只有一个',
    en: 'aud is the origin of this platform or its token endpoint, and nothing else',
  },
  expired: { zh: '断言已过期', en: 'the assertion has expired' },
  time: {
    zh: `断言有效期最长 ${ASSERTION_SECONDS} 秒，且不得来自未来`,
    en: `an assertion lives ${ASSERTION_SECONDS} seconds at most and is not from the future`,
  },
  replayed: { zh: '该断言已使用过（jti 重复）', en: 'this assertion was used before (same jti)' },
} as const satisfies Record<string, Text>;

/** Who it says it is from and with which key: believed only after the signature. */
function unverified(assertion: string): { client: string; kid: string } | undefined {
  try {
    const { kid } = decodeProtectedHeader(assertion);
    const { iss } = decodeJwt(assertion);
    if (iss === undefined || !/^[a-z0-9][a-z0-9-]{0,63}$/.test(iss)) return undefined;
    return kid !== undefined && /^[\w-]{43}$/.test(kid) ? { client: iss, kid } : undefined;
  } catch {
    return undefined;
  }
}

/** The algorithm follows from the registered key, never from what the assertion says. */
async function verify(
  assertion: string,
  { jwk }: MachineKey,
  now: number,
): Promise<{ payload: JWTPayload } | { wrong: keyof typeof reasons }> {
  const algorithms = jwk.kty === 'EC' ? ['ES256'] : ['EdDSA', 'Ed25519'];
  try {
    const key = await importJWK(jwk, algorithms[0]);
    const { payload, protectedHeader } = await jwtVerify(assertion, key, {
      algorithms,
      currentDate: new Date(now),
      requiredClaims: ['iss', 'sub', 'aud', 'iat', 'exp', 'jti'],
    });
    const kinds: readonly unknown[] = [undefined, 'JWT', 'jwt', 'client-authentication+jwt'];
    return kinds.includes(protectedHeader.typ) ? { payload } : { wrong: 'claims' };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { wrong: 'expired' };
    if (error instanceof errors.JWTClaimValidationFailed) return { wrong: 'claims' };
    if (error instanceof errors.JOSEError) return { wrong: 'unproven' };
    throw error;
  }
}

/** What is wrong with the claims of an assertion whose signature holds and whose `exp` is to come. */
function wrongClaim(
  { iss, sub, aud, jti, iat = 0, exp = 0 }: JWTPayload,
  audiences: readonly string[],
  now: number,
): keyof typeof reasons | undefined {
  const [audience, ...others] = Array.isArray(aud) ? aud : [aud];
  if (sub !== iss || typeof jti !== 'string' || jti.length < 8 || jti.length > 128) return 'claims';
  if (audience === undefined || others.length > 0 || !audiences.includes(audience)) return 'audience';
  if (exp - iat > ASSERTION_SECONDS || iat > now / 1000 + AHEAD_SECONDS) return 'time';
  return undefined;
}
