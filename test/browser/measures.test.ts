import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes as caseworkRoutes } from '../../functions/casework/routes.ts';
import { confirmMeasures } from '../../functions/enforcement/confirm.ts';
import { routes } from '../../functions/enforcement/routes.ts';
import { cookieName } from '../../shared/http/caller.ts';
import { startSession } from '../../shared/store/sessions.ts';
import { freshTable } from '../dynamodb.ts';
import { open, settleCity, testService } from '../http/harness.ts';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`${executablePath} is absent: the measures are not looked at in a browser`);

describe.skipIf(!present)('the page of a measure', () => {
  let browser: Browser;
  let origin: string;
  let paths: { case: string; measure: string };
  let cookie: string;
  const closing: (() => void)[] = [];
  const confirm: { now?: () => Promise<unknown> } = {};

  beforeAll(async () => {
    const { client, table } = await freshTable();
    const server = createAdaptorServer({ fetch: (request) => app.fetch(request) });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    origin = `http://127.0.0.1:${port}`;
    closing.push(() => server.close());
    const service = { ...testService(client, table), origin };
    await settleCity(service, ['authority', 'alpha']);
    const { app, as } = open([...routes, ...caseworkRoutes], service);
    const clerk = await as('clerk');
    const measure = { verb: 'close', target: { kind: 'organization', id: 'alpha' }, authority: { text: '依据' } };
    const order = { subject: 'alpha', facts: [{ text: '截图' }], measures: [{ ...measure, clause: '违约责任' }] };
    const { body } = await clerk.post('/cases/emergency', order);
    const at = `/cases/${body.id}`;
    paths = { case: at, measure: `${at}/measures/${body.case.measures[0].measure}` };
    cookie = await startSession(service.store, { person: 'clerk', organization: 'authority' });
    let passed = 0;
    const sleep = async (ms: number) => {
      passed += ms;
      service.passDomain(ms);
    };
    confirm.now = () => confirmMeasures(service, { monotonic: () => passed, sleep });
    const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
    browser = await chromium.launch({ executablePath, args: quiet });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    for (const close of closing) close();
  });

  async function visit(path: string, width: number, colorScheme: 'light' | 'dark' = 'light') {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height: 900 }, colorScheme });
    await context.addCookies([{ name: cookieName(origin), value: cookie, url: origin }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const answer = await page.goto(`${origin}${path}`);
    const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    return { page, complaints, beyond, refresh: answer?.headers().refresh };
  }

  it.each([1280, 390])('says committed and asks again, at %s px', async (width) => {
    const { page, complaints, beyond, refresh } = await visit(paths.measure, width);
    expect([complaints, refresh]).toEqual([[], '3']);
    expect(beyond).toBeLessThanOrEqual(0);
    expect(await page.getByRole('status').textContent()).toContain('已提交，正在确认');
    expect(await page.getByRole('status').textContent()).toContain('尚未确认，自');
    expect(await page.getByRole('img').getAttribute('aria-label')).toMatch(/决定 .+ → 提交 .+ → 确认 —/);
    expect(await page.getByRole('link', { name: 'DZ-43' }).getAttribute('href')).toBe('/law/DZ-43');
    expect(await page.getByText('违约责任').count()).toBe(1);
    await page.context().close();
  });

  it('says confirmed only when it is, and then asks no more', async () => {
    await confirm.now?.();
    const { page, complaints, refresh } = await visit(`${paths.measure}?lang=en`, 1280, 'dark');
    expect([complaints, refresh]).toEqual([[], undefined]);
    expect(await page.getByRole('status').textContent()).toContain('Confirmed');
    expect(await page.getByRole('link', { name: 'download' }).getAttribute('href')).toBe(`${paths.measure}/proof`);
    await page.context().close();
  });

  it('leads to the case, with its measures and every step', async () => {
    const { page } = await visit(paths.measure, 390);
    await page.locator('.trail').getByRole('link').click();
    expect(await page.locator('h1').textContent()).toBe('违规案件 · 紧急处置待确认');
    expect(await page.locator('.steps li').count()).toBe(3);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    // Who ordered it is not the second person: the page that says so says what to do, too.
    await page.locator('.act summary').click();
    await page.getByLabel('已核对').check();
    await page.getByRole('button', { name: '确认紧急处置' }).click();
    expect(await page.locator('body').innerText()).toMatch(/POLICY-6[\s\S]*什么都没有改变/);
    await page.context().close();
  });
});
