import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { depositBody } from '../../functions/registry/schema.ts';
import { creditCode } from '../../infra/local/city/codes.ts';
import { entries } from '../../infra/local/city/entries.ts';
import { people } from '../../infra/local/city/people.ts';
import { units } from '../../infra/local/city/units.ts';
import { fillUpstream } from '../../infra/local/city/upstream.ts';
import { movableClock, parseStep } from '../../infra/local/clock.ts';
import { carryOut } from '../../infra/local/command.ts';
import { cookieJar } from '../../infra/local/cookies.ts';
import { deposit } from '../../infra/local/deposit.ts';
import { keptSecret, takeFolder } from '../../infra/local/folder.ts';
import { importState } from '../../infra/local/import-state.ts';
import { both, columns } from '../../infra/local/terminal.ts';
import { missingFrom, unconfirmed } from '../../shared/domain/dataset-entry.ts';
import { checkCreditCode, isDivision } from '../../shared/law/identifiers.ts';
import { legalRoles, type Text } from '../../shared/law/roles.ts';

const root = mkdtempSync(join(tmpdir(), 'shuqi-local-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('the demonstration city', () => {
  test('has somebody in every legal role but the system', () => {
    const held = new Set(people.flatMap(({ roles }) => roles));
    const missing = Object.keys(legalRoles).filter((role) => role !== 'system' && ![...held].includes(role as never));
    expect(missing).toEqual([]);
  });

  test('has valid codes, known divisions, and every id once', () => {
    expect(units.filter((unit) => !checkCreditCode(unit.creditCode).ok || !isDivision(unit.jurisdiction))).toEqual([]);
    for (const ids of [units.map(({ id }) => id), entries.map(({ id }) => id), people.map(({ account }) => account)]) {
      expect(new Set(ids).size).toBe(ids.length);
    }
    expect(checkCreditCode(creditCode('91', '511700', 'MA000099')).ok).toBe(true);
  });

  test('has about sixty complete entries of every kind, none open that suggests a person', () => {
    expect(entries.length).toBeGreaterThanOrEqual(60);
    const wrong = entries.flatMap(({ id, entry }) => [...missingFrom(entry), ...unconfirmed(entry, [])].map(() => id));
    expect(wrong).toEqual([]);
    const openings = new Set(entries.map(({ entry }) => entry.opening.attribute));
    expect([...openings].sort()).toEqual(['conditional', 'none', 'unconditional']);
  });

  test('generates the same upstream rows at every run', () => {
    const [one, two] = ['one', 'two'].map((name) => join(root, name));
    for (const folder of [one, two]) fillUpstream(folder ?? '', root);
    for (const name of readdirSync(one ?? '')) {
      expect(readFileSync(join(one ?? '', name))).toEqual(readFileSync(join(two ?? '', name)));
    }
  });
});

describe('the data folder', () => {
  test('belongs to one process at a time; a lock whose process is gone counts for nothing', () => {
    const path = join(root, 'held');
    const folder = takeFolder(path);
    folder.guard(1, 'http://127.0.0.1:1'); // The first process of any machine lives.
    expect(() => takeFolder(path)).toThrow('正被进程 1 使用');
    writeFileSync(join(path, 'lock'), '999999999\n');
    takeFolder(path).release();
    expect(readdirSync(path)).not.toContain('lock');
  });

  test('is emptied by fresh, keeps secrets otherwise, and says when one is damaged', () => {
    const path = join(root, 'kept');
    const first = takeFolder(path);
    const secret = keptSecret(first, 'key', 32);
    expect(statSync(join(path, 'key')).mode & 0o777).toBe(0o600);
    expect(keptSecret(first, 'key', 32)).toEqual(secret);
    first.release();
    const second = takeFolder(path, { fresh: true });
    expect(keptSecret(second, 'key', 32)).not.toEqual(secret);
    writeFileSync(join(path, 'key'), 'short');
    expect(() => keptSecret(second, 'key', 32)).toThrow(/已损坏.+is damaged/);
  });
});

describe('shuqi deposit', () => {
  const said = async (...args: string[]) => {
    const lines: string[] = [];
    const line = (text = '') => void lines.push(text);
    const say = (text: Text) => line(both(text));
    const code = await carryOut(deposit, args, { line, say, progress: say, fail: line, paint: (_, text) => text });
    return { code, lines };
  };

  test('prints the hash that the deposit takes, of a file as it is', async () => {
    const file = join(root, 'evidence.txt');
    writeFileSync(file, 'abc');
    const { code, lines } = await said(file);
    // FIPS 180-2, appendix B.1.
    const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect([code, lines[0]]).toEqual([0, hash]);
    expect(depositBody.parse(JSON.parse(lines.at(-1)?.split('/deposits')[1] ?? ''))).toEqual({ hash });
  });

  test('says which file it cannot read, and asks for one', async () => {
    await expect(said(join(root, 'nowhere'))).rejects.toThrow(/读不到文件 .+nowhere.*ENOENT/);
    await expect(said(root)).rejects.toThrow('EISDIR');
    await expect(said()).rejects.toThrow('name the file');
  });
});

describe('the domain clock', () => {
  test('keeps its offset, never runs more than ten years ahead, and comes back', () => {
    const clock = movableClock(root);
    expect(clock.move(86_400_000)).toBe(true);
    expect(movableClock(root).ahead()).toBe(86_400_000);
    expect(clock.move(11 * 366 * 86_400_000)).toBe(false);
    expect(clock.ahead()).toBe(86_400_000);
    clock.reset();
    expect(movableClock(root).ahead()).toBe(0);
    writeFileSync(join(root, 'clock.json'), '{"aheadMs":-1}');
    expect(() => movableClock(root)).toThrow('已损坏');
  });

  test.each([
    ['+10d', 864_000_000],
    ['36h', 129_600_000],
    ['+90m', 5_400_000],
    ['+2w', 1_209_600_000],
    ['-1d', undefined],
    ['10', undefined],
    ['+1000000d', undefined],
    ['', undefined],
  ])('%s', (text, ms) => {
    expect(parseStep(text)).toBe(ms);
  });
});

test('an interrupted import goes on where it was, and no row stands twice in its report', () => {
  const [folder, report] = [join(root, 'imports'), join(root, 'report.csv')];
  const outcome = (row: number) => ({ row, result: 'imported', name: `第${row}条`, reasons: [] }) as const;
  const totals = { read: 1, imported: 1, merged: 0, returned: 0, guarded: 0 };
  const first = importState(folder, report, 'a file');
  expect(first.resumed()).toBeUndefined();
  first.write(outcome(1));
  first.keep({ file: 'f', row: 1, totals });
  first.write(outcome(2)); // Then it was cut off, before the cursor that covers it.
  const second = importState(folder, report, 'a file');
  expect(second.resumed()).toEqual({ file: 'f', row: 1, totals });
  second.write(outcome(2));
  expect(readFileSync(report, 'utf8').match(/^\d+,/gm)).toEqual(['1,', '2,']);
  expect(importState(folder, join(root, 'other.csv'), 'another file').resumed()).toBeUndefined();
  second.finish();
  expect(importState(folder, report, 'a file').resumed()).toBeUndefined();
});

test('cookies go where their path allows, and go away when they expire', () => {
  const jar = cookieJar();
  const at = (path: string) => new URL(path, 'http://127.0.0.1:3000');
  jar.keep(at('/session/start'), ['a=1; Path=/; HttpOnly', 'b=2; path=/oidc', 'c=x=y; Path=/session']);
  expect(jar.header(at('/oidc/auth'))).toBe('a=1; b=2');
  expect(jar.header(at('/oidcx'))).toBe('a=1');
  expect(jar.header(at('/session/callback'))).toBe('a=1; c=x=y');
  jar.keep(at('/'), ['a=; Path=/; Max-Age=0', 'b=; path=/oidc; expires=Thu, 01 Jan 1970 00:00:00 GMT']);
  expect(jar.header(at('/oidc/auth'))).toBe('');
});

test('columns count a Chinese character as two cells', () => {
  expect(
    columns([
      ['平台', 'x'],
      ['abcd', 'y'],
      ['a', 'z'],
    ]),
  ).toEqual(['平台  x', 'abcd  y', 'a     z']);
});
