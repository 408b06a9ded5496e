import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Configuration, errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { memoryAdapter } from './issuer-memory.ts';
import { messagePage, type Person, pageHeaders, signInPage } from './issuer-page.ts';
import { type IssuerSecrets, issuerSecrets } from './issuer-secrets.ts';

const PATH = '/oidc';
const CLIENT_ID = 'shuqi-console';
const MAX_FORM_BYTES = 2_048;

/** `origin`: where the platform is served, such as http://127.0.0.1:3000. `data`: folder that keeps the keys. */
export interface IssuerOptions {
  readonly origin: string;
  readonly data: string;
  readonly people: readonly Person[];
}

/** The local OpenID issuer, beside the platform on its port. */
export interface Issuer {
  readonly issuer: string;
  /** The console's registration; it authenticates with client_secret_basic and must use PKCE (S256). */
  readonly client: { readonly id: string; readonly secret: string; readonly redirectUri: string };
  /** Answers a request under /oidc. Resolves to false, having written nothing, when the path is not its own. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/**
 * A real OpenID Connect issuer whose people sign in by choosing themselves: loopback only, in the local run only.
 * Throws when `origin` is not on a loopback address.
 * @see OpenID Connect Core 1.0, RFC 7636
 */
export function createIssuer({ origin, data, people }: IssuerOptions): Issuer {
  const { hostname, host } = new URL(origin);
  if (!loopbackHosts.has(hostname)) throw new Error(`people without passwords sign in on loopback only, not ${origin}`);
  const secrets = issuerSecrets(join(data, 'issuer.json'));
  const client = { id: CLIENT_ID, secret: secrets.clientSecret, redirectUri: `${origin}/session/callback` };
  const provider = new Provider(`${origin}${PATH}`, configuration(client, secrets, people));
  // No session stays with the issuer: every sign-in shows the page again, so changing the person is one click.
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route === 'resume') await ctx.oidc.session?.destroy();
  });
  const callback = provider.callback();
  const answer = async (request: IncomingMessage, response: ServerResponse, url: string): Promise<void> => {
    // A page on the web could resolve its own name to this machine; the Host header still tells.
    if (request.headers.host !== host || !loopbackPeers.has(request.socket.remoteAddress ?? '')) {
      await show(response, 403, outside);
    } else if (url.startsWith(`${PATH}/interaction/`)) {
      await interaction(provider, people, request, response);
    } else {
      // oidc-provider builds its own addresses from the difference of the two.
      Object.assign(request, { originalUrl: url, url: url.slice(PATH.length) });
      await callback(request, response);
    }
  };
  return {
    issuer: provider.issuer,
    client,
    async handle(request, response) {
      const url = request.url ?? '/';
      if (!url.startsWith(`${PATH}/`)) return false;
      try {
        await answer(request, response, url);
      } catch (error) {
        console.error('sign-in failed', error);
        if (!response.headersSent) await show(response, 500, broken);
      }
      return true;
    },
  };
}

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);
const loopbackPeers = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const outside = {
  title: { zh: '只能在本机登录', en: 'On this machine only' },
  detail: { zh: '请用启动时显示的地址访问。', en: 'Open the address that was printed at the start.' },
};
const expired = {
  title: { zh: '登录请求已失效', en: 'This sign-in is over' },
  detail: { zh: '它已完成或已超时，请重新登录。', en: 'It is finished or took too long: please sign in again.' },
};
const broken = {
  title: { zh: '登录服务出错', en: 'Sign-in is broken' },
  detail: { zh: '详情见运行窗口。', en: 'The terminal says more.' },
};
const nobody = {
  title: { zh: '没有这个身份', en: 'Nobody of that name' },
  detail: { zh: '请返回并从列表中选择。', en: 'Go back and choose from the list.' },
};

function configuration(client: Issuer['client'], secrets: IssuerSecrets, people: readonly Person[]): Configuration {
  const minutes = (count: number) => count * 60;
  return {
    adapter: memoryAdapter(),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        client_name: '数契 Shuqi',
        redirect_uris: [client.redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [secrets.signingKey] },
    cookies: { keys: [secrets.cookieKey], names: { session: 'oidc', interaction: 'oidc-step', resume: 'oidc-resume' } },
    responseTypes: ['code'],
    scopes: ['openid', 'profile'],
    claims: { openid: ['sub'], profile: ['name', 'locale'] },
    // The name travels in the ID token itself: no second request to learn who came.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    // Because no session stays, a code must outlive it.
    expiresWithSession: () => false,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    ttl: {
      AccessToken: minutes(5),
      AuthorizationCode: minutes(1),
      Grant: minutes(15),
      IdToken: minutes(5),
      Interaction: minutes(15),
      Session: minutes(15),
    },
    interactions: { url: (_, { uid }) => `${PATH}/interaction/${uid}` },
    findAccount: (_, account) => {
      const person = people.find((candidate) => candidate.account === account);
      if (!person) return undefined;
      return { accountId: account, claims: () => ({ sub: account, name: person.name.zh, locale: 'zh-CN' }) };
    },
    loadExistingGrant: consent,
    renderError: async (ctx, out) => {
      const said = out.error_description ?? out.error;
      ctx.set(pageHeaders);
      ctx.body = await messagePage(
        { zh: '无法登录', en: 'Sign-in failed' },
        { zh: `身份服务拒绝了请求：${said}`, en: `the issuer refused the request: ${said}` },
      );
    },
  };
}

/** The console is the platform itself: nobody is asked whether it may know who they are. */
async function consent(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
  grant.addOIDCScope('openid profile');
  await grant.save();
  return grant;
}

/** The page (GET) and the choice made on it (POST). */
async function interaction(
  provider: Provider,
  people: readonly Person[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await provider.interactionDetails(request, response);
    if (request.method !== 'POST') {
      response.writeHead(200, pageHeaders).end(await signInPage(people));
      return;
    }
    const form = await readForm(request);
    const account = form.get('account');
    if (form.get('cancel')) {
      await provider.interactionFinished(request, response, { error: 'access_denied' });
    } else if (account && people.some((person) => person.account === account)) {
      await provider.interactionFinished(request, response, { login: { accountId: account, remember: false } });
    } else {
      await show(response, 400, nobody);
    }
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    await show(response, 400, expired);
  }
}

async function show(response: ServerResponse, status: number, { title, detail }: typeof outside): Promise<void> {
  response.writeHead(status, pageHeaders).end(await messagePage(title, detail));
}

/** An empty form when it is larger than any of ours. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let size = 0;
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_FORM_BYTES) chunks.push(chunk);
  }
  return new URLSearchParams(size <= MAX_FORM_BYTES ? Buffer.concat(chunks).toString() : '');
}
