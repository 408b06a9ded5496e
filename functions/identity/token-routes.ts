import { randomUUID } from 'node:crypto';
import { isRefusal } from '../../shared/domain/decision.ts';
import type { Gate } from '../../shared/domain/gate.ts';
import { type Language, lawPath } from '../../shared/http/problem.ts';
import { type OpenInput, routesFor } from '../../shared/http/route.ts';
import { type AccessClaims, TOKEN_SECONDS } from '../../shared/http/token.ts';
import type { ArticleId } from '../../shared/law/articles/titles.ts';
import type { Text } from '../../shared/law/roles.ts';
import { type Instant, millis } from '../../shared/law/time.ts';
import { countFailure, lockedFor } from '../../shared/store/failures.ts';
import { readGate, readGates } from '../../shared/store/gates.ts';
import { heldUntil } from '../../shared/store/held-keys.ts';
import type { Context } from '../../shared/store/store.ts';
import { authenticate, type Client } from './assertion.ts';
import { type TokenForm, tokenForm } from './schema.ts';
import type { Identity } from './service.ts';

const { open } = routesFor<Identity>();

/** Access tokens for machines, and what others need to ask for and to verify them. */
export const tokenRoutes = [
  open({
    id: 'requestToken',
    method: 'post',
    path: '/token',
    tag: 'token',
    summary: { zh: '获取访问令牌', en: 'Get an access token for one channel (client_credentials, private_key_jwt)' },
    consumes: 'application/x-www-form-urlencoded',
    body: tokenForm,
    handle: requestToken,
  }),
  open({
    id: 'readJwks',
    method: 'get',
    path: '/.well-known/jwks.json',
    tag: 'token',
    summary: { zh: '令牌验证公钥', en: 'Public keys that verify our tokens' },
    produces: 'application/jwk-set+json',
    handle: async (_, { tokens }) => json(200, await tokens.jwks(), { 'cache-control': 'public, max-age=300' }),
  }),
  open({
    id: 'readServerMetadata',
    method: 'get',
    path: '/.well-known/oauth-authorization-server',
    tag: 'token',
    summary: { zh: '授权服务器元数据', en: 'Authorization server metadata (RFC 8414)' },
    handle: async (_, { origin }) => json(200, metadata(origin), { 'cache-control': 'public, max-age=300' }),
  }),
];

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

type ErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope';

async function requestToken(
  { body, language }: OpenInput<unknown, unknown, TokenForm>,
  { store, tokens, origin, clock }: Identity,
): Promise<Response> {
  const say = (code: ErrorCode, detail: Text, status = 400, headers = {}, article: ArticleId = 'POLICY-9') =>
    refused({ code, detail, status, headers, article, origin, language });
  const form = body ?? {};
  if (!form.grant_type || !form.client_assertion || form.client_assertion_type !== JWT_BEARER) {
    return say('invalid_request', texts.form);
  }
  if (form.grant_type !== 'client_credentials') return say('unsupported_grant_type', texts.grant);
  const client = await authenticate(store, form.client_assertion, [origin, `${origin}/token`]);
  if (!client.ok) {
    const wait = await failed(store, client.client);
    if (wait > 0) return say('invalid_client', texts.locked, 429, { 'retry-after': String(Math.ceil(wait / 1000)) });
    return say('invalid_client', client.reason, 401);
  }
  if (form.client_id !== undefined && form.client_id !== client.organization) return say('invalid_request', texts.form);
  const channel = /^channel:([a-z0-9][a-z0-9-]{0,63})$/.exec(form.scope ?? '')?.[1];
  if (channel === undefined) return say('invalid_scope', texts.scope);
  const gates = await gatesOf(store, client.organization, channel);
  if (gates === 'unread') return json(503, { error: 'temporarily_unavailable' }, { 'retry-after': '1' });
  if (!gates.organization || gates.organization.ended) return say('unauthorized_client', texts.organization);
  const links = asksFor(client, channel, gates.channel);
  if (!links) return say('invalid_scope', texts.scope);
  const term = client.key.heldBy && (await heldUntil(store, client.key.heldBy, clock.domain()));
  if (term && isRefusal(term)) {
    const [ground = { article: 'DZ-48' as const, detail: texts.scope }] = term.grounds;
    return say('unauthorized_client', ground.detail, 400, {}, ground.article);
  }
  const seconds = term ? secondsUntil(term.until, clock.domain()) : TOKEN_SECONDS;
  const claims = claimsOf(client, { channel, ...links }, origin, store.now(), seconds);
  const token = await tokens.sign('at+jwt', claims);
  return json(200, { access_token: token, token_type: 'Bearer', expires_in: seconds, scope: claims.scope });
}

const texts = {
  form: {
    zh: '请以表单发送 grant_type、client_assertion_type、client_assertion 和 scope，各一次',
    en: 'send grant_type, client_assertion_type, client_assertion and scope as a form, each once',
  },
  grant: { zh: '只支持 client_credentials', en: 'only client_credentials is supported' },
  scope: { zh: 'scope 须为 channel:<您的通道>', en: 'scope is channel:<a channel of yours>' },
  organization: { zh: '该主体未核验或已注销', en: 'this organization is not verified or was closed' },
  locked: {
    zh: '失败次数过多，请检查密钥与时钟后再试',
    en: 'too many failures: check key and clock, then try again',
  },
} as const satisfies Record<string, Text>;

/**
 * Counts a failed assertion and says for how long failures of this client are turned away, in milliseconds. Whoever
 * proves the key still gets in: otherwise everybody who knows an organization's id could switch off its supply.
 */
async function failed(store: Context, client: string | undefined): Promise<number> {
  // Only for organizations there are: strangers must not decide how many counters exist.
  if (client === undefined || !(await readGate(store, { aggregate: 'organization', id: client }))) return 0;
  const wait = await lockedFor(store, client);
  if (wait === 0) await countFailure(store, client);
  return wait;
}

async function gatesOf(store: Context, organization: string, channel: string) {
  const names = [
    { aggregate: 'organization', id: organization },
    { aggregate: 'channel', id: channel },
  ];
  const gates = await readGates(store, names);
  if (!gates) return 'unread';
  return { organization: gates.get(`organization#${organization}`), channel: gates.get(`channel#${channel}`) };
}

/** The channel's links, if it is the client's own and this key may ask there; whose it is otherwise stays untold. */
function asksFor({ organization, thumbprint, key }: Client, channel: string, gate: Gate | undefined) {
  if (gate?.links?.organization !== organization) return undefined;
  if (key.channel !== undefined && key.channel !== channel) return undefined;
  // A key in other hands is admitted only by name, so that taking it off the list cuts it at once (DZ-48).
  const listed = gate.keys ? gate.keys.includes(thumbprint) : key.heldBy === undefined;
  return listed ? gate.links : undefined;
}

/** A token lives no longer than what it rests on; statutory time has the domain clock, and both run alike. */
const secondsUntil = (until: Instant, at: Instant): number =>
  Math.min(TOKEN_SECONDS, Math.floor((millis(until) - millis(at)) / 1000));

function claimsOf(
  { organization, thumbprint }: Client,
  { channel, dataset, basis }: Pick<AccessClaims, 'channel' | 'dataset' | 'basis'>,
  origin: string,
  now: number,
  seconds: number,
): AccessClaims {
  const iat = Math.floor(now / 1000);
  return {
    iss: origin,
    aud: origin,
    sub: organization,
    client_id: organization,
    iat,
    exp: iat + seconds,
    jti: randomUUID(),
    scope: `channel:${channel}`,
    key: thumbprint,
    channel,
    dataset,
    basis,
  };
}

const metadata = (origin: string) => ({
  issuer: origin,
  token_endpoint: `${origin}/token`,
  jwks_uri: `${origin}/.well-known/jwks.json`,
  grant_types_supported: ['client_credentials'],
  response_types_supported: [],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['EdDSA', 'Ed25519', 'ES256'],
  service_documentation: `${origin}/openapi.json`,
});

interface Refused {
  readonly code: ErrorCode;
  readonly detail: Text;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly article: ArticleId;
  readonly origin: string;
  readonly language: Language;
}

/** `error_description` is ASCII by its grammar; the reader's language stands in `detail`. @see RFC 6749 §5.2 */
function refused({ code, detail, status, headers, article, origin, language }: Refused): Response {
  const told = { error: code, error_description: detail.en, error_uri: `${origin}${lawPath(article)}` };
  return json(status, { ...told, article, detail: detail[language] }, headers);
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}
