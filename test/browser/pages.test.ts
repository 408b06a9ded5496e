import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes as disclosure } from '../../functions/disclosure/routes.ts';
import { routes as market } from '../../functions/market/routes.ts';
import { freshTable } from '../dynamodb.ts';
import { disclose, NUMBER } from '../http/disclosed.ts';
import { open, testService } from '../http/harness.ts';
import { disclosed, onMarket, putOnMarket } from '../http/on-market.ts';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`${executablePath} is absent: the pages are not looked at in a browser`);

const paths = [
  '/',
  '/catalog',
  '/catalog/licences-open',
  '/notices',
  '/registry',
  `/registry/${NUMBER}`,
  '/law',
  '/law/DZ-43',
  '/law/REG-12',
  '/api',
  '/api/machines',
  ...['/market', `/market/${onMarket.paid}`, '/disclosures', `/disclosures/operator/${onMarket.disclosure}`],
];
const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

/** Lowest contrast between a text and what lies behind it, over all texts of the page. @see WCAG 2.2 §1.4.3 */
const lowestContrast = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  let lowest = { ratio: 21, text: '' };
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('');
    if (!text || !element.checkVisibility()) continue;
    const [one, other] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < lowest.ratio) lowest = { ratio, text: text.slice(0, 40) };
  }
  return lowest;
})()`;

describe.skipIf(!present)('the public pages in a browser', () => {
  let browser: Browser;
  let origin: string;
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    const { client, table } = await freshTable();
    const deps = await disclose(testService(client, table));
    await putOnMarket(deps);
    await disclosed(deps);
    const { app } = open([...disclosure, ...market], deps);
    const server = createAdaptorServer({ fetch: app.fetch });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    origin = `http://127.0.0.1:${port}`;
    closing.push(() => server.close());
    const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
    browser = await chromium.launch({ executablePath, args: quiet });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    for (const close of closing) close();
  });

  async function visit(path: string, options: Parameters<Browser['newContext']>[0]) {
    const context = await browser.newContext({ locale: 'zh-CN', ...options });
    closing.push(() => void context.close().catch(() => {}));
    const page = await context.newPage();
    const complaints: string[] = [];
    const outside: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) outside.push(request.url());
    });
    await page.goto(`${origin}${path}`);
    return { page, complaints, outside };
  }

  const lowest = (page: Page) => page.evaluate<{ ratio: number; text: string }>(lowestContrast);

  it.each(sizes.flatMap((viewport) => paths.map((path) => ({ path, viewport, width: viewport.width }))))(
    '$path at $width px: no complaint, nothing from outside, nothing beyond the edge',
    async ({ path, viewport }) => {
      const { page, complaints, outside } = await visit(path, { viewport });
      expect(complaints).toEqual([]);
      expect(outside).toEqual([]);
      expect(await page.title()).toContain('数契');
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await page.context().close();
    },
  );

  it.each(['light', 'dark'] as const)('every text can be read in %s', async (colorScheme) => {
    for (const path of [
      '/',
      '/law/DZ-43',
      '/catalog',
      '/market',
      `/registry/${NUMBER}`,
      `/disclosures/operator/${onMarket.disclosure}`,
      '/api',
      '/api/machines',
    ]) {
      const { page } = await visit(path, { colorScheme });
      const { ratio, text } = await lowest(page);
      expect(ratio, `${path}: ${text}`).toBeGreaterThanOrEqual(4.5);
      await page.context().close();
    }
  });

  it('the first stop of the keyboard leads past the navigation', async () => {
    const { page } = await visit('/law', {});
    await page.keyboard.press('Tab');
    expect(await page.evaluate<string>('document.activeElement.getAttribute("href")')).toBe('#main');
    await page.keyboard.press('Enter');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('main');
  });

  it('searches the rules and follows one, without script', async () => {
    const { page } = await visit('/law', { javaScriptEnabled: false });
    await page.getByRole('textbox').fill('公示');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('link', { name: 'REG-12', exact: true }).click();
    expect(await page.title()).toBe('REG-12 公示与异议 · 数契');
  });

  it('changes the language and keeps it on the page', async () => {
    const { page } = await visit('/law/DZ-43', {});
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(new URL(page.url()).pathname).toBe('/law/DZ-43');
  });
});
