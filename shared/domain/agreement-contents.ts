import * as z from 'zod';
import type { ArticleId } from '../law/articles/titles.ts';
import type { Text } from '../law/roles.ts';
import type { Ground } from './decision.ts';
import { MAX_DATASETS } from './scope.ts';
import { id, localDate } from './values.ts';

const clause = z.string().max(4000).regex(/\S/);

/** First and last day of an agreement, both included, Asia/Shanghai. */
export const term = z.strictObject({ from: localDate, until: localDate });
export type Term = z.infer<typeof term>;

/** The thirteen contents 协议内容 as structured clauses, complete. @see OPS-14 */
export const contents = z.strictObject({
  resources: z.strictObject({ datasets: z.array(id).min(1).max(MAX_DATASETS), catalogue: clause }),
  term,
  products: z.strictObject({
    range: clause,
    technicalStandard: clause,
    securityReview: clause,
    businessReview: clause,
  }),
  platform: z.strictObject({ platform: clause }),
  assets: z.strictObject({ ownership: clause }),
  disclosure: z.strictObject({ disclosure: clause, noRedevelopment: clause }),
  revenue: z.strictObject({ cost: clause, revenue: clause, sharing: clause }),
  security: z.strictObject({ security: clause, personalInformation: clause, monitoring: clause, emergency: clause }),
  performance: z.strictObject({ evaluation: clause, renewal: clause, exit: clause }),
  /** The three measures stand here as clauses, so that a decision can cite clause and article (DZ-43). */
  breach: z.strictObject({ liability: clause, restrict: clause, close: clause, terminate: clause }),
  disputes: z.strictObject({ way: z.enum(['negotiation', 'litigation', 'arbitration']), clause }),
  change: z.strictObject({ change: clause, termination: clause }),
  other: z.strictObject({ clause }),
});
export type Contents = z.infer<typeof contents>;
export type Content = keyof Contents;

/** An agreement being written: any content, and any clause of one, may be absent. */
export const draftContents = z.strictObject({
  resources: contents.shape.resources.partial().optional(),
  term: contents.shape.term.partial().optional(),
  products: contents.shape.products.partial().optional(),
  platform: contents.shape.platform.partial().optional(),
  assets: contents.shape.assets.partial().optional(),
  disclosure: contents.shape.disclosure.partial().optional(),
  revenue: contents.shape.revenue.partial().optional(),
  security: contents.shape.security.partial().optional(),
  performance: contents.shape.performance.partial().optional(),
  breach: contents.shape.breach.partial().optional(),
  disputes: contents.shape.disputes.partial().optional(),
  change: contents.shape.change.partial().optional(),
  other: contents.shape.other.partial().optional(),
});
export type DraftContents = z.infer<typeof draftContents>;

/** The heads, in the order of the article. */
export const contentHeads: Readonly<Record<Content, Text>> = {
  resources: { zh: '数据资源及目录', en: 'resources and catalogue' },
  term: { zh: '期限', en: 'term' },
  products: { zh: '产品和服务及其技术标准、安全审核、业务审核', en: 'products with standard and both reviews' },
  platform: { zh: '支撑平台', en: 'supporting platform' },
  assets: { zh: '资产权属', en: 'ownership of assets' },
  disclosure: { zh: '信息披露与不得再开发', en: 'disclosure and no redevelopment' },
  revenue: { zh: '成本、收入与收益分配', en: 'cost, revenue and benefit sharing' },
  security: { zh: '安全、个人信息、风险监测与应急', en: 'security, personal information, monitoring, emergency' },
  performance: { zh: '绩效评价、续约与退出', en: 'evaluation, renewal and exit' },
  breach: { zh: '违约责任', en: 'breach' },
  disputes: { zh: '争议解决', en: 'disputes' },
  change: { zh: '变更与终止', en: 'change and termination' },
  other: { zh: '其他事项', en: 'other' },
};

/** Our names of the clauses of DZ-43. */
const measureClauses: Readonly<Record<string, Text>> = {
  restrict: { zh: '限制数据获取权限条款', en: 'the clause on restricting access' },
  close: { zh: '关闭数据供给通道条款', en: 'the clause on closing the channel' },
  terminate: { zh: '终止授权条款', en: 'the clause on terminating the authorization' },
};

/** One gap: which content, which clause of it (absent: all of it). Small enough to stand in the state. */
export const gap = z.strictObject({
  content: z.enum(Object.keys(contentHeads) as [Content, ...Content[]]),
  clause: z.string().max(40).optional(),
});
export type Gap = z.infer<typeof gap>;

/** Everything a draft lacks, in the order of the article: the completeness meter. Empty: all thirteen are there. */
export function missingContents(draft: DraftContents): Gap[] {
  return gap.shape.content.options.flatMap((content): Gap[] => {
    const clauses: Readonly<Record<string, unknown>> | undefined = draft[content];
    if (clauses === undefined) return [{ content }];
    const asked = Object.keys(contents.shape[content].shape);
    return asked.flatMap((one) => (clauses[one] === undefined ? [{ content, clause: one }] : []));
  });
}

/** Gaps as grounds with article and place; a missing measure cites DZ-43, everything else OPS-14. */
export function gapGrounds(gaps: readonly Gap[]): readonly Ground[] {
  return gaps.map(({ content, clause: name }) => {
    const measure = content === 'breach' && name !== undefined ? measureClauses[name] : undefined;
    const article: ArticleId = measure ? 'DZ-43' : 'OPS-14';
    const head = contentHeads[content];
    const detail = measure
      ? { zh: `缺少${measure.zh}`, en: `${measure.en} is missing` }
      : { zh: `缺少“${head.zh}”${name ? `(${name})` : ''}`, en: `${head.en}${name ? `: ${name}` : ''} is missing` };
    return { article, pointer: `/contents/${content}${name ? `/${name}` : ''}`, detail };
  });
}

/** What is lawful to write and yet worth a warning: an arbitration clause is void where the agreement is administrative. */
export function contentWarnings(draft: DraftContents): readonly Ground[] {
  if (draft.disputes?.way !== 'arbitration') return [];
  const zh = '行政协议约定仲裁的条款无效';
  const en = 'an arbitration clause is void in an administrative agreement';
  return [{ article: 'AAJ-26', pointer: '/contents/disputes/way', detail: { zh, en } }];
}
