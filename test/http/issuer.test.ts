import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request as ask, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as oidc from 'openid-client';
import { afterAll, describe, expect, test } from 'vitest';
import { createIssuer, type Issuer } from '../../infra/local/issuer.ts';
import type { Person } from '../../infra/local/issuer-page.ts';

const people: Person[] = [
  {
    account: 'li-registrar',
    name: { zh: '李登记', en: 'Li Dengji' },
    organization: { zh: '市数据登记中心', en: 'City registration centre' },
    roles: ['registration-agency'],
  },
  {
    account: 'wang-operator',
    name: { zh: '王运营', en: 'Wang <Yunying>' },
    organization: { zh: '某数据运营公司', en: 'A data operator' },
    roles: ['operator'],
  },
];

const data = mkdtempSync(join(tmpdir(), 'shuqi-issuer-'));
let issuer: Issuer | undefined;
const server = createServer(async (request, response) => {
  if (!(await issuer?.handle(request, response))) response.writeHead(404).end('the platform');
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const place = server.address();
const port = typeof place === 'object' ? place?.port : undefined;
const origin = `http://127.0.0.1:${port}`;
const running = createIssuer({ origin, data, people });
issuer = running;
afterAll(() => {
  server.close();
  rmSync(data, { recursive: true });
});

/** A browser as far as sign-in needs one: cookies by path, redirects by hand. */
function browser() {
  const jar = new Map<string, { value: string; path: string }>();
  return async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(url);
    const cookies = [...jar]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`);
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: cookies.join('; '), accept: 'text/html' },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=', 2);
      const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/';
      if (value) jar.set(name, { value, path });
      else jar.delete(name);
    }
    return response;
  };
}

const location = (response: Response) => new URL(response.headers.get('location') ?? '', origin);

async function relyingParty() {
  const { id, secret } = running.client;
  return oidc.discovery(new URL(running.issuer), id, secret, oidc.ClientSecretBasic(secret), {
    execute: [oidc.allowInsecureRequests],
  });
}

async function begin(visit: ReturnType<typeof browser>) {
  const config = await relyingParty();
  const checks = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
  };
  const start = oidc.buildAuthorizationUrl(config, {
    redirect_uri: running.client.redirectUri,
    scope: 'openid profile',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const page = location(await visit(start));
  return { config, checks, page };
}

const choose = (fields: Record<string, string>): RequestInit => ({ method: 'POST', body: new URLSearchParams(fields) });

async function signIn(visit: ReturnType<typeof browser>, account: string) {
  const { config, checks, page } = await begin(visit);
  const resume = location(await visit(page, choose({ account })));
  const back = location(await visit(resume));
  return { back, tokens: await oidc.authorizationCodeGrant(config, back, checks) };
}

describe('sign-in', () => {
  test('a chosen person comes back with an ID token that says who it is', async () => {
    const { back, tokens } = await signIn(browser(), 'li-registrar');
    expect(`${back.origin}${back.pathname}`).toBe(running.client.redirectUri);
    expect(tokens.claims()).toMatchObject({
      iss: `${origin}/oidc`,
      sub: 'li-registrar',
      name: '李登记',
      aud: 'shuqi-console',
    });
  });

  test('the same browser can come back as another person: no session stays', async () => {
    const visit = browser();
    await signIn(visit, 'li-registrar');
    const { tokens } = await signIn(visit, 'wang-operator');
    expect(tokens.claims()?.sub).toBe('wang-operator');
  });

  test('the page lists everybody with organization and role, Chinese first, escaped, without outside hosts', async () => {
    const visit = browser();
    const { page } = await begin(visit);
    const response = await visit(page);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('选择身份登录');
    expect(text).toMatch(
      /市数据登记中心[\s\S]*李登记[\s\S]*登记机构[\s\S]*某数据运营公司[\s\S]*王运营[\s\S]*授权运营单位/,
    );
    expect(text).toContain('Wang &lt;Yunying&gt;');
    expect(text).not.toMatch(/https?:\/\/|<script/);
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  test('cancelling comes back with access_denied', async () => {
    const visit = browser();
    const { page } = await begin(visit);
    const back = location(await visit(location(await visit(page, choose({ cancel: 'yes' })))));
    expect(back.searchParams.get('error')).toBe('access_denied');
  });
});

describe('refused', () => {
  test('somebody who is not on the list', async () => {
    const visit = browser();
    const { page } = await begin(visit);
    expect((await visit(page, choose({ account: 'root' }))).status).toBe(400);
    expect((await visit(page, choose({ account: 'x'.repeat(5_000) }))).status).toBe(400);
  });

  test('an interaction without its cookie, or one that never was', async () => {
    const { page } = await begin(browser());
    const response = await browser()(page);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('登录请求已失效');
    expect((await browser()(`${origin}/oidc/interaction/none`, choose({ account: 'li-registrar' }))).status).toBe(400);
  });

  test('a code without its PKCE verifier, and a code used twice', async () => {
    const visit = browser();
    const { config, checks, page } = await begin(visit);
    const back = location(await visit(location(await visit(page, choose({ account: 'li-registrar' })))));
    const wrong = { ...checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
    await expect(oidc.authorizationCodeGrant(config, back, wrong)).rejects.toMatchObject({ error: 'invalid_grant' });
    const { back: used } = await signIn(visit, 'li-registrar');
    used.searchParams.set('state', checks.expectedState);
    await expect(oidc.authorizationCodeGrant(config, used, checks)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('authorization without PKCE, and a redirect to elsewhere', async () => {
    const config = await relyingParty();
    const plain = oidc.buildAuthorizationUrl(config, { redirect_uri: running.client.redirectUri, scope: 'openid' });
    expect(location(await browser()(plain)).searchParams.get('error')).toBe('invalid_request');
    const elsewhere = oidc.buildAuthorizationUrl(config, { redirect_uri: 'https://example.com/', scope: 'openid' });
    const response = await browser()(elsewhere);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('无法登录');
  });

  test('a host name that is not ours', async () => {
    const { port: to } = new URL(origin);
    const status = await new Promise((resolve) => {
      ask({ port: to, host: '127.0.0.1', path: '/oidc/jwks', headers: { host: `evil.example:${to}` } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });

  test('an origin beyond this machine', () => {
    expect(() => createIssuer({ origin: 'http://10.0.0.1:3000', data, people })).toThrow('loopback only');
  });
});

test('other paths are left to the platform', async () => {
  expect(await (await fetch(`${origin}/oidcx`)).text()).toBe('the platform');
});

test('keys are kept for their owner alone and survive a restart', async () => {
  const file = join(data, 'issuer.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const kept = readFileSync(file, 'utf8');
  expect(createIssuer({ origin, data, people }).client).toEqual(running.client);
  expect(readFileSync(file, 'utf8')).toBe(kept);
  expect(await (await fetch(`${origin}/oidc/jwks`)).text()).not.toContain('"d"');
});
