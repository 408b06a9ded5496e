import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { play } from '../../infra/local/demo/demo.ts';
import { type System, startSystem } from '../../infra/local/system.ts';
import type { Terminal } from '../../infra/local/terminal.ts';
import { articleId } from '../../shared/domain/values.ts';

const root = resolve(import.meta.dirname, '../..');
const payload = resolve(root, '../shared/data/payload/listed-companies.csv');
const folder = mkdtempSync(join(tmpdir(), 'shuqi-story-'));
const failures: string[] = [];
let system: System;

beforeAll(async () => {
  system = await startSystem({
    port: 0,
    data: join(folder, 'data'),
    fresh: true,
    root,
    onStep: () => {},
    report: (what, error) => failures.push(`${what}: ${error}`),
  });
}, 120_000);
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true });
});

/** Plays it against the running platform, and keeps what is written. */
async function told(json: boolean) {
  const lines: string[] = [];
  const complaints: string[] = [];
  const screen: Terminal = {
    line: (text = '') => lines.push(text),
    say: ({ zh }) => lines.push(zh),
    progress: () => {},
    fail: (text) => complaints.push(text),
    paint: (_, text) => text,
  };
  const summary = await play(system.origin, screen, json);
  return { lines, complaints, summary };
}

const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const line = z.strictObject({
  step: z.int(),
  chapter: text,
  who: z.strictObject({ account: z.string(), unit: text, person: text }),
  what: text,
  article: articleId,
  result: z.string().min(1),
  ms: z.int().min(0),
  ok: z.literal(true),
});

describe('the story', () => {
  test('passes from the entry to the proof of the closing, an object a line', { timeout: 180_000 }, async () => {
    const { lines, complaints, summary } = await told(true);
    expect([complaints, lines.filter((one) => one.includes('"ok":false'))]).toEqual([[], []]);
    const last: unknown = JSON.parse(lines.at(-1) ?? '');
    expect(last).toEqual(summary);
    const steps = lines.slice(0, -1).map((one) => line.parse(JSON.parse(one)));
    expect(steps.map(({ step }) => step)).toEqual(steps.map((_, i) => i + 1));
    expect(summary).toMatchObject({ passed: steps.length, failed: 0 });
    const cited = new Set(steps.map(({ article }) => article));
    for (const article of ['DZ-13', 'OPS-9', 'OPS-14', 'ESL-13', 'OPS-21', 'REG-9', 'REG-10', 'REG-12', 'DZ-43']) {
      expect(cited).toContain(article);
    }
    for (const article of ['POLICY-3', 'POLICY-6', 'POLICY-8', 'CC-565', 'DZ-49']) expect(cited).toContain(article);
    const [all] = steps.filter(({ what }) => what.en === 'page by page to the end');
    const rows = existsSync(payload) ? readFileSync(payload, 'utf8').trim().split('\n').length - 1 : 3_000;
    expect(all?.result).toMatch(new RegExp(`^${rows} 行`));
    expect(failures).toEqual([]);
  });

  test('passes again on the same platform, a line a step for people', { timeout: 180_000 }, async () => {
    const { lines, complaints, summary } = await told(false);
    expect({ complaints, failed: summary.failed }).toEqual({ complaints: [], failed: 0 });
    expect(lines.at(-1)).toBe(`${summary.passed} steps passed, 0 failed`);
    expect(lines.filter((one) => / ✓ /.test(one))).toHaveLength(summary.passed);
    expect(failures).toEqual([]);
  });
});
