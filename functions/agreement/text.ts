import { type Content, contentHeads, type DraftContents } from '../../shared/domain/agreement-contents.ts';
import type { Declaration, DraftVersion } from '../../shared/domain/agreement-schema.ts';
import type { Scope } from '../../shared/domain/scope.ts';
import { type AlarmKind, thresholds } from '../../shared/law/thresholds.ts';
import { scopeLines } from './scope-text.ts';

/** A side as its agreement names it. */
export interface Party {
  readonly title: string;
  /** 统一社会信用代码. */
  readonly creditCode: string;
}

/** Everything that the text of one version says. */
export interface Wording {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly plan: { readonly id: string; readonly title: string };
  readonly qualification: string;
  readonly grantor: Party;
  readonly operator: Party;
  readonly contents: DraftContents;
  readonly scope: Scope;
  /** Hash of the scope as the gate knows it: field names alone could be read in two ways. */
  readonly scopeHash: string;
  readonly exceptions: DraftVersion['exceptions'];
  readonly declarations: DraftVersion['declarations'];
  /** Absent from texts without such a rule, whose bytes stay as they were. */
  readonly protection?: { readonly alarms: readonly AlarmKind[]; readonly authority: Party };
}

/**
 * The one text of a version, for printing and for hashing (UTF-8, lines end with LF). The same wording gives the same
 * bytes for ever: a change here is a new format, never a correction. Whatever a clause says stands indented, so no
 * clause can pass for a heading. It names agreement and version, so its hash belongs to no other.
 */
export function textOf(wording: Wording): string {
  const { id, version, title, plan, qualification, grantor, operator } = wording;
  return lines(
    '公共数据授权运营协议',
    oneLine(title),
    '',
    `协议编号：${id}`,
    `文本版本：第${version}版`,
    `实施方案：${oneLine(plan.title)}（${plan.id}）`,
    `运营机构资格：${qualification}`,
    `甲方（实施机构）：${oneLine(grantor.title)}（统一社会信用代码 ${grantor.creditCode}）`,
    `乙方（授权运营单位）：${oneLine(operator.title)}（统一社会信用代码 ${operator.creditCode}）`,
    '',
    ...headings.flatMap((content, index) => [
      `${ordinals[index]}、${contentHeads[content].zh}`,
      ...clausesOf(content, wording.contents),
      '',
    ]),
    '附件一　数据范围',
    ...orNone(scopeLines(wording.scope)),
    ...indented(`范围摘要（SHA-256）：${wording.scopeHash}`),
    '',
    '附件二　例外及其依据',
    ...orNone(wording.exceptions.map(({ article, basis }) => `${article}：依据文件承诺值 ${basis.commitment}`)),
    '',
    '附件三　甲方声明',
    ...orNone(wording.declarations.flatMap(declarationLines)),
    '',
    '附件四　电子形式与签名',
    ...indented('双方同意本协议采用电子形式，以各自登记的密钥签署。签名的对象是本文本 UTF-8 字节的 SHA-256 摘要。'),
    ...protectionLines(wording.protection),
  );
}

/** Appendix five; a case cites it by this name. */
function protectionLines(protection: Wording['protection']): string[] {
  if (!protection) return [];
  const { title, creditCode } = protection.authority;
  return [
    '',
    '附件五　自动保护',
    ...indented('出现下列告警之一时，平台先行暂停相应供给通道并立案；由监管单位另行确认或报其负责人决定，不自动恢复：'),
    ...protection.alarms.flatMap((kind, at) => indented(`（${at + 1}）${thresholds[kind].what.zh}`)),
    ...indented(`监管单位：${oneLine(title)}（统一社会信用代码 ${creditCode}）`),
  ];
}

// Object.keys forgets the key type; the order is that of the article.
const headings = Object.keys(contentHeads) as Content[];
const ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三'] as const;

/** Names of the clauses inside each content, in the order in which they are printed. */
const clauseNames: Readonly<Record<Content, Readonly<Record<string, string>>>> = {
  resources: { datasets: '数据资源', catalogue: '目录' },
  term: { from: '起始日（含）', until: '截止日（含）' },
  products: {
    range: '产品和服务范围',
    technicalStandard: '技术标准',
    securityReview: '安全审核',
    businessReview: '业务审核',
  },
  platform: { platform: '运营支撑平台' },
  assets: { ownership: '资产权属' },
  disclosure: { disclosure: '信息披露', noRedevelopment: '不得再开发的要求' },
  revenue: { cost: '成本', revenue: '收入', sharing: '收益分配' },
  security: {
    security: '数据安全',
    personalInformation: '个人信息保护',
    monitoring: '风险监测',
    emergency: '应急处置',
  },
  performance: { evaluation: '绩效评价', renewal: '续约', exit: '退出' },
  breach: { liability: '违约责任', restrict: '限制数据获取权限', close: '关闭数据供给通道', terminate: '终止授权' },
  disputes: { way: '解决方式', clause: '约定' },
  change: { change: '变更', termination: '终止' },
  other: { clause: '约定' },
};
const ways = { negotiation: '协商', litigation: '诉讼', arbitration: '仲裁' } as const;

function clausesOf(content: Content, contents: DraftContents): string[] {
  const given: Readonly<Record<string, string | readonly string[] | undefined>> = contents[content] ?? {};
  return Object.entries(clauseNames[content]).flatMap(([name, label]) => {
    const value = given[name];
    const text = typeof value === 'string' ? (name === 'way' ? wayOf(value) : value) : value?.join('、');
    return [`　${label}：`, ...indented(text === undefined || text === '' ? '（未填写）' : text)];
  });
}

const wayOf = (value: string): string => ways[value as keyof typeof ways] ?? value;

function declarationLines(one: Declaration): string[] {
  const shown = {
    consent: '提供单位同意',
    personalBasis: '个人信息处理依据',
    personalAssessment: '个人信息保护影响评估',
    importantAssessment: '重要数据风险评估',
  } as const;
  const documents = (Object.keys(shown) as (keyof typeof shown)[]).flatMap((name) => {
    const ref = one[name];
    return ref ? [`${one.dataset}：${shown[name]}，文件承诺值 ${ref.commitment}`] : [];
  });
  const source = `${one.dataset}：来源${one.disputed ? '有' : '无'}争议，${one.shared ? '共享取得' : '非共享取得'}`;
  return [source, ...documents];
}

const orNone = (given: readonly string[]): string[] => (given.length > 0 ? given : ['无']).flatMap(indented);

/** Every line of it two full-width spaces in; line ends of other systems become ours. */
const indented = (text: string): string[] => text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map((line) => `　　${line}`);

/** A name stays on its line: a break in it would start a heading. */
const oneLine = (name: string): string => name.replaceAll(/[\s\u0085]+/g, ' ');

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
