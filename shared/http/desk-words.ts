import type { Hearer, Told } from '../domain/decision.ts';
import { legalRoles, type Text } from '../law/roles.ts';

const word = (zh: string, en: string): Text => ({ zh, en });

/** What people call the facts of these proceedings; kept whole by a test. */
const facts: Readonly<Record<string, Text>> = {
  kind: word('种类', 'kind'),
  channel: word('供给通道', 'channel'),
  organization: word('使用单位', 'organization'),
  grantor: word('实施机构', 'grantor'),
  dataset: word('数据资源', 'dataset'),
  basis: word('依据', 'basis'),
  from: word('自', 'from'),
  until: word('至', 'until'),
  seen: word('计数', 'counted'),
  threshold: word('阈值', 'threshold'),
  evidence: word('证据', 'evidence'),
  reasons: word('理由', 'reasons'),
  case: word('案件', 'case'),
  subject: word('当事人', 'subject'),
  authority: word('监管单位', 'authority'),
  article: word('法规条款', 'article of the law'),
  statement: word('记录内容', 'what is recorded'),
  notice: word('告知书', 'notice'),
  proof: word('送达凭证', 'proof of delivery'),
  reply: word('陈述申辩意见', 'reply'),
  objection: word('异议及理由', 'objection and its grounds'),
  application: word('修复申请', 'application for repair'),
  recipients: word('接收单位', 'recipients'),
  agreement: word('授权运营协议', 'agreement'),
  sharing: word('共享', 'sharing grant'),
  opening: word('开放', 'opening grant'),
  jurisdiction: word('行政区划', 'jurisdiction'),
};
export const factWord = (name: string): Text => facts[name] ?? word(name, name);
export const knowsFact = (name: string): boolean => Object.hasOwn(facts, name);

const hearers: Readonly<Record<Hearer, Text>> = {
  'joint-registrant': word('共同登记人', 'joint registrant'),
  objector: word('异议人', 'objector'),
  reporter: word('报告人', 'reporter'),
  respondent: word('相对方', 'respondent'),
};
export const hearerWord = (told: Told): Text => ({ ...legalRoles, ...hearers })[told];

/** A page's own words, in one place where several pages say them. */
export const words = {
  desk: word('工作台', 'Desk'),
  open: word('未办结', 'Open'),
  unit: word('单位', 'Organization'),
  what: word('事项', 'What'),
  status: word('状态', 'Status'),
  since: word('时间', 'When'),
  until: word('截止', 'Until'),
  next: word('下一页', 'Next page'),
  more: word('还有更多，请按状态逐项查看。', 'There are more: look at one status.'),
  noneOf: word('没有处于这一状态的事项。', 'Nothing is in this status.'),
  asOf: word('截至', 'As of'),
  act: word('办理', 'What you may do now'),
  nothing: word('您现在没有需要办理的步骤。', 'There is no step for you to take now.'),
  steps: word('经过', 'What happened'),
  facts: word('基本情况', 'What it is about'),
  under: word('依据', 'under'),
  tells: word('办理后告知：', 'Tells: '),
  starts: word('起算期限：', 'Starts: '),
  sure: word('已核对。办理后写入日志，不能撤回。', 'I have checked it. It goes into the log and cannot be taken back.'),
  recount: word('期限重新计算', 'clocks counted again'),
  document: word('文件', 'document'),
  yes: word('是', 'yes'),
  no: word('否', 'no'),
  choose: word('请选择', 'choose'),
  optional: word('（可不填）', '(optional)'),
  history: word('其余步骤见接口', 'Further steps:'),
  platform: word('平台（自动）', 'the platform'),
  lapsed: word('已届满', 'lapsed'),
  overdue: word('已逾期', 'overdue'),
} as const satisfies Record<string, Text>;

export const daysOver = (days: number): Text => word(`逾期 ${days} 天`, `${days} d overdue`);
export const daysLeft = (days: number): Text =>
  days === 0 ? word('今日截止', 'today') : word(`还有 ${days} 天`, `${days} d left`);
