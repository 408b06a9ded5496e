import * as z from 'zod';
import type { Text } from '../law/roles.ts';

/** How the source data was worked on 加工方式; `copy` is on the list so that it can be refused with its article (OPS-21). */
export const processingForms = {
  statistics: { zh: '统计汇总', en: 'statistics' },
  index: { zh: '指数或评分', en: 'an index or score' },
  verification: { zh: '核验比对', en: 'verification' },
  model: { zh: '模型分析', en: 'a model’s result' },
  report: { zh: '分析报告', en: 'an analysis' },
  fusion: { zh: '多源融合加工', en: 'a fusion of several sources' },
  'de-identified': { zh: '去标识化加工', en: 'de-identified records' },
  copy: { zh: '原样提供', en: 'a plain copy' },
} as const satisfies Record<string, Text>;
export type ProcessingForm = keyof typeof processingForms;

/** What one unit of the product is: one record for each source record, a figure over many, an answer, a text. */
export const grains = {
  record: { zh: '逐条记录', en: 'a record for each record' },
  aggregate: { zh: '汇总结果', en: 'a figure over many records' },
  answer: { zh: '核验结论', en: 'an answer to a question' },
  document: { zh: '报告文本', en: 'a text' },
} as const satisfies Record<string, Text>;
export type Grain = keyof typeof grains;

/** Unit of price and quantity 计价单位. */
export const units = {
  call: { zh: '次', en: 'call' },
  record: { zh: '条', en: 'record' },
  report: { zh: '份', en: 'report' },
  set: { zh: '套', en: 'set' },
  month: { zh: '月', en: 'month' },
  year: { zh: '年', en: 'year' },
} as const satisfies Record<string, Text>;
export type Unit = keyof typeof units;

/** Public governance and public good: free under conditions; industry: may be paid. @see DZ-37 */
export const uses = {
  'public-good': { zh: '公共治理、公益', en: 'public good' },
  industry: { zh: '产业发展、行业发展', en: 'industry' },
} as const satisfies Record<string, Text>;
export type Use = keyof typeof uses;

/** Why a product left the market for good. */
export const delistingGrounds = {
  withdrawn: { zh: '运营机构下架', en: 'withdrawn by its operator' },
  ordered: { zh: '依监管要求下架', en: 'taken off by order' },
  replaced: { zh: '由新版本替代', en: 'replaced by a new version' },
  'agreement-ended': { zh: '授权协议终止', en: 'its agreement ended' },
} as const satisfies Record<string, Text>;

// Object.keys forgets the key types.
export const processingForm = z.enum(Object.keys(processingForms) as [ProcessingForm, ...ProcessingForm[]]);
export const grain = z.enum(Object.keys(grains) as [Grain, ...Grain[]]);
export const unit = z.enum(Object.keys(units) as [Unit, ...Unit[]]);
export const use = z.enum(Object.keys(uses) as [Use, ...Use[]]);
export const delistingGround = z.enum(
  Object.keys(delistingGrounds) as [keyof typeof delistingGrounds, ...(keyof typeof delistingGrounds)[]],
);
