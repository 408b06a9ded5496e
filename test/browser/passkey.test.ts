import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes as agreementRoutes } from '../../functions/agreement/routes.ts';
import { routes as signingRoutes } from '../../functions/signing/routes.ts';
import { organization } from '../../shared/domain/organization.ts';
import { startSession } from '../../shared/store/sessions.ts';
import { transact } from '../../shared/store/transact.ts';
import { freshTable } from '../dynamodb.ts';
import { agreementSeats, done, draftedAgreement, prepared } from '../http/agreement-world.ts';
import { open, settleCity, testService } from '../http/harness.ts';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`${executablePath} is absent: no passkey is made in a browser`);
const shots = process.env.SHOTS;

describe.skipIf(!present)('a passkey in a browser', () => {
  let browser: Browser;
  let origin: string;
  let agreement: string;
  let service: ReturnType<typeof testService>;
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    const { client, table } = await freshTable();
    const server = createAdaptorServer({ fetch: (request: Request) => api.app.fetch(request) });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    // WebAuthn knows no site that is an IP address.
    origin = `http://localhost:${port}`;
    service = { ...testService(client, table), origin };
    const api = open([...agreementRoutes, ...signingRoutes], service);
    await settleCity(service, agreementSeats);
    agreement = await draftedAgreement(service, await prepared(service));
    await done((await api.as('signer')).post(`/agreements/${agreement}/propose`));
    const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
    browser = await chromium.launch({ executablePath, args: quiet });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    for (const close of closing) close();
  });

  /** What an administrator does with the thumbprint that the page shows. */
  async function enter(thumbprint: string): Promise<void> {
    const actor = { person: 'engineer', organization: 'agency', roles: ['operating-agency'] } as const;
    await transact(service.store, async (unit) => {
      const before = await unit.load(organization, 'alpha');
      const member = 'members' in before.state ? before.state.members.ann : undefined;
      if (!member) throw new Error('ann is no member');
      const keys = [...member.keys, thumbprint];
      const change = { type: 'change-member', at: service.clock.domain(), actor, person: 'ann', ...member, keys };
      await unit.decide(organization, before, change as never);
      return { status: 200, body: '', headers: {} };
    });
  }

  it('is made on its page, entered by an administrator, and signs the text that was read', async () => {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
    const value = await startSession(service.store, { person: 'ann', organization: 'alpha' });
    await context.addCookies([{ name: 'session', value, url: origin }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const chrome = await context.newCDPSession(page);
    await chrome.send('WebAuthn.enable');
    const { authenticatorId } = await chrome.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await page.goto(`${origin}/console/signing`);
    expect(await page.locator('.rules li').innerText()).toContain('待本单位签署');
    await page.getByRole('button', { name: '创建通行密钥' }).click();
    await page.getByText('待管理员登记').waitFor();
    const thumbprint = await page.locator('td code').innerText();
    const look = async (name: string) => {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        if (shots) await page.screenshot({ path: `${shots}/${width}_${name}.png`, fullPage: true });
        const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect([name, width, beyond > 0]).toEqual([name, width, false]);
      }
    };
    await look('passkeys');
    expect(complaints).toEqual([]);

    await page.locator('.rules a').click();
    expect(await page.locator('.contract').innerText()).toContain('授权运营协议');
    await look('signing');
    const sign = async () => {
      await page.getByLabel('身份证明').fill('法定代表人身份证明');
      await page.getByLabel('同意以电子形式').check();
      await page.getByLabel('已通读').check();
      await page.getByRole('button', { name: '以通行密钥签署' }).click();
    };
    // What was read is what is signed: a page that is older than the text signs nothing.
    await page.evaluate("document.querySelector('form[data-task=sign]').dataset.hash = '0'.repeat(64)");
    await sign();
    await page.getByText('没有签署').waitFor();
    await page.reload();
    await sign();
    // Before it is entered it is nobody's signature, and the page says why.
    await page.getByText('该密钥未登记为签署人的密钥').waitFor();
    await enter(thumbprint);
    // A holder whom the device does not know signs nothing.
    await chrome.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await page.reload();
    await sign();
    await page.getByText('什么都没有改变，可以再试一次').waitFor();
    await chrome.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await page.reload();
    await sign();
    await page.getByText('本单位已签署').waitFor();
    expect(await page.getByRole('status').innerText()).toContain('甲方（实施机构）：尚未签署');
    await context.close();
  });

  it('is of no use to others: who is no party finds no such page', async () => {
    const context = await browser.newContext({ locale: 'zh-CN' });
    const value = await startSession(service.store, { person: 'bob', organization: 'beta' });
    await context.addCookies([{ name: 'session', value, url: origin }]);
    const page = await context.newPage();
    expect((await page.goto(`${origin}/console/signing/${agreement}`))?.status()).toBe(404);
    await context.close();
  });
});
