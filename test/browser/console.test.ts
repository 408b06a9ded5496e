import { existsSync, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes as caseworkRoutes } from '../../functions/casework/routes.ts';
import { routes as consoleRoutes } from '../../functions/console/routes.ts';
import { routes as creditRoutes } from '../../functions/credit/routes.ts';
import { raise } from '../../functions/detection/raise.ts';
import { routes as detectionRoutes } from '../../functions/detection/routes.ts';
import { routes as enforcementRoutes } from '../../functions/enforcement/routes.ts';
import { routes as notificationRoutes } from '../../functions/notification/routes.ts';
import type { AlarmKind } from '../../shared/law/thresholds.ts';
import { startSession } from '../../shared/store/sessions.ts';
import { freshTable } from '../dynamodb.ts';
import { seatOf } from '../http/city.ts';
import { decidedCase } from '../http/credit-world.ts';
import { open, settleCity, testService } from '../http/harness.ts';
import { agreementOfAlpha, channelOfAlpha } from '../http/recorded.ts';
import { change } from '../http/supply.ts';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`${executablePath} is absent: the console is not looked at in a browser`);
/** Where pictures go for somebody who looks at them: `SHOTS=/tmp/shots npx vitest run test/browser/console.test.ts`. */
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

describe.skipIf(!present)('the console in a browser', () => {
  let browser: Browser;
  let origin: string;
  let record: string;
  let alarm: string;
  let api: ReturnType<typeof open>;
  const closing: (() => void)[] = [];
  let service: ReturnType<typeof testService>;

  beforeAll(async () => {
    const { client, table } = await freshTable();
    const server = createAdaptorServer({ fetch: (request: Request) => api.app.fetch(request) });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    origin = `http://127.0.0.1:${port}`;
    service = { ...testService(client, table), origin };
    const deps = { ...service, webhookSecret: new Uint8Array(32), loopback: true };
    const routes = [
      ...consoleRoutes,
      ...caseworkRoutes,
      ...creditRoutes,
      ...detectionRoutes,
      ...enforcementRoutes,
      ...notificationRoutes,
    ];
    api = open(routes as never, deps);
    await settleCity(service, ['authority', 'grantor', 'alpha', 'agency', 'audit']);
    const protection = { alarms: ['out-of-scope' as const], authority: 'authority' };
    await agreementOfAlpha(service, 'a1', '2027-10-31', protection);
    await channelOfAlpha(service, 'c1', 'a1');
    await channelOfAlpha(service, 'c2', 'a1');
    // The stop that the agreement's own rule places needs a gate to stand on.
    await change(service.store, { aggregate: 'channel', id: 'c1' }, { do: 'open', value: { holds: {} } });
    const at = service.clock.domain();
    const sighting = (channel: string, kind: AlarmKind, refused: object) => ({
      ...{ channel, finding: { kind, seen: 14, threshold: 10 }, from: at, until: at },
      evidence: [{ minute: at, refused }],
    });
    await raise(service, sighting('c1', 'out-of-scope', { requests: 14, 'beyond:purpose': 14, 'channel:DZ-43': 14 }));
    await raise(service, sighting('c2', 'over-quota', { requests: 14, 'beyond:quota': 14 }));
    const clerk = await api.as('clerk');
    const { body } = await clerk.get('/alarms?status=raised');
    alarm = body.items[0].id;
    await decidedCase(service, 'k-decided');
    const said = {
      subject: 'alpha',
      case: 'k-decided',
      article: 'DZ-29',
      basis: { text: '依据' },
      statement: { text: '内容' },
    };
    const made = await clerk.post('/credit-records', said);
    record = made.body.id;
    await clerk.post(`/credit-records/${record}/notify`, { notice: { text: '告知书' }, proof: { text: '送达回证' } });
    const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
    browser = await chromium.launch({ executablePath, args: quiet });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    for (const close of closing) close();
  });

  async function visit(person: string, path: string, width = 1280) {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height: 900 } });
    const value = await startSession(service.store, { person, organization: seatOf(person) });
    await context.addCookies([{ name: 'session', value, url: origin }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${origin}${path}`);
    return { page, complaints };
  }

  it('every page stays inside its edges at 1280 and 390 px, with one heading and no complaint', async () => {
    const { page, complaints } = await visit('clerk', '/console');
    const records = `/console/credit-records/${record}`;
    const own = ['/console/alarms', `/console/alarms/${alarm}`, '/console/cases', '/console/credit-records', records];
    const strange: string[] = [];
    for (const path of [
      '/console',
      '/console/cases/k-decided',
      '/console/deadlines',
      '/console/measures',
      ...own,
      '/inbox',
    ]) {
      await page.goto(`${origin}${path}`);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        if (shots) await page.screenshot({ path: `${shots}/${width}${path.replaceAll('/', '_')}.png`, fullPage: true });
        const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        const headings = await page.locator('h1').count();
        if (beyond > 0 || headings !== 1)
          strange.push(`${path} at ${width}: ${beyond} px beyond, ${headings} headings`);
      }
    }
    expect([strange, complaints]).toEqual([[], []]);
    await page.context().close();
  });

  it('the desk counts what waits by role, and leads there', async () => {
    const { page } = await visit('clerk', '/console');
    const doors = await page.locator('.counts div').allInnerTexts();
    expect(doors.map((one) => one.split(/\s+/).sort().join(' '))).toContain('1 告警');
    expect(await page.locator('header nav a').allInnerTexts()).toEqual([
      '工作台',
      '通知',
      '期限',
      '告警',
      '措施',
      '信用',
    ]);
    await page.getByRole('link', { name: '待确认的措施' }).click();
    expect(await page.locator('tbody tr').innerText()).toContain('暂停供给：供给通道');
    const operator = await visit('ann', '/console');
    expect(await operator.page.locator('header nav a').allInnerTexts()).toEqual([
      '工作台',
      '通知',
      '期限',
      '信用',
      '签署',
    ]);
    await Promise.all([page.context().close(), operator.page.context().close()]);
  });

  it('an alarm shows its counters against the rule; dismissing asks for reasons, and says no when it is too late', async () => {
    const { page } = await visit('clerk', `/console/alarms/${alarm}`);
    expect(await page.locator('.figures tbody').innerText()).toMatch(/14\s+超出用量 14/);
    expect(await page.locator('.counts').innerText()).toMatch(/14[\s\S]*10/);
    const second = await visit('deputy', `/console/alarms/${alarm}`);
    for (const whole of [page, second.page]) {
      const one = whole.locator('.act').filter({ hasText: '不予处置' });
      await one.getByText('不予处置', { exact: true }).first().click();
      const button = one.getByRole('button', { name: '不予处置' });
      await button.click();
      // The browser itself asks for what lacks: nothing was sent.
      expect(whole.url()).toContain('/console/alarms/');
      await one.getByLabel('理由').fill('系统时钟演练');
      await one.getByLabel('已核对').check();
      await button.click();
    }
    expect(await page.getByRole('status').innerText()).toBe('不予处置');
    expect(await page.locator('.way').innerText()).toContain('测试市数据局');
    expect(await second.page.locator('h1').innerText()).not.toBe('不予处置');
    expect(await second.page.locator('body').innerText()).toContain('告警当前为“不予处置”');
    expect(await second.page.locator('body').innerText()).toContain('什么都没有改变');
    await Promise.all([page.context().close(), second.page.context().close()]);
  });

  it('a credit record is proposed from the page of its case, with what is known already filled in', async () => {
    const { page } = await visit('clerk', '/console/cases/k-decided');
    await page.getByRole('link', { name: '据此拟定信用记录' }).click();
    expect(await page.getByLabel('当事人').inputValue()).toBe('alpha');
    await page.getByLabel('法规条款').fill('DZ-49');
    await page.getByLabel('依据').fill('法律依据');
    await page.getByLabel('记录内容').fill('违约事实');
    await page.getByLabel('已核对').check();
    await page.getByRole('button', { name: '拟定信用记录' }).click();
    expect(await page.locator('tbody').innerText()).toContain('信用记录（DZ-49）');
    await page.context().close();
  });

  it('the subject of a credit record replies on its page; of others it is told like a missing one', async () => {
    const { page } = await visit('ann', `/console/credit-records/${record}`);
    expect(await page.locator('.act').count()).toBe(1);
    await page.getByText('陈述申辩', { exact: true }).first().click();
    await page.getByLabel('陈述申辩意见').fill('已于当日整改');
    await page.getByLabel('已核对').check();
    await page.getByRole('button', { name: '陈述申辩' }).click();
    expect(await page.getByRole('status').innerText()).toContain('已陈述申辩');
    expect(await page.locator('.way').innerText()).toContain('甲数据运营有限公司');
    expect(await page.locator('.act').count()).toBe(0);
    const foreign = await visit('signer', `/console/credit-records/${record}`);
    expect(await foreign.page.locator('h1').innerText()).not.toContain('信用记录');
    await Promise.all([page.context().close(), foreign.page.context().close()]);
  });
});
