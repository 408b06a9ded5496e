import { articleOf, type Rule } from './article.ts';
import { dazhou } from './instruments.ts';

const dz = articleOf(dazhou);

/** Chapter 3 of the regulation 数据流通: DZ-18…DZ-31. */
export const dzCirculation = {
  'DZ-18': dz(
    {
      zh: '条目默认纳入共享范围，不予共享须有依据；统计各单位纳入比例。政务部门之间另受政务数据共享条例约束。',
      en: 'Entries are shared unless grounds say otherwise; the share per unit is counted. Between departments State Council Order 809 prevails.',
    },
    'partly',
  ),
  'DZ-19': dz({
    zh: '三类：无条件、有条件（写明理由与条件）、不予共享（引用法律法规规章或国家规定）。缺依据则退回，并定期复评。',
    en: 'Unconditional, conditional (reason and conditions) or none (cites its legal source). Without grounds the entry is returned; re-assessed regularly.',
  }),
  'DZ-20': dz(
    {
      zh: '有条件共享须写明理由、依据、用途；主管部门限期答复，仅在不能确定时可延长一次并征求提供单位意见；拒绝须有理由和依据；沉默不视为同意。',
      en: 'A conditional request states reason, basis and use; the authority answers in time, extended once only if undeterminable and the provider is consulted. Silence is never consent.',
    },
    'partly',
  ),
  'DZ-21': dz(
    { zh: '由目录生成，仅供各单位查阅，不对社会公开。', en: 'Generated from the catalogue for units, not public.' },
    'planned',
  ),
  'DZ-22': dz(
    {
      zh: '目录外需求经协商一致后列入共享清单。',
      en: 'Demands outside the catalogue enter the sharing list once agreed.',
    },
    'planned',
  ),
  'DZ-23': dz(
    {
      zh: '由市级主管部门会同有关部门审核并协调，本办法未定时限，系统不设时限。',
      en: 'The city authority reviews with the departments concerned; the regulation sets no limit and neither does the system.',
    },
    'planned',
  ),
  'DZ-24': dz({
    zh: '字段疑似含身份、银行、联系方式等个人或保密信息的条目不得标为开放，须由人确认并写明依据；高价值数据优先。',
    en: 'An entry whose fields suggest personal or confidential data cannot stay open until a person confirms with a ground; high-value data goes first.',
  }),
  'DZ-25': dz({
    zh: '三类；不予开放的数据须同时脱密、脱敏并取得权利人同意才可改列；个人信息须匿名化或单独同意，仅加密哈希不够。',
    en: 'Three kinds; closed data opens only when secrets are removed, content is desensitised and right holders consent. A keyed hash is not anonymity.',
  }),
  'DZ-26': dz(
    { zh: '由目录生成并向社会公开，保持最新。', en: 'Generated from the catalogue, public, kept current.' },
    'partly',
  ),
  'DZ-27': dz(
    {
      zh: '无条件开放免账号直接获取；有条件开放须申请，主管部门限期答复且不得延长；拒绝须有理由和依据。',
      en: 'Unconditional: direct, no account. Conditional: an application, answered in time without extension; a refusal gives reason and basis.',
    },
    'planned',
  ),
  'DZ-28': dz(
    {
      zh: '异议成立的，持有单位自收到之日起限期更正或删除（含决定时间）；不成立或不能开放的及时告知理由。',
      en: 'An upheld objection is carried out by the holding unit within the limit counted from receipt, deciding included; otherwise the reason is told promptly.',
    },
    'planned',
  ),
  'DZ-29': dz(
    {
      zh: '有条件开放须签承诺书，承诺内容约束供给通道；越范围、篡改、泄露等违反承诺的可关闭通道。',
      en: 'Conditional opening needs a signed undertaking; it binds the channel, and breaking it can close the channel.',
    },
    'partly',
  ),
  'DZ-30': dz({
    zh: '市、县级政府在逐项确认前提后，授权符合安全条件的组织开发利用政务部门数据，并签订协议。没有生效协议的通道不能开通。',
    en: 'A city or county government authorizes a qualified body under the listed preconditions, by agreement. No channel opens without a basis in effect.',
  }),
  'DZ-31': dz(
    {
      zh: '持有人可自愿登记自有商业数据，不构成义务。',
      en: 'Holders may list commercial data of their own; never a duty.',
    },
    'planned',
  ),
} satisfies Record<`DZ-${number}`, Rule>;
