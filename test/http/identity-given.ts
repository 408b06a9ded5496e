import { generateKeyPairSync } from 'node:crypto';
import { type Identity, published } from '../../functions/identity/service.ts';
import type { SignIn } from '../../functions/identity/sign-in.ts';
import { heldKey, tokenSigner } from '../../shared/http/token-signer.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { type TestService, testService } from './harness.ts';

export const ISSUER = 'https://issuer.test';

/** No issuer: for tests in which nobody signs in. */
export const noSignIn: SignIn = {
  issuer: ISSUER,
  begin: async () => 'unavailable',
  finish: async () => 'unavailable',
};

/** Identity over the test's table, with a signing key of its own. */
export function identityService(dynamo: Dynamo, table: string, signIn: SignIn = noSignIn): Identity & TestService {
  const service = testService(dynamo, table);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...service, signIn, tokens: published(service.store, tokenSigner(heldKey(privateKey))) };
}
