import { readConfig } from '../../shared/config.ts';
import { type TokenSigner, tokenSigner } from '../../shared/http/token-signer.ts';
import { type Service, serviceFromEnvironment } from '../../shared/service.ts';
import { createKmsClient, kmsKey } from '../../shared/store/kms-key.ts';
import type { Context } from '../../shared/store/store.ts';
import { keepTokenKey } from '../../shared/store/token-keys.ts';
import { type SignIn, signInAt } from './sign-in.ts';

/** What identity needs beside the common: a key that signs access tokens, and the issuer at which people sign in. */
export interface Identity extends Service {
  readonly tokens: TokenSigner;
  readonly signIn: SignIn;
}

/** Identity as deployed: tokens are signed by the key service. @throws when a setting is missing */
export function identityFromEnvironment(): Identity {
  const { SHUQI_TOKEN_KEY, SHUQI_ISSUER, SHUQI_CLIENT_ID, SHUQI_CLIENT_SECRET } = readConfig();
  if (!SHUQI_TOKEN_KEY || !SHUQI_ISSUER || !SHUQI_CLIENT_ID) {
    throw new Error('identity needs SHUQI_TOKEN_KEY, SHUQI_ISSUER and SHUQI_CLIENT_ID');
  }
  const service = serviceFromEnvironment();
  const settings = { issuer: SHUQI_ISSUER, clientId: SHUQI_CLIENT_ID, clientSecret: SHUQI_CLIENT_SECRET };
  return {
    ...service,
    tokens: published(service.store, tokenSigner(kmsKey(createKmsClient(), SHUQI_TOKEN_KEY))),
    signIn: signInAt(settings, service.origin),
  };
}

/** The same signer; before its first signature its public key stands in the store, where the gate looks for it. */
export function published(store: Context, signer: TokenSigner): TokenSigner {
  let done = false;
  return {
    jwks: signer.jwks,
    sign: async (type, claims) => {
      if (!done) {
        for (const { kid, ...jwk } of (await signer.jwks()).keys) await keepTokenKey(store, kid, jwk);
        done = true;
      }
      return signer.sign(type, claims);
    },
  };
}
