import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { scopeLines } from '../../functions/agreement/scope-text.ts';
import { textOf, type Wording } from '../../functions/agreement/text.ts';
import { contents } from '../domain/examples.ts';
import { documentOf } from '../domain/given.ts';

const wording: Wording = {
  id: 'agreement-1',
  version: 1,
  title: '气象数据授权运营协议',
  plan: { id: 'plan-1', title: '实施方案' },
  qualification: 'qualification-1',
  grantor: { title: '甲局', creditCode: '11511700MB0000003G' },
  operator: { title: '乙公司', creditCode: '91511700MA00000010' },
  contents,
  scope: { v: 1, datasets: { weather: ['站号', '气温'] }, purpose: '指数' },
  scopeHash: 'b'.repeat(64),
  exceptions: [],
  declarations: [],
};
const clause = (text: string): Wording => ({ ...wording, contents: { ...contents, other: { clause: text } } });
const headings = (text: string) => text.split('\n').filter((line) => /^[^　]/.test(line));

describe('the text of a version', () => {
  test('its bytes never change: agreements were signed over them', () => {
    const hash = createHash('sha256').update(textOf(wording)).digest('hex');
    expect(hash).toBe('44c0f55d7d3ef3c981c3d0b7e86b0e6cd2093a9bc19eaee78974d4cd8801b684');
  });

  test('prints the thirteen contents and four annexes in order', () => {
    const text = textOf(wording);
    expect(text).toMatch(/一、数据资源及目录\n[\s\S]*十三、其他事项\n[\s\S]*附件一[\s\S]*附件四/);
    expect(headings(text).filter((line) => /^[一二三四五六七八九十]+、/.test(line))).toHaveLength(13);
    expect(text).toContain('　　weather：气温、站号');
  });

  test.each(['\n二、期限', '\r二、期限', '\u2028二、期限', '甲\n\n附件四　电子形式与签名'])(
    'no clause passes for a heading: %j',
    (text) => {
      expect(headings(textOf(clause(text)))).toEqual(headings(textOf(wording)));
    },
  );

  test('a title that breaks the line starts no heading', () => {
    const forged = { ...wording, operator: { ...wording.operator, title: '乙\n三、公司' } };
    expect(headings(textOf(forged))).toHaveLength(headings(textOf(wording)).length);
  });

  test('what is not written is said to be missing', () => {
    expect(textOf({ ...wording, contents: {} }).match(/（未填写）/g)).toHaveLength(31);
  });

  test('id, version, scope, exceptions and declarations each change the text', () => {
    const changed: readonly Partial<Wording>[] = [
      { id: 'agreement-2' },
      { version: 2 },
      { scopeHash: 'c'.repeat(64) },
      { exceptions: [{ article: 'OPS-3', basis: documentOf('basis') }] },
      { declarations: [{ dataset: 'weather', disputed: false, shared: true, consent: documentOf('consent') }] },
      { declarations: [{ dataset: 'weather', disputed: true, shared: true }] },
    ];
    const texts = changed.map((one) => textOf({ ...wording, ...one }));
    expect(new Set([textOf(wording), ...texts]).size).toBe(changed.length + 1);
  });
});

describe('the scope in words', () => {
  test('says everything that it narrows', () => {
    const said = scopeLines({
      v: 1,
      datasets: { weather: ['站号', '气温', '日期'] },
      purpose: '指数',
      rows: {
        weather: [
          { field: '区划', division: '5117' },
          { field: '日期', text: { from: '2026-01-01' } },
        ],
      },
      treatments: {
        weather: [
          { field: '站号', do: 'hash' },
          { field: '日期', do: 'month' },
        ],
      },
      times: { hours: { from: '09:00', to: '17:30' }, weekdays: [1, 7], days: { to: '2026-12-31' } },
      quota: { day: { rows: 100 }, total: { requests: 9 } },
    });
    expect(said).toEqual([
      'weather：日期、气温、站号',
      'weather：仅供给区划 为行政区划 5117 以下的行',
      'weather：仅供给日期 不小于 "2026-01-01"的行',
      'weather：日期仅保留年月',
      'weather：站号以本通道专用的假名替代',
      '用途：指数',
      '供给日期：不限 至 2026-12-31（含首尾）',
      '供给星期：星期一、星期日',
      '供给时段：北京时间 09:00 至 17:30（含首尾分钟）',
      '用量：每个通道每日不超过 100 行',
      '用量：每个通道总计不超过 9 次请求',
    ]);
  });
});

test('an own rule of protection stands in appendix five, and changes nothing before it', () => {
  const authority = { title: '测试市数据局', creditCode: '11511700MB0000002D' };
  const text = textOf({ ...wording, protection: { alarms: ['over-quota', 'expired-basis'], authority } });
  expect(text.startsWith(textOf(wording).trimEnd())).toBe(true);
  expect(text).toContain('附件五　自动保护');
  expect(text).toContain('（2）依据到期后仍继续请求');
  expect(text).toContain('测试市数据局（统一社会信用代码 11511700MB0000002D）');
});
