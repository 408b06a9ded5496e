import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people } from '../../infra/local/city/people.ts';
import { type Client, connect, signIn, tell } from '../../infra/local/client.ts';
import { type System, startSystem } from '../../infra/local/system.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'shuqi-start-'));
const data = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true }));

const command = join(root, 'dist/shuqi.js');
beforeAll(() => void execFileSync('node', [join(root, 'infra/build.mjs')]), 60_000);

/** Address of an entry made in the first run. */
let kept = '';
const failures: string[] = [];
const begin = (): Promise<System> =>
  startSystem({
    port: 0,
    data,
    fresh: false,
    root,
    onStep: () => {},
    report: (what, error) => failures.push(`${what}: ${error}`),
  });

/** A draft of which only the name is told. */
const draft = async (client: Client, name: string): Promise<string> => {
  const answer = await client.post('/datasets', { entry: { name } });
  expect(answer.status, tell(answer)).toBe(201);
  return answer.headers.get('location') ?? '';
};

describe('a running platform', () => {
  let system: System;
  let origin: string;
  beforeAll(async () => {
    system = await begin();
    origin = system.origin;
  }, 120_000);
  afterAll(async () => {
    await system.stop();
    expect(failures).toEqual([]);
  });

  test('signs everybody of the city in through the pages of the issuer', { timeout: 90_000 }, async () => {
    const signedIn = people.map(async ({ account, name, roles }) => {
      const me = await (await signIn(origin, account)).get('/me');
      expect(me.body).toMatchObject({ person: account, name: name.zh, roles: roles.map((role) => ({ role })) });
    });
    await Promise.all(signedIn);
  });

  test('somebody who is not on the list gets no session', async () => {
    await expect(signIn(origin, 'nobody')).rejects.toThrow('没有这个账号');
    expect((await connect(origin).get('/me')).status).toBe(401);
  });

  test('the city has its units, entries in every stage, and a gate under each published one', async () => {
    const client = await signIn(origin, 'data-clerk');
    for (const [status, least] of Object.entries({ published: 50, submitted: 3 })) {
      const answer = await client.get(`/datasets?status=${status}&limit=200`);
      expect((answer.body as { items: unknown[] }).items.length).toBeGreaterThanOrEqual(least);
    }
    const one = await client.get('/datasets/listed-companies');
    expect(one.body).toMatchObject({ dataset: { status: 'published', source: 'dz-market' } });
    expect(readFileSync(join(data, 'upstream', 'enterprise-register.csv'), 'utf8').split('\n')).toHaveLength(3_002);
  });

  test('the domain clock moves forward for this machine alone, and statutory time with it', async () => {
    const client = connect(origin);
    const before = (await client.get('/local/clock')).body as { domain: string };
    const moved = await client.post('/local/clock', { add: '10d' });
    const passed = Date.parse((moved.body as { domain: string }).domain) - Date.parse(before.domain);
    expect(passed).toBeGreaterThanOrEqual(10 * 86_400_000);
    expect(passed).toBeLessThan(10 * 86_400_000 + 60_000);
    const cataloguer = await signIn(origin, 'market-cataloguer');
    kept = await draft(cataloguer, '时钟拨快后的条目');
    const entry = await cataloguer.get(`${kept}/history`);
    const [step] = (entry.body as { steps: { at: string }[] }).steps;
    expect(Date.parse(step?.at ?? '')).toBeGreaterThan(Date.now() + 9 * 86_400_000);
    expect((await client.post('/local/clock', { add: '-10d' })).status).toBe(422);
    expect((await client.post('/local/clock', { add: '99999w' })).status).toBe(422);
    const foreign = { origin: 'https://evil.example' };
    expect((await client.post('/local/clock', { add: '10d' }, foreign)).status).toBe(403);
    expect((await client.post('/local/clock', { reset: true })).body).toMatchObject({ aheadMs: 0 });
    await client.post('/local/clock', { add: '2d' });
  });

  test('serves what anybody may read: pages, the law, the API, the log with everything that happened', async () => {
    const client = connect(origin);
    for (const path of ['/', '/law/DZ-43', '/api', '/catalog']) {
      const answer = await client.get(path, { accept: 'text/html' });
      expect([path, answer.status]).toEqual([path, 200]);
    }
    const { text } = await client.get('/law/DZ-43', { accept: 'text/html' });
    expect(text).toContain('DZ-43');
    await expect
      .poll(async () => (await client.get('/log/checkpoint')).text, { timeout: 60_000 })
      .toMatch(new RegExp(`^${new URL(origin).host}/log\n[1-9]\\d*\n`));
  });

  test('another host name gets no further, localhost is led to the address', async () => {
    const { port } = new URL(origin);
    const led = await fetch(`http://localhost:${port}/me`, { redirect: 'manual' });
    expect([led.status, led.headers.get('location')]).toEqual([307, `${origin}/me`]);
  });

  test('import brings a file in as drafts and reports every row', { timeout: 60_000 }, async () => {
    const rows = [
      '名称,数源单位,开放属性,更新频率,信息项',
      '中学名单,达州市教育局,无条件开放,每年,学校名称;学校地址',
      '中学名单,达州市教育局,无条件开放,每年,学校名称;学校地址',
      '学生名册,达州市教育局,无条件开放,每年,姓名;身份证号',
      '古树名木,某市林业局,无条件开放,每年,树种;树龄',
      '无主数据,,无条件开放,每年,甲;乙',
    ];
    writeFileSync(join(folder, 'catalogue.csv'), rows.join('\n'));
    const args = ['import', 'catalogue.csv', '--port', new URL(origin).port];
    for (const round of ['first', 'again']) {
      const { code, out, err } = await shuqi(args);
      expect({ round, code, err }).toEqual({ round, code: 0, err: '' });
      const counts = [...out.matchAll(/ (?:read|imported|merged|returned|\(DZ-24\)) +(\d+)$/gm)].map(([, one]) => one);
      expect(counts).toEqual(['5', '3', '1', '1', '1']);
      const report = readFileSync(join(folder, 'catalogue-import-report.csv'), 'utf8').split('\r\n');
      expect(report[2]).toMatch(/^2,已合并,.*,1,/);
      expect(report[3]).toMatch(/^3,已导入,学生名册,.*DZ-24/);
      expect(report[4]).toMatch(/^4,已导入,古树名木,某市林业局,,.*暂由 dz-centre 代管/);
      expect(report[5]).toMatch(/^5,退回,.*DZ-13/);
    }
    const client = await signIn(origin, 'education-cataloguer');
    const { items } = (await client.get('/datasets?status=draft')).body as {
      items: { title: string; party: string }[];
    };
    expect(items.map(({ title }) => title).sort()).toEqual(['中学名单', '学生名册']);
  });

  test('an address that no function has is 404, another method 405', async () => {
    const client = connect(origin);
    expect((await client.get('/no/such')).status).toBe(404);
    expect((await client.put('/organizations')).status).toBe(405);
  });
});

test('data is kept between runs, also on another port', { timeout: 120_000 }, async () => {
  const running = await begin();
  try {
    const again = await signIn(running.origin, 'market-cataloguer');
    expect((await again.get(kept)).body).toMatchObject({ dataset: { entry: { name: '时钟拨快后的条目' } } });
    expect((await again.get('/local/clock')).body).toMatchObject({ aheadMs: 2 * 86_400_000 });
    await expect(begin()).rejects.toThrow(/正被进程.*in use/);
  } finally {
    await running.stop();
  }
});

describe('the command', () => {
  test('start --fresh empties what was kept, tells addresses and accounts, and stops cleanly on SIGTERM', {
    timeout: 240_000,
  }, async () => {
    const port = String(await freePort());
    const { code, out, err } = await shuqi(['start', '--fresh', '--port', port, '--data', data], {
      once: 'npx shuqi demo',
      meanwhile: async () => {
        const anew = await signIn(`http://127.0.0.1:${port}`, 'market-cataloguer');
        expect((await anew.get(kept)).status).toBe(404);
        expect((await anew.get('/local/clock')).body).toMatchObject({ aheadMs: 0 });
      },
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { account } of people) expect(out).toContain(account);
    expect(out).toContain('/log/checkpoint');
    // Both this process and its database have given the folder free.
    expect(() => readFileSync(join(data, 'lock'))).toThrow('ENOENT');
  });

  test('a taken port, no Java, a folder of somebody else: one line each that says what to do', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const place = other.address();
    const port = String(typeof place === 'object' ? place?.port : '');
    const taken = await shuqi(['start', '--port', port, '--data', join(folder, 'taken')]);
    other.close();
    expect(taken).toMatchObject({ code: 1, out: '' });
    expect(taken.err).toMatch(new RegExp(`^端口 ${port} 已被占用：.+；port ${port} is taken: .+\n$`));

    const free = String(await freePort());
    const noJava = await shuqi(['start', '--port', free, '--data', join(folder, 'no-java')], { path: '/nonexistent' });
    expect(noJava.code).toBe(1);
    expect(noJava.err).toMatch(/^没有找到 Java：.+；Java is missing: install Java 17.+\n$/);

    const foreign = join(folder, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'thesis.doc'), 'years of work');
    const refused = await shuqi(['start', '--fresh', '--port', free, '--data', foreign]);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^文件夹 .+不作改动.+\n$/);
    expect(readFileSync(join(foreign, 'thesis.doc'), 'utf8')).toBe('years of work');
  });

  test('a wrong call explains itself and gives 2', async () => {
    expect(await shuqi(['bogus'])).toMatchObject({ code: 2, out: '' });
    expect(await shuqi(['clock', '--bogus'])).toMatchObject({ code: 2, out: '' });
    expect((await shuqi([])).out).toContain('npx shuqi start');
    for (const name of ['start', 'demo', 'import', 'clock']) {
      const { code, out, err } = await shuqi([name, '--help']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain(`npx shuqi ${name}`);
    }
    const nobody = await shuqi(['clock', '--port', String(await freePort())]);
    expect(nobody).toMatchObject({ code: 1 });
    expect(nobody.err).toMatch(/没有响应.+npm start/);
  });
});

/** Runs it until it ends; or, once its output contains `once`, until `meanwhile` is done and a SIGTERM has ended it. */
async function shuqi(args: string[], wish: { once?: string; meanwhile?: () => Promise<void>; path?: string } = {}) {
  const PATH = wish.path ?? process.env.PATH;
  const env = { ...process.env, PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, env });
  let out = '';
  let err = '';
  let done: Promise<void> | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    // Once: a second signal means "at once", and gives 130.
    if (wish.once === undefined || done || !out.includes(wish.once)) return;
    done = (wish.meanwhile?.() ?? Promise.resolve()).finally(() => child.kill('SIGTERM'));
    done.catch(() => undefined); // It is awaited below, when the process has ended.
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = await once(child, 'close');
  await done;
  return { code, out, err };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const place = probe.address();
  probe.close();
  return typeof place === 'object' && place ? place.port : 0;
}
