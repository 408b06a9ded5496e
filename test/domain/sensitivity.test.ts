import { describe, expect, test } from 'vitest';
import { sensitiveItems } from '../../shared/domain/sensitivity.ts';

const category = (name: string) => sensitiveItems([name])[0]?.category;

describe('field names that suggest data of persons', () => {
  test.each([
    ['身份证号', 'identity'],
    ['持证者ID（身份证号码或统一社会信用代码）', 'identity'],
    ['法人姓名', 'identity'],
    ['id_card_no', 'identity'],
    ['开户银行', 'bank'],
    ['开产行名', 'bank'],
    ['银行帐号', 'bank'],
    ['bankAccount', 'bank'],
    ['指纹', 'biometric'],
    ['病历号', 'health'],
    ['登录密码', 'account'],
    ['负责人手机', 'contact'],
    ['联 系 电 话', 'contact'],
    ['电子邮箱', 'contact'],
    ['家庭住址', 'address'],
    ['详细地址', 'address'],
  ])('%s → %s', (name, expected) => {
    expect(category(name)).toBe(expected);
  });

  test.each([
    '统一社会信用代码',
    '企业名称',
    '法定代表人',
    '许可证编号',
    '注册资本',
    '确诊病例',
    '性别',
    '银行网点名称',
    '发生日期',
    '电话亭',
    '居住用地',
  ])('%s passes', (name) => {
    expect(category(name)).toBeUndefined();
  });

  test.each([
    '单位电话',
    '办公电话',
    '承办机构及监督电话',
    '景区对外公布咨询电话',
    '单位地址',
    '经营(企业)地址',
    '项目地址',
  ])('%s is an office’s and passes', (name) => {
    expect(category(name)).toBeUndefined();
  });

  test.each(['企业法定代表人电话', '单位联系人', '企业负责人手机', '单位员工家庭地址'])(
    '%s names a person beside the office and does not pass',
    (name) => {
      expect(category(name)).toBeDefined();
    },
  );

  test.each(['电话', '联系电话', '地址', '招标代理联系电话'])('%s could be either: it errs closed', (name) => {
    expect(category(name)).toBeDefined();
  });

  test.each(['残疾人就业人数', '账户数', '户籍人口', '患者比例(%)'])('%s is a statistic and passes', (name) => {
    expect(category(name)).toBeUndefined();
  });

  test('the name comes back as given, in order, with a reason in both languages', () => {
    expect(sensitiveItems(['年份', '身份证号 ', '开户银行'])).toEqual([
      { name: '身份证号 ', category: 'identity', reason: { zh: expect.any(String), en: expect.any(String) } },
      { name: '开户银行', category: 'bank', reason: { zh: expect.any(String), en: expect.any(String) } },
    ]);
  });

  test('a hostile name of a million characters is judged by its beginning at once', () => {
    expect(sensitiveItems(['('.repeat(1_000_000)])).toEqual([]);
  });
});
