import { articleOf, type Rule } from './article.ts';

const standard = (number: string, since: Rule['since']) =>
  articleOf({ source: { zh: `国家标准 ${number}`, en: `National standard ${number}` }, rank: 'standard', since });

/** National standards 国家标准 whose rules the code carries. */
export const standards = {
  'GBT-32100': standard(
    'GB 32100-2015',
    '2015-10-01',
  )({
    zh: '代码须为18位且校验正确；未通过的只说明缺陷，不回显内容，因为可能是身份证号。',
    en: 'Eighteen characters with a right check character; what failed is never shown, it may be a person’s number.',
  }),
  'GBT-39477': standard(
    'GB/T 39477-2020',
    '2021-06-01',
  )({
    zh: '管理、审计、操作分设；按主体和数据实时授权与撤销。',
    en: 'Administration, audit and operation are separate; grants and their cancellation act in real time.',
  }),
  'GBT-43697': standard(
    'GB/T 43697-2024',
    '2024-10-01',
  )({
    zh: '按影响对象与程度提出级别：核心、重要、一般，从严者优先。',
    en: 'Object and degree of harm propose core, important or general; the stricter wins.',
  }),
} satisfies Record<`GBT-${number}`, Rule>;
