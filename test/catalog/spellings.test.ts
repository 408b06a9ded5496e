import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { conceptOf, mapHeadings } from '../../functions/catalog/intake/headers.ts';
import {
  readDate,
  readFormats,
  readFrequency,
  readOpenness,
  unitKey,
} from '../../functions/catalog/intake/spellings.ts';
import { isBlank, listOf, tidy } from '../../functions/catalog/intake/text.ts';

const data = new URL('../../../shared/data/catalog/', import.meta.url);
const absent = !existsSync(data);

describe('headings', () => {
  test('width, case, spaces and a trailing colon do not matter', () => {
    expect(conceptOf('信息资源提供方名称：')).toBe('unit');
    expect(conceptOf(' ＵＲＬ ')).toBe('url');
    expect(conceptOf('data_formats')).toBe('format');
  });

  test('a heading nobody wrote down is returned, and so is one named like a built-in', () => {
    expect(mapHeadings({ 标题: 'a', 星座: 'b', constructor: 'c' })).toEqual({
      known: { title: ['a'] },
      unknown: ['星座', 'constructor'],
    });
  });

  test('two columns of one concept are both kept', () => {
    expect(mapHeadings({ 数据主题: 'a', 数据领域: 'b' }).known).toEqual({ theme: ['a', 'b'] });
  });

  test.skipIf(absent)('every column name met on real portals has the concept that was found there', () => {
    const synonyms = JSON.parse(readFileSync(new URL('header-synonyms.json', data), 'utf8'));
    const theirs: Record<string, readonly string[]> = {
      ...{ title: ['title'], description: ['description'], department: ['unit'], tags: ['tags'] },
      ...{ category: ['theme'], industry: ['industry', 'theme'], is_open: ['opening', 'sharing'] },
      ...{ update_frequency: ['frequency'], data_formats: ['format'], publish_time: ['published'] },
      ...{ update_time: ['updated'], telephone: ['phone', 'contact'], email: ['email'], url: ['url'] },
      data_volume: ['volume'],
    };
    const wrong = Object.entries(synonyms.common).filter(
      ([heading, concept]) => !theirs[String(concept)]?.includes(conceptOf(heading) ?? ''),
    );
    expect(Object.keys(synonyms.common)).toHaveLength(159);
    expect(wrong).toEqual([]);
  });
});

describe('update frequency', () => {
  test.each([
    ['每年', 'ANNUAL', 'P1Y'],
    ['按年更新', 'ANNUAL', 'P1Y'],
    ['‘每年’', 'ANNUAL', 'P1Y'],
    ['季度', 'QUARTERLY', 'P3M'],
    ['每 3 月', 'QUARTERLY', 'P3M'],
    ['每半年', 'ANNUAL_2', 'P6M'],
    ['每 121 日', 'OTHER', 'P121D'],
    ['每天', 'DAILY', 'P1D'],
  ])('%s → %s %s', (given, code, every) => {
    expect(readFrequency(given)).toEqual({ value: { code, every } });
  });

  test.each(['每 null null', '牲畜饲养', '', '每 0 日', 'constructor'])('“%s” is not understood and kept', (given) => {
    expect(readFrequency(given)).toMatchObject({ given, unread: { zh: expect.any(String) } });
  });
});

describe('opening and sharing attribute', () => {
  test.each([
    ['无条件开放', 'opening', 'unconditional', false],
    ['有条件开放', 'opening', 'conditional', false],
    ['不予开放', 'opening', 'none', false],
    ['无条件共享', 'sharing', 'unconditional', false],
    ['不予共享', 'sharing', 'none', false],
    ['无条件开发', 'opening', 'unconditional', true],
    ['依申请开放', 'opening', 'conditional', true],
    ['普通公开，简单注册用户可下载', 'opening', 'conditional', true],
    ['不开放', 'opening', 'none', true],
  ])('%s → %s %s, interpreted: %s', (given, of, attribute, interpreted) => {
    const reading = readOpenness(given, 'opening');
    expect(reading).toMatchObject({ value: { of, attribute } });
    expect('interpreted' in reading).toBe(interpreted);
  });

  test.each(['无', '安全开放', '是', '无条件开放或有条件开放'])('“%s” is not understood and kept', (given) => {
    expect(readOpenness(given, 'opening')).toMatchObject({ given });
  });
});

describe('formats, dates, lists and units', () => {
  test.each([
    ["['xls', 'xls', 'api']", ['xls', 'api']],
    ['[csv,json,rdf,xlsx,xml]', ['csv', 'json', 'rdf', 'xlsx', 'xml']],
    ['EXCEL,DOC', ['spreadsheet', 'doc']],
    ['ＣＳＶ；.xlsx', ['csv', 'xlsx']],
    ['', []],
  ])('%s', (given, known) => {
    expect(readFormats(given)).toEqual({ known, unread: [] });
  });

  test('a strange format stays beside the known ones', () => {
    expect(readFormats(['xls', '$type'])).toEqual({ known: ['xls'], unread: ['$type'] });
  });

  test.each([
    ['2023-6-16', '2023-06-16'],
    ['19/7/2023 10:31:50', '2023-07-19'],
    ['7/19/2023', '2023-07-19'],
    ['2023年6月1日', '2023-06-01'],
    ['20230616', '2023-06-16'],
    ['2023-06-16T16:00:00Z', '2023-06-17'],
    ['2023-06-16T15:59:59Z', '2023-06-16'],
  ])('%s is %s', (given, day) => {
    expect(readDate(given)).toEqual({ value: day });
  });

  test.each(['3/4/2023', '2023-02-30', '2023-13-01', '昨天'])('%s is no one day and kept', (given) => {
    expect(readDate(given)).toMatchObject({ given });
  });

  test('the strongest separator divides, outside brackets', () => {
    expect(listOf('国土资源、能源\r\n\t信息传输、软件', true)).toEqual(['国土资源、能源', '信息传输、软件']);
    expect(listOf('重大项目、批准结果', true)).toEqual(['重大项目', '批准结果']);
    expect(listOf('类别（A,B）,名称')).toEqual(['类别（A,B）', '名称']);
  });

  test('a cell that says nothing is blank; line ends become spaces', () => {
    expect(['', ' ', '空', '暂无', 'None', null, undefined, '[]'].every(isBlank)).toBe(true);
    expect(tidy('\r\n0830-1\t2 \u200b')).toBe('0830-1 2');
  });

  test('units meet without the name of their own city, and stay apart without it given', () => {
    const city = { name: '泸州市', province: '四川省' };
    expect(unitKey('泸州市龙马潭区司法局', city)).toBe(unitKey('龙马潭区 司法局', city));
    expect(unitKey('四川省泸州市公安局', city)).toBe(unitKey('市公安局', city));
    expect(unitKey('泸州市公安局')).not.toBe(unitKey('市公安局'));
    expect(unitKey('泸州市', city)).toBe('泸州市');
  });
});

describe.skipIf(absent)('every spelling of 998 real ones', () => {
  const spellings: Record<string, string>[] = absent
    ? []
    : parse(readFileSync(new URL('value-spellings.csv', data)), { columns: true, bom: true });
  const of = (field: string) => [
    ...new Set(spellings.filter((one) => one.field === field).map((one) => one.value ?? '')),
  ];

  test('frequency: 26, all understood but three that say nothing', () => {
    expect(of('freq')).toHaveLength(26);
    const unread = of('freq').filter((given) => 'unread' in readFrequency(given));
    expect(unread.sort()).toEqual(['', '每 null null', '牲畜饲养']);
  });

  test('openness: 14, all understood but three', () => {
    expect(of('open')).toHaveLength(14);
    const unread = of('open').filter((given) => 'unread' in readOpenness(given, 'opening'));
    expect(unread.sort()).toEqual(['', '安全开放', '无']);
  });

  test('formats: 198, all understood but $type', () => {
    expect(of('format')).toHaveLength(198);
    expect(of('format').flatMap((given) => readFormats(given).unread)).toEqual(['$type']);
  });

  test('themes and units: each divides into names or says nothing', () => {
    for (const given of [...of('domain'), ...of('unit')]) {
      const names = listOf(given);
      expect(names.length > 0 || isBlank(given) || given === '[None]').toBe(true);
      expect(names.join('')).not.toMatch(/['[\]\r\n\t]|None/);
    }
  });
});

test.runIf(absent)('../shared/data/catalog is absent: real catalogues are not tested here', () => {
  expect(absent).toBe(true);
});
