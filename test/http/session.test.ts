import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../functions/identity/routes.ts';
import { type SignIn, signInAt } from '../../functions/identity/sign-in.ts';
import { createIssuer, type Issuer } from '../../infra/local/issuer.ts';
import type { Person } from '../../infra/local/issuer-page.ts';
import { organization } from '../../shared/domain/organization.ts';
import { mount } from '../../shared/http/app.ts';
import { borderOf } from '../../shared/service.ts';
import type { Dynamo } from '../../shared/store/client.ts';
import { bindSubject, endSession, findCaller, IDLE_MS, LONGEST_MS, startSession } from '../../shared/store/sessions.ts';
import { transact } from '../../shared/store/transact.ts';
import { freshTable } from '../dynamodb.ts';
import { ORIGIN, open, settleCity } from './harness.ts';
import { ISSUER, identityService } from './identity-given.ts';

const { client, table } = await freshTable();
const service = identityService(client, table);
const { store } = service;

const people: Person[] = ['ann', 'nobody'].map((account) => ({
  account,
  name: { zh: account, en: account },
  organization: { zh: '甲', en: 'A' },
  roles: ['operator'],
}));
const data = mkdtempSync(join(tmpdir(), 'shuqi-session-'));
let issuer: Issuer | undefined;
const server = createServer(async (request, response) => {
  if (!(await issuer?.handle(request, response))) response.writeHead(404).end();
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const place = server.address();
const local = `http://127.0.0.1:${typeof place === 'object' ? place?.port : ''}`;
const running = createIssuer({ origin: local, data, people });
issuer = running;
const settings = { issuer: running.issuer, clientId: running.client.id, clientSecret: running.client.secret };

beforeAll(async () => {
  await settleCity(service, ['agency', 'alpha']);
  await bindSubject(store, running.issuer, 'ann', { person: 'ann', organization: 'alpha' });
});
afterAll(() => {
  server.close();
  rmSync(data, { recursive: true });
});

/** The platform's app beside the issuer, and a browser that visits both: cookies by path, redirects by hand. */
function browser(signIn: SignIn = signInAt(settings, local)) {
  const deps = { ...service, origin: local, signIn };
  const app = mount(routes, { ...borderOf(deps), report: () => {} });
  const jar = new Map<string, { value: string; path: string }>();
  const visit = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const { pathname, href } = new URL(url, local);
    const sent = [...jar].filter(([, { path }]) => pathname.startsWith(path));
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
    const asked = { redirect: 'manual' as const, ...init, headers: { accept: 'text/html', ...init.headers, cookie } };
    const response = pathname.startsWith('/oidc/') ? await fetch(href, asked) : await app.request(href, asked);
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=', 2);
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
      if (value) jar.set(name, { value, path });
      else jar.delete(name);
    }
    return response;
  };
  return { visit, jar };
}

const location = (response: Response) => new URL(response.headers.get('location') ?? '', local);

/** From the start to the issuer's page, the choice made there, and the address with which it sends the browser back. */
async function chosen({ visit }: ReturnType<typeof browser>, form: Record<string, string>, to = '/me') {
  const page = location(await visit(location(await visit(`/session/start?to=${encodeURIComponent(to)}`))));
  const resume = location(await visit(page, { method: 'POST', body: new URLSearchParams(form) }));
  return location(await visit(resume));
}

describe('sign-in', () => {
  it('303: somebody an organization has named gets a session and comes where they wanted', async () => {
    const one = browser();
    const back = await chosen(one, { account: 'ann' }, '/me?full=yes');
    expect(back.href).toMatch(`${local}/session/callback?`);
    const finished = await one.visit(back);
    expect(finished.status).toBe(303);
    expect(location(finished).href).toBe(`${local}/me?full=yes`);
    const me = await (await one.visit('/me')).json();
    expect(me).toMatchObject({ person: 'ann', organization: { id: 'alpha' }, roles: [{ role: 'operator' }] });
  });

  it('403: somebody nobody has named is told so, as a page or as a problem, and gets no session', async () => {
    const one = browser();
    const back = await chosen(one, { account: 'nobody' });
    const page = await one.visit(back);
    expect(page.status).toBe(403);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('您尚未被列为成员');
    expect([...one.jar.keys()]).not.toContain('session');
    const machineReader = await one.visit(await chosen(one, { account: 'nobody' }), { headers: { accept: '*/*' } });
    expect(machineReader.headers.get('content-type')).toContain('application/problem+json');
    expect(await machineReader.json()).toMatchObject({ status: 403, article: 'POLICY-9' });
  });

  it('400: cancelled, with another state, without its cookie, or twice', async () => {
    const one = browser();
    expect((await one.visit(await chosen(one, { cancel: 'yes' }))).status).toBe(400);
    const back = await chosen(one, { account: 'ann' });
    const state = new URL(back);
    state.searchParams.set('state', 'forged');
    expect((await one.visit(state)).status).toBe(400);
    expect((await one.visit(back)).status).toBe(400);
    expect((await browser().visit(await chosen(one, { account: 'ann' }))).status).toBe(400);
    const again = await chosen(one, { account: 'ann' });
    expect((await one.visit(again)).status).toBe(303);
    expect((await one.visit(again)).status).toBe(400);
  });

  it('400: a code that came with another person’s sign-in', async () => {
    const [one, other] = [browser(), browser()];
    const stolen = (await chosen(other, { account: 'ann' })).searchParams.get('code') ?? '';
    const back = await chosen(one, { account: 'ann' });
    back.searchParams.set('code', stolen);
    expect((await one.visit(back)).status).toBe(400);
  });

  it('503: the issuer is down; once it is back, so is sign-in', async () => {
    const down = signInAt({ ...settings, issuer: 'http://127.0.0.1:9/oidc' }, local);
    const answer = await browser(down).visit('/session/start');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    issuer = undefined;
    const later = browser();
    expect((await later.visit('/session/start')).status).toBe(503);
    issuer = running;
    expect((await later.visit('/session/start')).status).toBe(303);
  });

  it('503: plain HTTP to an issuer that is not on a loopback address is never tried', async () => {
    let asked = 0;
    const plain = createServer((_, response) => {
      asked++;
      response.writeHead(404).end();
    });
    await once(plain.listen(0, '127.0.0.1'), 'listening');
    const at = plain.address();
    // 0.0.0.0 leads here, and is no name of loopback.
    const outside = { ...settings, issuer: `http://0.0.0.0:${typeof at === 'object' ? at?.port : ''}/oidc` };
    expect((await browser(signInAt(outside, local)).visit('/session/start')).status).toBe(503);
    plain.close();
    expect(asked).toBe(0);
  });

  it.each(['https://elsewhere.test', '//elsewhere.test', '/\\elsewhere.test', 'me', '/a\tb'])(
    '422: %s is no place to return to',
    async (to) => {
      expect((await browser().visit(`/session/start?to=${encodeURIComponent(to)}`)).status).toBe(422);
    },
  );

  it('stays here even when the path resolves to two slashes', async () => {
    const one = browser();
    const finished = await one.visit(await chosen(one, { account: 'ann' }, '/.//elsewhere.test'));
    expect(location(finished).origin).toBe(local);
  });

  it('ends the session from before, so that a planted one is worth nothing', async () => {
    const one = browser();
    const planted = await startSession(store, { person: 'ann', organization: 'alpha' });
    one.jar.set('session', { value: planted, path: '/' });
    await one.visit(await chosen(one, { account: 'ann' }));
    expect(one.jar.get('session')?.value).not.toBe(planted);
    expect(await findCaller(store, planted)).toBeUndefined();
  });

  it('sets cookies that no script and no other host can read', async () => {
    const signIn: SignIn = {
      issuer: running.issuer,
      begin: async () => ({ url: new URL(ISSUER), kept: 'x' }),
      finish: async () => ({ sub: 'ann', to: '/' }),
    };
    const { anyone } = open(routes, { ...service, signIn });
    const [start] = (await anyone.get('/session/start')).headers.getSetCookie();
    expect(start).toBe('__Host-signin=x; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure');
    const [used, session] = (await anyone.get('/session/callback')).headers.getSetCookie();
    expect(used).toMatch(/^__Host-signin=; Path=\/; Max-Age=0;/);
    expect(session).toMatch(/^__Host-session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure$/);
  });
});

describe('a session', () => {
  const { as, app } = open(routes, service);
  const cookie = (secret: string) => ({ cookie: `__Host-session=${secret}` });
  const meWith = async (secret: string) => (await app.request(`${ORIGIN}/me`, { headers: cookie(secret) })).status;
  const ann = () => startSession(store, { person: 'ann', organization: 'alpha' });

  it('401: after half an hour without use, not a moment before', async () => {
    const secret = await ann();
    service.passReal(IDLE_MS - 2_000);
    expect(await meWith(secret)).toBe(200);
    service.passReal(IDLE_MS);
    expect(await meWith(secret)).toBe(401);
  });

  it('401: after a working day, however busy', async () => {
    const secret = await ann();
    const step = IDLE_MS - 60_000;
    const steps = Math.floor(LONGEST_MS / step);
    for (let count = 0; count < steps; count++) {
      service.passReal(step);
      expect(await meWith(secret)).toBe(200);
    }
    service.passReal(LONGEST_MS - steps * step);
    expect(await meWith(secret)).toBe(401);
  });

  it('303, then 401: once ended it is unusable, also for whoever kept the cookie (ASVS 7.4.1)', async () => {
    const secret = await ann();
    const headers = { ...cookie(secret), origin: ORIGIN };
    const ended = await app.request(`${ORIGIN}/session/end`, { method: 'POST', headers });
    expect(ended.status).toBe(303);
    expect(ended.headers.get('set-cookie')).toMatch(/^__Host-session=; Path=\/; Max-Age=0;/);
    expect(await meWith(secret)).toBe(401);
  });

  it('stays ended when a request was noting its use at that moment', async () => {
    const secret = await ann();
    service.passReal(5 * 60_000);
    // Ends the session between the read and the write of its last use.
    const between: Dynamo = {
      send: async (command: { constructor: { name: string } }) => {
        if (command.constructor.name === 'PutItemCommand') await endSession(store, secret);
        return client.send(command as never);
      },
    } as Dynamo;
    expect(await findCaller({ ...store, dynamo: between }, secret)).toBeUndefined();
    expect(await meWith(secret)).toBe(401);
  });

  it('403: another site cannot end it or act with it', async () => {
    const secret = await ann();
    const foreign = { ...cookie(secret), origin: 'https://elsewhere.test' };
    const end = await app.request(`${ORIGIN}/session/end`, { method: 'POST', headers: foreign });
    expect(end.status).toBe(403);
    const act = await app.request(`${ORIGIN}/organizations/alpha/keys`, {
      method: 'POST',
      headers: { ...foreign, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(act.status).toBe(403);
    const told = { ...cookie(secret), 'sec-fetch-site': 'cross-site' };
    expect((await app.request(`${ORIGIN}/session/end`, { method: 'POST', headers: told })).status).toBe(403);
    expect(await meWith(secret)).toBe(200);
  });

  it('303: ending without a session is no error', async () => {
    expect((await app.request(`${ORIGIN}/session/end`, { method: 'POST' })).status).toBe(303);
  });

  it('401: a made-up secret, and a cookie of any length', async () => {
    expect(await meWith('made-up')).toBe(401);
    expect(await meWith('x'.repeat(10_000))).toBe(401);
  });

  it('401: a member who was removed is nobody at the next request', async () => {
    const secret = await ann();
    expect(await meWith(secret)).toBe(200);
    const admin = await as('ann-admin');
    const one = browser();
    const back = await chosen(one, { account: 'ann' });
    const { version } = (await admin.get('/organizations/alpha/members')).body;
    const removed = await admin.send('DELETE', '/organizations/alpha/members/ann', {
      headers: { 'if-match': `"${version}"` },
    });
    expect(removed.status).toBe(200);
    expect(await meWith(secret)).toBe(401);
    expect((await one.visit(back)).status).toBe(403);
  });

  it('401: everybody of an organization that was closed', async () => {
    const secret = await startSession(store, { person: 'ann-admin', organization: 'alpha' });
    await transact(store, async (unit) => {
      const loaded = await unit.load(organization, 'alpha');
      const at = service.clock.domain();
      const actor = { person: 'engineer', organization: 'agency', roles: ['operating-agency'] as const };
      unit.record(organization, loaded, [{ type: 'closed', at, reason: 'dissolved' }], { at, actor });
      return { status: 200, body: '', headers: {} };
    });
    expect(await meWith(secret)).toBe(401);
  });
});
