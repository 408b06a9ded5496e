import { describe, expect, test } from 'vitest';
import { asCommanded, readEntry } from '../../functions/catalog/intake/entry.ts';
import { unconfirmed } from '../../shared/domain/dataset-entry.ts';
import { articles, catalogue, given, row, run } from './importing.ts';

describe('a row becomes a draft (DZ-13)', () => {
  test('what is given is read, what is missing is told all at once with its article', () => {
    const { draft, findings, unknownHeadings } = readEntry({
      ...row(' 公园\r\n名录 ', { 更新频率: '按年更新', 开放条件: '无条件开放', 数据格式: "['xls']", 星座: '白羊' }),
      ...{ 联系电话: '0818-0000000', 发布时间: '2023-6-16', 数据主题: '城建', 数据领域: '生活服务' },
    });
    expect(draft?.entry).toEqual({
      name: '公园 名录',
      formats: ['xls'],
      type: 'table',
      opening: { attribute: 'unconditional' },
      frequency: 'yearly',
      contactDetails: '0818-0000000',
      themes: ['城建', '生活服务'],
    });
    expect(draft?.origin).toMatchObject({ published: '2023-06-16' });
    expect(unknownHeadings).toEqual(['星座']);
    const missing = findings.filter((one) => one.detail.en.endsWith('is missing')).map((one) => one.pointer);
    const members = 'sharing conditions level contact kind legalBasis necessity items highValue'.split(' ');
    expect(missing.sort()).toEqual(members.map((member) => `/entry/${member}`).sort());
  });

  test('without name and unit it goes back with both reasons', () => {
    const { draft, findings } = readEntry({ 标题: '空', 数源单位: '' });
    expect(draft).toBeUndefined();
    expect(findings.map((one) => [one.article, one.pointer])).toEqual([
      ['DZ-13', '/entry/name'],
      ['DZ-13', '/entry/source'],
    ]);
  });

  test('无条件共享 under 开放条件 speaks of sharing and leaves the opening attribute missing', () => {
    const { draft, findings } = readEntry(row('a', { 开放条件: '无条件共享' }));
    expect(draft?.entry.sharing).toEqual({ attribute: 'unconditional' });
    expect(draft?.entry.opening).toBeUndefined();
    expect(findings.map((one) => one.pointer)).toContain('/entry/opening');
  });

  test('of two columns the stricter attribute counts', () => {
    const { draft } = readEntry(row('a', { 开放条件: '有条件开放', 开放属性: '无条件开放' }));
    expect(draft?.entry.opening).toEqual({ attribute: 'conditional' });
  });

  test('a field list behind a literal \\n becomes information items', () => {
    const { draft } = readEntry(row('a', { 数据简介: '邮政局所\\n年份,邮路总长度(公里),类别（A,B）' }));
    expect(draft?.entry.items?.map((item) => item.name)).toEqual(['年份', '邮路总长度(公里)', '类别（A,B）']);
  });

  test('a person’s name and mobile number are not taken over, nor told in the reason', () => {
    const read = readEntry(row('a', { 联系人: '张三', 联系电话: '13800000000', 电子邮箱: 'office@example.cn' }));
    expect(read.draft?.entry).toMatchObject({ contactDetails: 'office@example.cn' });
    expect(JSON.stringify(read)).not.toMatch(/张三|138/);
    expect(read.findings.filter((one) => /not taken over/.test(one.detail.en))).toHaveLength(2);
  });
});

describe('the sensitivity guard (DZ-24)', () => {
  const open = (attribute: string) => row('自然人', { 开放状态: attribute, 标签: '政务,注册地区,开户银行,身份证号' });

  test.each([
    ['无条件开放', 'unconditional'],
    ['有条件开放', 'conditional'],
  ])('%s is lost until a person confirms, with each reason', (attribute, lost) => {
    const { draft, findings } = readEntry(open(attribute));
    expect(draft?.entry.opening).toBeUndefined();
    expect(draft?.openingLost).toBe(lost);
    expect(findings.filter((one) => one.article === 'DZ-24' && one.pointer === '/entry/opening')).toHaveLength(2);
  });

  test('不予开放 is not lost, and neither is an open entry that suggests nobody', () => {
    expect(readEntry(open('不予开放')).draft?.entry.opening).toEqual({ attribute: 'none' });
    const parks = readEntry(row('公园', { 开放状态: '无条件开放', 标签: '公园名称,面积' })).draft;
    expect(parks?.entry.opening).toEqual({ attribute: 'unconditional' });
    expect(parks?.openingLost).toBeUndefined();
  });

  test('suspicion from prose closes too', () => {
    const { draft } = readEntry(
      row('a', { 开放状态: '无条件开放', 描述: '受助人信息，包括姓名、身份证号、家庭住址等。' }),
    );
    expect(draft?.openingLost).toBe('unconditional');
  });

  test('the dataset’s own guard sees the same items when the draft is commanded', () => {
    const draft = readEntry(open('无条件开放')).draft;
    const entry = draft ? asCommanded(draft) : {};
    expect(entry.opening).toEqual({ attribute: 'unconditional' });
    expect(articles(unconfirmed(entry, []))).toEqual(['DZ-24', 'DZ-24']);
  });

  test('two rows of one entry: what either suggests closes both, and the stricter attribute counts', async () => {
    const { sink, drafts } = catalogue();
    const suspicious = row('a', { 开放状态: '有条件开放', 标签: '身份证号' });
    await run(given(row('a', { 开放状态: '无条件开放', 标签: '年份' }), suspicious), sink);
    const [merged] = drafts.values();
    expect(merged?.entry.opening).toBeUndefined();
    expect(merged?.openingLost).toBe('conditional');
  });
});
