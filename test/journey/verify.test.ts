import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { routes } from '../../functions/registry/routes.ts';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { registration } from '../../shared/domain/registration.ts';
import { formatVkey } from '../../shared/ledger/key.ts';
import { actor, given } from '../domain/given.ts';
import { acceptAt, applyAt, registering } from '../domain/registering.ts';
import { freshTable } from '../dynamodb.ts';
import { runningLog } from '../fault/running-log.ts';
import { open, settleCity, testService } from '../http/harness.ts';
import { recorded } from '../http/recorded.ts';
import { certified, log, parsed, SEEN, STREAM, story, witness } from '../ledger/certifying.ts';
import { signer } from '../ledger/crypto.ts';
import { build, shuqi } from './built.ts';

// Real processes, on a machine that others use too.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'shuqi-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file in this test's folder; its path. */
function put(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const policyText = (...keys: readonly string[]) => [...keys, ''].join('\n');
const ours = policyText(`log ${formatVkey(log.key)}`, `witness sup ${formatVkey(witness.key)}`, 'quorum sup');
let file: string;
let policy: string;
beforeAll(async () => {
  build();
  file = put('a.shuqi-certificate.json', await certified());
  policy = put('policy', ours);
});

describe('npx shuqi verify', () => {
  test('0: fields, order, log, signer, witness, when, and what is not proven, in both languages', async () => {
    const { code, out, err } = await shuqi(['verify', file, '--policy', policy]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const told of [
      'certificate of a registration',
      STREAM,
      '提出登记申请；no. 1: applied for',
      '气象指数',
      '511700-2026-000001',
      '自称时间 claimed time  2026-11-23T08:03:00.000Z',
      '除 2–4 之间',
      formatVkey(log.key),
      `witness.test/supervisor · ${new Date(SEEN * 1000).toISOString().slice(0, 19)}Z`,
      '不晚于 2026-11-23T08:20:00Z',
      '不证明 not proven',
      'it fits your policy',
    ]) {
      expect(out).toContain(told);
    }
    expect(out).not.toContain('secret');
  });

  test('2: without a policy it fits a key in the file, and no witness or time is believed', async () => {
    const { code, out } = await shuqi(['verify', file]);
    expect(code).toBe(2);
    expect(out).toContain('fits a key in the file; proves nothing about who');
    expect(out).toContain('no trusted witness: times are only claimed');
    expect(out).not.toContain('witness.test/supervisor');
  });

  test('--timing: what the program itself took', async () => {
    const { out } = await shuqi(['verify', file, '--policy', policy, '--timing']);
    expect(out).toMatch(/own time: \d+\.\d ms\n$/);
    // Printed for whoever reads the run; a shared machine allows no bound.
    console.log(out.trim().split('\n').at(-1));
  });

  test('needs neither server nor network, and no package: what it loads are files and hashes', () => {
    const dist = join(root, 'dist');
    const [entry = ''] = readdirSync(dist).filter((name) => /^verify-.*\.js$/.test(name));
    const loaded = new Set<string>();
    const packages = new Set<string>();
    const load = (name: string) => {
      if (loaded.has(name)) return;
      loaded.add(name);
      const code = readFileSync(join(dist, name), 'utf8');
      expect(code).not.toMatch(/\bfetch\(/);
      for (const [, target = ''] of code.matchAll(/^(?:import|\}) .*?"([^"]+)";$/gm)) {
        if (target.startsWith('./')) load(target.slice(2));
        else packages.add(target);
      }
    };
    load(entry);
    expect(loaded.size).toBeGreaterThan(2);
    expect([...packages].toSorted()).toEqual(['node:crypto', 'node:fs']);
  });
});

describe('1: what does not fit', () => {
  const wrong: readonly [string, (whole: string) => string | Promise<string>, string][] = [
    ['a field', (whole) => whole.replace('气象指数', '氣象指数'), 'what is shown is not what the leaf commits to'],
    ['a hidden commitment', (whole) => whole.replace(/("hidden": \[\s+")./, '$1/'), 'not'],
    ['the checkpoint', (whole) => whole.replaceAll('\\n13\\n', '\\n14\\n'), 'does not fit even the key in the file'],
    [
      'another log of that name',
      () => certified(story, undefined, { by: signer('log.test/city', 'ed25519') }),
      'no key',
    ],
    ['no witness', () => certified(story, undefined, { cosigned: false }), 'fewer witnesses'],
    ['saved again by another program', (whole) => JSON.stringify(JSON.parse(whole)), 'saved again'],
    ['no certificate', () => '{}', 'no certificate'],
    ['an event of another stream', () => mixed(), 'about something else'],
  ];
  test.each(wrong)('%s', async (_, change, told) => {
    const changed = put('wrong', await change(await certified()));
    const { code, out, err } = await shuqi(['verify', changed, '--policy', policy]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^不成立/);
    expect(err).toContain(told);
  });

  test('a file or policy that cannot be used: one line that says what to do', async () => {
    const latin = join(folder, 'latin');
    writeFileSync(latin, Buffer.from([0xe9, 0xff]));
    const bad = put('bad-policy', 'log nobody\nquorum none\n');
    for (const [args, told] of [
      [[join(folder, 'nowhere')], 'cannot be read'],
      [[folder], 'cannot be read'],
      [[latin], 'is no text'],
      [[], 'name the certificate file'],
      [[file, '--policy', bad], 'line 1 of the policy'],
      [[file, '--policy', put('empty', '')], 'a quorum line is missing'],
    ] as const) {
      const { code, err } = await shuqi(['verify', ...args]);
      expect([args, code, err.trim().split('\n').length]).toEqual([args, 1, 1]);
      expect(err).toContain(told);
    }
  });

  test('what could move the cursor or turn the line is shown as its code', async () => {
    const nasty = [
      { stream: STREAM, data: { type: 'applied', title: 'a\u001b[2Jb\u202ec\u009b' }, show: ['/data/title'] },
    ];
    const { out } = await shuqi(['verify', put('nasty', await certified(nasty)), '--policy', policy]);
    expect(out).toContain('a\\u{1b}[2Jb\\u{202e}c\\u{9b}');
    for (const one of ['\u001b', '\u202e', '\u009b']) expect(out).not.toContain(one);
  });
});

/** An event of another stream of the same log among those of this one. */
const mixed = (): Promise<string> =>
  certified([...story.slice(0, 1), { stream: 'registration#other', data: { type: 'accepted' } }]);

test('a registration by its own commands, logged, fetched over HTTP, verified by the built command', async () => {
  const { client } = await freshTable();
  const running = await runningLog(client);
  const service = testService(client, running.table);
  await settleCity(service, ['alpha', 'registry']);
  const registrants = [{ organization: 'alpha', legalPerson: true }];
  const { events } = given(registration).and(
    registering.apply(applyAt, { actor: actor('ann', 'alpha', 'operator'), registrants, agency: 'registry' }),
    registering.accept(acceptAt, { actor: actor('registrar', 'registry', 'registration-agency') }),
  );
  await recorded(service, registration, 'weather', events);
  await sequence(running.another());
  const ann = await open(routes, service).as('ann');
  const answer = await ann.get('/registrations/weather/proof');
  expect(answer.status).toBe(200);
  const saved = put('real.shuqi-certificate.json', answer.text);
  const trusted = put('real-policy', policyText(`log ${formatVkey(running.signer.key)}`, 'quorum none'));
  const { code, out } = await shuqi(['verify', saved, '--policy', trusted]);
  expect([code, out]).toEqual([0, expect.stringContaining('1 to 2 follow each other unbroken')]);
  expect((await shuqi(['verify', saved, '--policy', policy])).code).toBe(1);
  expect(parsed(answer.text).about).toEqual({ kind: 'registration', stream: 'registration#weather' });
});
