import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { routes } from '../../functions/notification/routes.ts';
import { violation } from '../../shared/domain/case.ts';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { startSession } from '../../shared/store/sessions.ts';
import { transact } from '../../shared/store/transact.ts';
import { enforcing } from '../domain/enforcing.ts';
import { actor } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import { open, settleCity, testService } from '../http/harness.ts';
import { recorded } from '../http/recorded.ts';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`${executablePath} is absent: the inbox is not looked at in a browser`);

describe.skipIf(!present)('the inbox in a browser', () => {
  let browser: Browser;
  let origin: string;
  let secret: string;
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    const { client, table } = await freshTable();
    const server = createAdaptorServer({ fetch: (request: Request) => app.fetch(request) });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    origin = `http://127.0.0.1:${port}`;
    const service = { ...testService(client, table), origin, webhookSecret: new Uint8Array(32), loopback: true };
    const { app } = open(routes, service);
    await settleCity(service, ['alpha', 'authority']);
    const at = service.clock.domain();
    const clock = openClock('REG-9(1)', at);
    await recorded(service, registration, 'r1', [
      {
        ...{ type: 'fell-due', at, channel: 'c1', operator: 'alpha', dataset: 'weather', agreement: 'a1' },
        ...{ jurisdiction: '511700', clock },
      },
    ]);
    const clerk = actor('clerk', 'authority', 'data-authority');
    const placed = enforcing['open-with-emergency'](at, { actor: clerk, authority: 'authority', subject: 'alpha' });
    await transact(service.store, async (unit) => {
      await unit.decide(violation, 'k1', placed);
      return { status: 200, body: '', headers: {} };
    });
    service.moveTo(clock.dueAt);
    await sweepDeadlines(service);
    secret = await startSession(service.store, { person: 'ann', organization: 'alpha' });
    const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
    browser = await chromium.launch({ executablePath, args: quiet });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    for (const close of closing) close();
  });

  async function visit(options: Parameters<Browser['newContext']>[0]) {
    const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: true, ...options });
    await context.addCookies([{ name: 'session', value: secret, url: origin }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${origin}/inbox`);
    return { page, complaints };
  }

  it.each([1280, 390])('at %i px: what is late first, nothing beyond the edge, no complaint', async (width) => {
    const { page, complaints } = await visit({ viewport: { width, height: 844 } });
    expect(complaints).toEqual([]);
    expect(await page.locator('h1').textContent()).toBe('通知');
    expect(await page.locator('.inbox h2').first().textContent()).toContain('已经逾期：申请首次登记');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it('one is marked as read, then all, by forms without script', async () => {
    const { page } = await visit({ javaScriptEnabled: false });
    const unread = await page.locator('.inbox li.unread').count();
    expect(unread).toBeGreaterThan(2);
    await page.getByRole('button', { name: '标为已读', exact: true }).first().click();
    expect(await page.locator('.inbox li.unread').count()).toBe(unread - 1);
    await page.getByRole('button', { name: '全部标为已读' }).click();
    expect(await page.locator('.inbox li.unread').count()).toBe(0);
    expect(await page.locator('.lead').textContent()).toBe('全部已读');
    await page.context().close();
  });
});
