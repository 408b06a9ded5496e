import { describe, expect, it } from 'vitest';
import { qrPath } from '../../functions/disclosure/qr.ts';
import { routes } from '../../functions/disclosure/routes.ts';
import { articles } from '../../shared/law/articles.ts';
import { periods } from '../../shared/law/periods.ts';
import { freshTable } from '../dynamodb.ts';
import { disclose, NUMBER } from './disclosed.ts';
import { open, testService } from './harness.ts';

const { client, table } = await freshTable();
const deps = await disclose(testService(client, table));
const { anyone } = open(routes, deps);
const program = { accept: 'application/json' };
const person = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('every page', () => {
  it.each([
    '/',
    '/catalog',
    '/notices',
    '/registry',
    `/registry/${NUMBER}`,
    '/law',
    '/law/DZ-43',
    '/api',
    '/api/machines',
  ])('%s is whole, in Chinese, without script, and allows nothing else', async (path) => {
    const { status, headers, text } = await anyone.get(path, person);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toMatch(/^<!doctype html><html lang="zh-CN">/);
    expect(text).toContain('<a class="skip" href="#main">');
    expect(text).not.toMatch(
      /<script|javascript:|\son\w+=|<style[^>]*>\s*<\/style>|https?:\/\/(?!shuqi\.test|www\.w3\.org|[\w.-]*example\b)/,
    );
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers.get('content-language')).toBe('zh-CN');
  });
  it('speaks English to who prefers it or asks for it', async () => {
    expect((await anyone.get('/', { ...person, 'accept-language': 'en-GB,en;q=0.9' })).text).toContain(
      '<html lang="en">',
    );
    expect((await anyone.get('/?lang=en', person)).text).toContain('<html lang="en">');
    expect((await anyone.get('/?lang=fr', person)).status).toBe(422);
  });
});

describe('GET /catalog', () => {
  it('lists what is published, open and of general level, and nothing else', async () => {
    const { body } = await anyone.get('/catalog', program);
    expect(body.items.map((one: { id: string }) => one.id).sort()).toEqual(['bus-stops', 'licences-open', 'weather']);
    const { text } = await anyone.get('/catalog', person);
    expect(text).toContain('企业登记基本信息');
    for (const hidden of ['不开放的条目', '重要级别的条目', '尚未发布的条目']) expect(text).not.toContain(hidden);
  });
  it('shows neither who wrote or reviewed an entry nor its confirmations', async () => {
    const { body, text } = await anyone.get('/catalog/licences-open', program);
    expect(body).toMatchObject({ unit: '测试市市场监管局', version: 1, contactDetails: '0818-2100000' });
    expect(text).not.toMatch(/cataloguer|clerk|confirmations|holds/);
  });
  it.each(['kept-closed', 'important', 'draft-only', 'nothing'])('404 for %s, all in the same words', async (id) => {
    const missing = await anyone.get('/catalog/nothing', program);
    const answer = await anyone.get(`/catalog/${id}`, program);
    expect([answer.status, answer.text]).toEqual([404, missing.text]);
    expect((await anyone.get(`/catalog/${id}`, person)).status).toBe(404);
  });
  it('422 for a division that is not ours and for a cursor that is not ours', async () => {
    expect((await anyone.get('/catalog?jurisdiction=110000', program)).status).toBe(422);
    expect((await anyone.get('/catalog?cursor=forged', program)).status).toBe(422);
  });
  it('pages: the cursor leads on to the rest', async () => {
    const seen: string[] = [];
    let path = '/catalog?limit=2';
    for (let page = 0; page < 5; page++) {
      const { body } = await anyone.get(path, program);
      seen.push(...body.items.map((one: { id: string }) => one.id));
      if (!body.cursor) break;
      path = `/catalog?limit=2&cursor=${body.cursor}`;
    }
    expect(seen.sort()).toEqual(['bus-stops', 'licences-open', 'weather']);
  });
  it('escapes what units wrote', async () => {
    const { text } = await anyone.get('/law?q=%3Cscript%3Ealert(1)%3C/script%3E', person);
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;');
  });
});

describe('GET /notices (REG-12)', () => {
  it('shows the four fields and the notice’s own address and end, nothing else', async () => {
    const { body } = await anyone.get('/notices', program);
    expect(body.items).toEqual([
      {
        id: 'notice-1',
        endsAt: '2026-05-29T16:00:00.000Z',
        fields: {
          title: '上市公司信息查询',
          registrants: ['甲数据运营有限公司'],
          kind: 'first',
          description: '达州市上市公司基本信息',
        },
      },
    ]);
    expect((await anyone.get('/notices', person)).text).toContain('2026-05-29');
  });
});

describe('GET /registry (REG-13, DZ-42)', () => {
  it('lists what is coded, and leads from a number to its record', async () => {
    const { body } = await anyone.get('/registry', program);
    expect(body.items).toEqual([
      {
        number: NUMBER,
        title: '上市公司信息核验服务',
        registrants: ['甲数据运营有限公司'],
        category: 'product',
        expiresOn: '2029-05-31',
      },
    ]);
    const { status, headers } = await anyone.get(`/registry?number=${NUMBER}`, person);
    expect([status, headers.get('location')]).toEqual([303, `/registry/${NUMBER}`]);
  });
  it('the record names its registrant, both numbers, what was handed in and deposited, and decides no ownership', async () => {
    const { body } = await anyone.get(`/registry/${NUMBER}`, program);
    expect(body).toMatchObject({
      number: NUMBER,
      queryCode: null,
      kind: 'correction',
      category: 'product',
      registrants: [{ name: '甲数据运营有限公司', creditCode: '91511700MA00000010' }],
      particulars: { industry: 'S', records: 1_480, formats: ['interface'], area: '511700', level: 'general' },
      deposit: { hash: 'e'.repeat(64), depositedAt: '2026-05-10T02:00:00.000Z' },
      internalReview: '2026-05-09T02:00:00.000Z',
      codedOn: '2026-06-01',
      expiresOn: '2029-05-31',
      edition: 3,
      verify: `https://shuqi.test/registry/${NUMBER}`,
      statement: { zh: '本登记仅作形式审核，不确认权属。' },
    });
    const { text } = await anyone.get(`/registry/${NUMBER.toLowerCase()}`, person);
    for (const told of [
      '公共数据资源登记凭证',
      '91511700MA00000010',
      '本登记仅作形式审核',
      '<svg',
      '国家平台尚未赋予',
    ]) {
      expect(text).toContain(told);
    }
  });
  it('marks each field that was changed, by edition and act, with both sides', async () => {
    const { body } = await anyone.get(`/registry/${NUMBER}`, program);
    const marks = body.marks.map(({ field, edition, kind }: Record<string, unknown>) => [field, edition, kind]);
    expect(marks).toEqual([
      ['title', 2, 'change'],
      ['description', 3, 'correction'],
      ['risk', 3, 'correction'],
      ['records', 2, 'change'],
      ['frequency', 2, 'change'],
    ]);
    const [first, second, third] = body.editions;
    expect([first.kind, first.differences]).toEqual(['first', []]);
    expect(second.differences).toContainEqual(
      expect.objectContaining({ field: 'frequency', before: 'daily', after: 'continuous' }),
    );
    expect(third.differences.find((one: { field: string }) => one.field === 'risk')).toMatchObject({
      before: { commitment: 'd'.repeat(64) },
    });
  });
  it('shows no person, no document, nothing of data that is not in the open catalogue', async () => {
    for (const accept of [program, person]) {
      const { text } = await anyone.get(`/registry/${NUMBER}`, accept);
      expect(text).not.toMatch(/"document"|risk-2|重要级别的条目|"ann"|qin|appliedBy|reviewedBy/);
    }
  });
  it('404 for a number that nobody has', async () => {
    for (const number of ['511700-2026-999999', 'notice-1']) {
      expect((await anyone.get(`/registry/${number}`, program)).status).toBe(404);
      expect((await anyone.get(`/registry/${number}`, person)).status).toBe(404);
    }
  });
  it('the code on it holds the address of the record', () => {
    const { size, path } = qrPath('https://shuqi.test/registry/511700-2026-000001');
    expect([size, path.startsWith('M4 4h7v1h-7z')]).toEqual([37, true]);
    expect(() => qrPath('x'.repeat(301))).toThrow(RangeError);
  });
});

describe('GET /law', () => {
  it('has every rule, by instrument', async () => {
    const { body } = await anyone.get('/law', program);
    const ids = body.series.flatMap((series: { rules: { id: string }[] }) => series.rules.map(({ id }) => id));
    expect(ids.toSorted()).toEqual(Object.keys(articles).toSorted());
  });
  it('finds by words and says so when nothing has them', async () => {
    const { text } = await anyone.get(`/law?q=${encodeURIComponent('公示')}`, person);
    expect(text).toContain('/law/REG-12');
    expect(text).not.toContain('href="/law/DZ-1"');
    expect((await anyone.get('/law?q=qqqq', person)).text).toContain('没有符合的规则');
  });
  it.each(Object.keys(articles))('%s has a page', async (id) => {
    const { status, text } = await anyone.get(`/law/${id}`, person);
    expect(status).toBe(200);
    expect(text).toContain('<h1>');
  });
  it('shows dated values, the acts under the rule and its routes', async () => {
    const { text } = await anyone.get('/law/REG-12', person);
    expect(text).toContain('10 个工作日');
    const dz13 = await anyone.get('/law/DZ-13', program);
    expect(dz13.body.rows.map((row: { command: string }) => row.command)).toContain('publish');
    expect(dz13.body.routes).toContainEqual({
      method: 'post',
      path: '/datasets/{id}/publish',
      operationId: 'publishDataset',
    });
  });
  it('takes the id of a clock, in any case', async () => {
    const clock = Object.keys(periods).find((id) => id.startsWith('REG-9('));
    const { body } = await anyone.get(`/law/${encodeURIComponent((clock ?? '').toLowerCase())}`, program);
    expect(body.id).toBe('REG-9');
  });
  it('404 with neighbours for a rule that does not exist', async () => {
    const { status, text } = await anyone.get('/law/DZ-999', person);
    expect(status).toBe(404);
    expect(text).toContain('/law/DZ-53');
    expect((await anyone.get('/law/DZ-999', program)).status).toBe(404);
  });
});

describe('GET /openapi.json, /api/machines, /health', () => {
  it('gives the document, the diagrams as text, and a sign of life', async () => {
    expect((await anyone.get('/openapi.json')).body.openapi).toBe('3.1.0');
    const diagrams = await anyone.get('/api/machines', { accept: 'text/plain' });
    expect(diagrams.text).toContain('%% channel\nflowchart LR');
    expect((await anyone.get('/health')).body).toEqual({ status: 'ok' });
  });
  it('405 for anything but reading', async () => {
    const { status, headers } = await anyone.post('/catalog');
    expect([status, headers.get('allow')]).toEqual([405, 'GET']);
  });
});
