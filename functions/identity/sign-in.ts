import * as oidc from 'openid-client';
import * as z from 'zod';
import { ownPath } from './schema.ts';

/** How this platform is registered at its issuer; without secret it is a public client, with PKCE alone. */
export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
}

/** Sign-in through one OpenID issuer: authorization code, PKCE, state, nonce. @see OpenID Connect Core 1.0 §3.1, RFC 7636 */
export interface SignIn {
  readonly issuer: string;
  /** Where to send the browser, and what it must bring back in its cookie. */
  readonly begin: (to: string) => Promise<{ readonly url: URL; readonly kept: string } | 'unavailable'>;
  /** Who came back, and where they wanted to go. `search`: query of the callback, `kept`: the cookie. */
  readonly finish: (search: string, kept: string) => Promise<Finished>;
}

export type Finished = { readonly sub: string; readonly to: string } | 'refused' | 'unavailable';

/** What we remember of a sign-in that has begun. */
const begun = z.strictObject({
  state: z.string().max(100),
  nonce: z.string().max(100),
  verifier: z.string().max(128),
  to: ownPath,
});

/** Metadata of the issuer is asked for at the first sign-in and again after an hour. */
const KEPT_MS = 3_600_000;
const TIMEOUT_SECONDS = 5;

/** Sign-in at an issuer; `origin` is where the callback comes to. Plain HTTP only to an issuer on this machine. */
export function signInAt(settings: SignInSettings, origin: string): SignIn {
  const redirectUri = `${origin}/session/callback`;
  let found: { config: Promise<oidc.Configuration>; until: number } | undefined;
  const discover = async (): Promise<oidc.Configuration | 'unavailable'> => {
    if (!found || Date.now() >= found.until) found = { config: discovery(settings), until: Date.now() + KEPT_MS };
    return found.config.catch(() => {
      // A failure is not kept: the next sign-in asks again.
      found = undefined;
      return 'unavailable' as const;
    });
  };
  return {
    issuer: settings.issuer,
    begin: async (to) => {
      const config = await discover();
      return config === 'unavailable' ? config : start(config, redirectUri, to);
    },
    finish: async (search, kept) => {
      const checks = open(kept);
      if (!checks) return 'refused';
      const config = await discover();
      return config === 'unavailable' ? config : exchange(config, new URL(redirectUri + search), checks);
    },
  };
}

async function start(config: oidc.Configuration, redirectUri: string, to: string) {
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const verifier = oidc.randomPKCECodeVerifier();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { url, kept: Buffer.from(JSON.stringify({ state, nonce, verifier, to })).toString('base64url') };
}

async function exchange(config: oidc.Configuration, url: URL, checks: z.infer<typeof begun>): Promise<Finished> {
  try {
    const tokens = await oidc.authorizationCodeGrant(config, url, {
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      pkceCodeVerifier: checks.verifier,
      idTokenExpected: true,
    });
    const sub = tokens.claims()?.sub;
    return sub === undefined ? 'refused' : { sub, to: checks.to };
  } catch (error) {
    return isOutage(error) ? 'unavailable' : 'refused';
  }
}

function open(kept: string): z.infer<typeof begun> | undefined {
  try {
    return begun.parse(JSON.parse(Buffer.from(kept, 'base64url').toString()));
  } catch {
    return undefined;
  }
}

async function discovery({ issuer, clientId, clientSecret }: SignInSettings): Promise<oidc.Configuration> {
  const authentication = clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret);
  const url = new URL(issuer);
  return oidc.discovery(url, clientId, undefined, authentication, {
    timeout: TIMEOUT_SECONDS,
    // The ID token's signature is checked, although it comes straight from the issuer: who signed in can be shown later.
    execute: [oidc.enableNonRepudiationChecks, ...(isLoopback(url) ? [oidc.allowInsecureRequests] : [])],
  });
}

const isLoopback = ({ hostname }: URL): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

/** Not reached, too slow, or broken on its side: the person did nothing wrong and may try again. */
function isOutage(error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return error.status >= 500;
  if (error instanceof oidc.ClientError) {
    const status = error.cause instanceof Response ? error.cause.status : 0;
    return error.code === 'OAUTH_TIMEOUT' || status >= 500;
  }
  // fetch says TypeError when there is no connection.
  return error instanceof TypeError;
}
