import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Cursor, intake, type Result, type Sink } from '../../functions/catalog/intake/intake.ts';
import { nothingYet, type Outcome } from '../../functions/catalog/intake/report.ts';
import { type Row, rows } from '../../functions/catalog/intake/rows.ts';
import { draftEntry } from '../../shared/domain/dataset-entry.ts';
import { type Ground, isRefusal } from '../../shared/domain/decision.ts';
import { articles, catalogue, digest, given, row, run } from './importing.ts';

describe('a run', () => {
  test('repeats are merged into the row that came first; the rest is imported in order', async () => {
    const { sink, posts } = catalogue();
    const source = given(row('a'), row('b'), row('a'), row('Ａ ', { 更新频率: '每年' }), { 标题: 'c' });
    const { outcomes, cursor } = await run(source, sink);
    expect(outcomes.map(({ row, result, into }) => [row, result, into])).toEqual([
      [1, 'imported', undefined],
      [2, 'imported', undefined],
      [3, 'merged', 1],
      [4, 'merged', 1],
      [5, 'returned', undefined],
    ]);
    expect(posts).toEqual(['a', 'b']);
    expect(cursor).toEqual({ file: 'f', row: 5, totals: { read: 5, imported: 2, merged: 2, returned: 1, guarded: 0 } });
  });

  test('a row that the sink refused goes back with its reason, and a repeat of it is tried again', async () => {
    const reason: Ground = { article: 'DZ-14', detail: { zh: '单位不存在', en: 'no such unit' } };
    const { sink, posts } = catalogue((draft) => (draft.entry.name === 'a' ? [reason] : []));
    const { outcomes } = await run(given(row('a'), row('a'), row('b')), sink);
    expect(outcomes.map((one) => one.result)).toEqual(['returned', 'returned', 'imported']);
    expect(outcomes[0]?.reasons).toEqual([reason]);
    expect(posts).toEqual(['a', 'a', 'b']);
  });

  test('no more drafts are under way than allowed, and progress never runs ahead of them', async () => {
    let underWay = 0;
    let most = 0;
    let done = 0;
    const sink: Sink = {
      post: async () => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay--;
        done++;
        return [];
      },
      merge: async () => [],
    };
    const cursors: number[] = [];
    const names = Array.from({ length: 25 }, (_, at) => row(`n${at}`));
    const onProgress = ({ row }: Cursor) => {
      cursors.push(row);
      expect(done).toBeGreaterThanOrEqual(row);
    };
    await run(given(...names), sink, { parallel: 10, onProgress });
    expect(most).toBe(10);
    expect(cursors).toEqual([10, 20, 25]);
  });

  test('after a crash it resumes at the cursor: nothing is lost, nothing is posted twice but the last window', async () => {
    const names = [row('a'), row('b'), row('a'), row('c'), row('d'), row('b', { 更新频率: '每年' }), row('e')];
    const { sink, drafts, posts } = catalogue();
    let cursor: Cursor | undefined;
    const failing: Sink = {
      ...sink,
      post: async (draft, key) =>
        draft.entry.name === 'd' ? Promise.reject(new Error('no answer')) : sink.post(draft, key),
    };
    const onProgress = (at: Cursor) => {
      cursor = at;
    };
    const options = { parallel: 2, onProgress };
    await expect(run(given(...names), failing, options)).rejects.toThrow('no answer');
    const { cursor: end, outcomes } = await run(given(...names), sink, { ...options, ...(cursor && { from: cursor }) });
    expect([...drafts.values()].map((draft) => draft.entry.name)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(end).toMatchObject({ row: 7, totals: { read: 7, imported: 5, merged: 2, returned: 0 } });
    expect(outcomes[0]?.row).toBe((cursor === undefined ? 0 : 4) + 1);
    expect(posts.filter((name) => name === 'a')).toHaveLength(1);
  });

  test('what was refused before a crash is tried again by an exact repeat behind it', async () => {
    const reason: Ground = { article: 'DZ-14', detail: { zh: '单位不存在', en: 'no such unit' } };
    const from: Cursor = { file: 'f', row: 1, totals: { ...nothingYet, read: 1, returned: 1 } };
    const { sink: refusing, posts: before } = catalogue(() => [reason]);
    await run(given(row('a')), refusing);
    const { sink, drafts, posts } = catalogue();
    await run(given(row('a'), row('a')), sink, { from });
    expect([before, posts]).toEqual([['a'], ['a']]);
    expect(drafts.size).toBe(1);
  });

  test('a cursor of another file is refused', async () => {
    const from: Cursor = { file: 'other', row: 3, totals: nothingYet };
    const result = await intake(given(row('a')), catalogue().sink, { file: 'f', digest, from });
    expect(isRefusal(result)).toBe(true);
  });

  test('unknown columns are counted, an unreadable row is returned', async () => {
    async function* source(): AsyncGenerator<Row> {
      yield { number: 1, cells: row('a', { 星座: '1' }) };
      yield { number: 2, problem: { zh: '坏', en: 'bad' } };
      yield { number: 3, cells: row('b', { 星座: '2' }) };
    }
    const { unknownHeadings, outcomes } = await run(source(), catalogue().sink);
    expect(unknownHeadings).toEqual({ 星座: 2 });
    expect(outcomes[1]).toEqual({ row: 2, result: 'returned', reasons: [{ detail: { zh: '坏', en: 'bad' } }] });
  });
});

const data = new URL('../../../shared/data/catalog/', import.meta.url);

describe.skipIf(!existsSync(data))('real catalogues (skipped where ../shared/data is absent)', () => {
  async function imported(file: string) {
    const { sink, drafts } = catalogue();
    const result = await run(rows(createReadStream(new URL(file, data))), sink);
    for (const draft of drafts.values()) expect(draftEntry.safeParse(draft.entry).success).toBe(true);
    return { ...result, drafts };
  }
  const met = new Map<string, ReturnType<typeof imported>>();
  /** Each file is imported once, whichever test asks first. */
  const real = (file: string) => {
    const result = met.get(file) ?? imported(file);
    met.set(file, result);
    return result;
  };
  const merged = (outcomes: readonly Outcome[], how: string) =>
    outcomes.filter((one) => one.result === 'merged' && one.reasons[0]?.detail.en.startsWith(how)).length;

  test.each([
    ['fujian_fuzhou.json', { read: 2_300, imported: 20, merged: 2_280, returned: 0 }],
    ['sichuan_luzhou.json', { read: 6_994, imported: 6_976, merged: 13, returned: 5 }],
    ['ningxia_ningxia.json', { read: 1_987, imported: 1_815, merged: 172, returned: 0 }],
    ['anhui_huaibei.json', { read: 375, imported: 375, merged: 0, returned: 0 }],
    ['anhui_wuhu.json', { read: 531, imported: 531, merged: 0, returned: 0 }],
    ['xinjiang_wlmq.json', { read: 99, imported: 96, merged: 3, returned: 0 }],
  ])('%s', async (file, totals) => {
    const { cursor, unknownHeadings } = await real(file);
    expect(cursor.totals).toMatchObject(totals);
    expect(unknownHeadings).toEqual({});
  });

  test('ningxia: 140 rows are exact repeats, 32 more have the same name and unit', async () => {
    const { outcomes } = await real('ningxia_ningxia.json');
    expect([merged(outcomes, 'the same as'), merged(outcomes, 'the same name')]).toEqual([140, 32]);
  });

  test('luzhou: the 5 rows without name and unit say both', async () => {
    const { outcomes } = await real('sichuan_luzhou.json');
    const returned = outcomes.filter((one) => one.result === 'returned');
    expect(returned.map((one) => articles(one.reasons))).toEqual(Array(5).fill(['DZ-13', 'DZ-13']));
  });

  test('wlmq: no entry whose fields suggest identity or bank data is open', async () => {
    const { drafts, outcomes } = await real('xinjiang_wlmq.json');
    const suspicious = [...drafts.values()].filter((draft) =>
      draft.suspected.some((item) => item.category === 'identity' || item.category === 'bank'),
    );
    expect(suspicious.length).toBeGreaterThanOrEqual(10);
    for (const draft of suspicious) {
      expect(draft.entry.opening?.attribute ?? 'none').toBe('none');
      expect(draft.openingLost).toBeDefined();
    }
    const named = suspicious.find((draft) => draft.entry.name === '招标自然人信息');
    expect(named?.openingLost).toBe('unconditional');
    const reasons = outcomes.find((one) => one.name === '招标自然人信息')?.reasons ?? [];
    expect(articles(reasons).filter((article) => article === 'DZ-24').length).toBeGreaterThanOrEqual(5);
  });

  test('wuhu: field lists become items', async () => {
    const { drafts } = await real('anhui_wuhu.json');
    expect([...drafts.values()].filter((draft) => draft.entry.items).length).toBeGreaterThanOrEqual(420);
  });
});

test('twenty thousand rows stream through: what grows is the register, not the rows', async () => {
  async function* many(): AsyncGenerator<Row> {
    const filler = 'x'.repeat(1_000);
    for (let number = 1; number <= 20_000; number++) yield { number, cells: row(`n${number}`, { 摘要: filler }) };
  }
  let posted = 0;
  const post = async () => {
    posted++;
    return [];
  };
  const sink: Sink = { post, merge: async () => [] };
  const result: Result = await run(many(), sink, { onOutcome: () => {} });
  expect(posted).toBe(20_000);
  expect(result.cursor.totals.imported).toBe(20_000);
});
