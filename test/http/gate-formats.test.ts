import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rowReader } from '../../functions/gate/csv.ts';
import { folderUpstream } from '../../functions/gate/folder.ts';
import { formatOf } from '../../functions/gate/format.ts';
import type { Upstream } from '../../functions/gate/upstream.ts';
import { readDelivery } from '../../shared/store/served.ts';
import { freshTable } from '../dynamodb.ts';
import { bringing, csvOf, HEADING, memoryUpstream, type Supply, supply, testGate, tokenFor } from './supply.ts';

const { client, table } = await freshTable();
const folder = mkdtempSync(join(tmpdir(), 'gate-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { store } = testGate(client, table).gate;

const via = async (of: Supply, upstream: Upstream) =>
  bringing(testGate(client, table, { upstream }).app, await tokenFor(of.channel, of.links));
const dataOf = ({ channel }: Supply) => `/channels/${channel}/data`;
const ndjson = { accept: 'application/x-ndjson' };

/** 企业名称,备注 / 甲𠀀乙 (a character of four bytes, all of them digits in ASCII or high) / "丙,丁" in GB18030. */
const gb = Buffer.concat([
  Buffer.from('c6f3d2b5c3fbb3c6', 'hex'),
  Buffer.from(','),
  Buffer.from('b1b8d7a2', 'hex'),
  Buffer.from('\r\n'),
  Buffer.from('bcd795328236d2d2', 'hex'),
  Buffer.from(',\r\n"'),
  Buffer.from('b1fb', 'hex'),
  Buffer.from(','),
  Buffer.from('b6a1', 'hex'),
  Buffer.from('",1\r\n'),
]);

describe('a source in GB18030', () => {
  async function read(bytes: Uint8Array, chunk: number, from = 0) {
    const reader = rowReader(from, 'gb18030');
    const rows = [];
    for (let at = from; at < bytes.length; at += chunk)
      rows.push(...(await reader.rows(bytes.subarray(at, at + chunk))));
    return [...rows, ...(await reader.rows(undefined))];
  }
  const cells = [
    ['企业名称', '备注'],
    ['甲𠀀乙', ''],
    ['丙,丁', '1'],
  ];

  it.each([1, 3, 1_000])('gives the same rows and places in chunks of %d bytes', async (chunk) => {
    const rows = await read(gb, chunk);
    expect(rows.map((row) => row.cells)).toEqual(cells);
    for (const [index, { end }] of rows.entries()) {
      expect((await read(gb, chunk, end)).map((row) => row.cells)).toEqual(cells.slice(index + 1));
    }
  });

  it('loses its byte order mark, and only at the beginning', async () => {
    const marked = Buffer.concat([Buffer.from('84319533', 'hex'), gb]);
    expect((await read(marked, 2)).map((row) => row.cells)).toEqual(cells);
    expect((await read(marked, 2, 4)).map((row) => row.cells)).toEqual(cells);
  });

  it('with bytes that are no character is not handed on as something else', async () => {
    await expect(read(Buffer.from([0x61, 0x0a, 0xff, 0xff, 0x0a]), 9)).rejects.toMatchObject({
      reason: 'source-failed',
    });
  });

  it('leaves as UTF-8, page by page', async () => {
    const of = await supply(store);
    writeFileSync(join(folder, `${of.links.dataset}.gb18030.csv`), gb);
    const caller = await via(of, folderUpstream(folder));
    const first = await caller.get(`${dataOf(of)}?limit=1`);
    expect(first.text).toBe('企业名称\r\n甲𠀀乙\r\n');
    const cursor = encodeURIComponent(first.headers.get('shuqi-next-cursor') ?? '');
    expect((await caller.get(`${dataOf(of)}?limit=1&cursor=${cursor}`)).text).toBe('企业名称\r\n"丙,丁"\r\n');
  });

  const payload = '../shared/data/payload/abnormal-enterprises.gb18030.csv';
  it.skipIf(!existsSync(payload))('a real file leaves whole, as another decoder reads it', async () => {
    const of = await supply(store);
    copyFileSync(payload, join(folder, `${of.links.dataset}.gb18030.csv`));
    const text = new TextDecoder('gb18030').decode(readFileSync(payload));
    const names = text.split(/\r?\n/).map((line) => line.split(',')[0]?.replaceAll('"', ''));
    const answer = await (await via(of, folderUpstream(folder))).get(`${dataOf(of)}?stream=true`, ndjson);
    expect(answer.status).toBe(200);
    const rows = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).企业名称);
    const expected = names.slice(1).filter((name) => name !== '');
    expect(rows).toHaveLength(expected.length);
    expect(rows.join('\n') === expected.join('\n')).toBe(true);
  });
});

it.each([
  ['a quote that never ends', ['a,b\n"1,2\n', '3,4\n']],
  ['a quote inside a cell', ['a,b\n', '1,x"y"\n']],
  ['a record of more than a megabyte', ['a,b\n', '1,', 'x'.repeat(600_000), 'x'.repeat(600_000)]],
])('%s is no CSV', async (_, chunks) => {
  const reader = rowReader(0);
  const reading = async () => {
    for (const chunk of [...chunks.map((text) => new TextEncoder().encode(text)), undefined]) await reader.rows(chunk);
  };
  await expect(reading()).rejects.toMatchObject({ reason: 'source-failed' });
});

describe('NDJSON', () => {
  const objects = [0, 1, 2].map((n) => ({ 企业名称: `企业,${n}`, 统一社会信用代码: `91511700000000000${n}` }));
  const lines = objects.map((one) => `${JSON.stringify(one)}\n`).join('');

  it.each(['', '?stream=true'])('gives an object a row, of the permitted fields alone (%s)', async (query) => {
    const of = await supply(store);
    const answer = await (await via(of, memoryUpstream(csvOf(3)))).get(`${dataOf(of)}${query}`, ndjson);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(lines);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('accept');
    const delivery = await readDelivery(store, of.channel, answer.headers.get('shuqi-delivery') ?? '');
    expect(delivery?.end).toMatchObject({ rows: 3, bytes: Buffer.byteLength(lines) });
  });

  it('goes on page by page, and escapes what a line cannot hold', async () => {
    const of = await supply(store);
    const source = `${HEADING}\n"甲\n""乙""",x,1\n丙,x,\u0001\n`;
    const caller = await via(of, memoryUpstream(source));
    const first = await caller.get(`${dataOf(of)}?limit=1`, ndjson);
    expect(JSON.parse(first.text)).toEqual({ 企业名称: '甲\n"乙"', 统一社会信用代码: '1' });
    expect(first.text.split('\n')).toHaveLength(2);
    const cursor = encodeURIComponent(first.headers.get('shuqi-next-cursor') ?? '');
    const second = await caller.get(`${dataOf(of)}?cursor=${cursor}`, ndjson);
    expect(JSON.parse(second.text)).toEqual({ 企业名称: '丙', 统一社会信用代码: '\u0001' });
  });

  it('is never cut as too large: short cells under long names', async () => {
    const of = await supply(store);
    const source = `${HEADING}\n${'1,,2\n'.repeat(5_000)}`;
    const answer = await (await via(of, memoryUpstream(source))).get(`${dataOf(of)}?stream=true`, ndjson);
    expect(answer.text.split('\n')).toHaveLength(5_001);
  });

  it('a source with two columns of one name is not written as objects', async () => {
    const of = await supply(store);
    const caller = await via(of, memoryUpstream('企业名称,企业名称\n甲,乙\n'));
    expect((await caller.get(dataOf(of), ndjson)).status).toBe(503);
    expect((await caller.get(dataOf(of))).text).toBe('企业名称,企业名称\r\n甲,乙\r\n');
  });

  it.each([
    ['application/x-ndjson', 'ndjson'],
    ['text/csv;q=0.5, application/x-ndjson;q=0.9', 'ndjson'],
    ['APPLICATION/X-NDJSON; q=1', 'ndjson'],
    ['text/csv', 'csv'],
    ['*/*', 'csv'],
    ['application/x-ndjson;q=0', 'csv'],
    ['application/x-ndjson; q=0.0, text/csv', 'csv'],
    ['application/x-ndjsonp', 'csv'],
    [null, 'csv'],
  ] as const)('Accept %s asks for %s', (accept, format) => {
    expect(formatOf(accept)).toBe(format);
  });
});

it('a source that is replaced between its heading and its rows ends the page', async () => {
  const of = await supply(store);
  const texts = [csvOf(10), csvOf(10), csvOf(11)];
  const caller = await via(
    of,
    memoryUpstream(() => texts.shift() ?? ''),
  );
  const first = await caller.get(`${dataOf(of)}?limit=1`);
  const cursor = encodeURIComponent(first.headers.get('shuqi-next-cursor') ?? '');
  const answer = await caller.get(`${dataOf(of)}?cursor=${cursor}`);
  expect(answer.status).toBe(503);
  expect(answer.text).not.toContain('企业,');
});
