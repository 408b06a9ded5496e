import * as z from 'zod';
import type { Text } from '../law/roles.ts';
import type { Ground } from './decision.ts';

/** The twelve contents of an implementation plan 实施方案, in our own words: check the heads against the gazette. @see OPS-9 */
export const planContents = {
  necessity: { zh: '必要性与可行性', en: 'necessity and feasibility' },
  resources: { zh: '授权运营的数据资源及目录', en: 'data resources and their catalogue' },
  mode: { zh: '授权运营模式', en: 'mode of authorization' },
  term: { zh: '授权运营期限', en: 'term' },
  selection: { zh: '运营机构选择条件与方式', en: 'conditions and way of selecting the operator' },
  products: { zh: '产品和服务及应用场景', en: 'products, services and scenarios' },
  platform: { zh: '运营支撑平台', en: 'supporting platform' },
  duties: { zh: '各方权利和责任', en: 'rights and duties of each side' },
  benefit: { zh: '成本收益测算与分配', en: 'costs, revenue and their sharing' },
  security: { zh: '数据安全与个人信息保护', en: 'security and personal information' },
  supervision: { zh: '监督管理与绩效评价', en: 'supervision and evaluation' },
  exit: { zh: '退出机制与应急处置', en: 'exit and emergency' },
} as const satisfies Record<string, Text>;

export type PlanContent = keyof typeof planContents;
export const planContent = z.enum(Object.keys(planContents) as [PlanContent, ...PlanContent[]]);

/** A plan being written: content → text. The texts are a document; only which are missing stands in the state. */
export const draftPlan = z.partialRecord(planContent, z.string().max(8000));
export type DraftPlan = z.infer<typeof draftPlan>;

/** The contents not written yet, in the order of the article: the completeness meter. */
export function missingContents(draft: DraftPlan): PlanContent[] {
  return planContent.options.filter((content) => !/\S/.test(draft[content] ?? ''));
}

/** Missing contents as grounds, each with its place. */
export function missingGrounds(missing: readonly PlanContent[]): readonly Ground[] {
  return missing.map((content) => {
    const { zh, en } = planContents[content];
    const detail = { zh: `实施方案缺少“${zh}”`, en: `the plan lacks ${en}` };
    return { article: 'OPS-9', pointer: `/contents/${content}`, detail };
  });
}
