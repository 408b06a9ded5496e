import { articleOf, type Rule } from './article.ts';
import { operation, price, registration } from './instruments.ts';

const reg = articleOf(registration);
const ops = articleOf(operation);
const cost = articleOf(price);

/** National rules on registration 登记, authorized operation 授权运营 and its price 价格. */
export const registrationAndOperation = {
  'REG-2': reg({
    zh: '公共数据资源及其产品和服务的登记按本办法办理。',
    en: 'Public data resources and products made of them are registered under these measures.',
  }),
  'REG-3': reg({
    zh: '开发利用方作为登记主体的须为法人，非法人组织不能登记；可共同登记或委托其中一方；共同登记的，其余各方由本单位逐一确认后方受理（本系统的办理方式）。',
    en: 'A developing registrant is a legal person, so a non-legal-person body cannot register; several may apply jointly or delegate one; each of the others confirms by its own command before acceptance (our procedure).',
  }),
  'REG-5': reg({
    zh: '持有或管理单位、实施机构登记资源；运营机构登记产品和服务。',
    en: 'Holder or implementing body registers the resource, the operator products and services.',
  }),
  'REG-9': reg({
    zh: '首次、变更、更正、注销四类。首次登记在实际运营且数据已供给或产品已交付之后的期限内申请，逾期记录而不拒绝；登记从不作为供给的前提。',
    en: 'First, change, correction, deregistration. First filing runs after the first supply; late is recorded, not refused, and registration is never a condition of supply.',
  }),
  'REG-10': reg({
    zh: '登记机构限期受理、退回或说明理由不予受理；退回须一次列明全部缺项；重新提交后期限重新起算。',
    en: 'The agency accepts, returns with everything missing at once, or refuses with reasons; the clock restarts at re-submission.',
  }),
  'REG-11': reg({
    zh: '限期完成形式审核；超期须说明原因，期限不延长；审核人不得是申请人。',
    en: 'Formal review in time; an overrun is explained, never extended; the reviewer is not the applicant.',
  }),
  'REG-12': reg({
    zh: '公示期满前不得赋码；公示期内可实名并附证据提出异议，成立则登记终止；异议人身份不公开。',
    en: 'No code before the notice ends; a real-name objection with evidence may be made during it and, if upheld, ends the registration. The objector is never public.',
  }),
  'REG-13': reg({
    zh: '公示无异议的予以赋码；国家查询码未取得前留空，内部编号另列。',
    en: 'After the notice the record is coded; the national query code stays empty until issued, beside our own number.',
  }),
  'REG-15': reg({
    zh: '自赋码日起算，原则上有上限；协议期较短的产品和服务按实际运营期；届满前的续期窗口内可续，逾期由登记机构注销。',
    en: 'Runs from the code day; under a shorter agreement the real operating term. Renewable inside the window before expiry, else the agency deregisters.',
  }),
  'REG-17': reg(
    {
      zh: '条文内容尚未与公报核对，系统不据此作出拒绝。',
      en: 'Its text was not checked against the gazette; nothing is refused under it.',
    },
    'none',
  ),
  'REG-18': reg(
    {
      zh: '条文内容尚未与公报核对，系统不据此作出拒绝。',
      en: 'Its text was not checked against the gazette; nothing is refused under it.',
    },
    'none',
  ),
  'REG-19': reg(
    {
      zh: '条文内容尚未与公报核对，系统不据此作出拒绝。',
      en: 'Its text was not checked against the gazette; nothing is refused under it.',
    },
    'none',
  ),
  'REG-20': reg({
    zh: '材料虚假、伪造结果、违法使用或牟利的，登记机构撤销登记；撤销与注销是两种行为。',
    en: 'False material, forged results, illegal use or gain: the agency revokes. Revocation is not deregistration.',
  }),
  'OPS-3': ops({
    zh: '运营机构默认须为法人；非法人组织依 DZ-30 须记录法律依据后例外办理。',
    en: 'The operator is a legal person by default; another body needs a recorded legal basis (DZ-30).',
  }),
  'OPS-5': ops({
    zh: '通过共享取得的数据，未经提供单位同意不得纳入授权运营。',
    en: 'Data obtained by sharing may not be operated without the provider’s consent.',
  }),
  'OPS-6': ops({
    zh: '运营机构不得直接或通过关联方再开发其交付的产品；按统一社会信用代码比对。',
    en: 'The operator may not redevelop its own delivered products, directly or through an affiliate; credit codes are compared.',
  }),
  'OPS-9': ops({
    zh: '实施方案须具备十二项内容，缺项一次性列明。',
    en: 'A plan has twelve contents; everything missing is listed at once.',
  }),
  'OPS-11': ops({
    zh: '实施方案须经三重一大集体决策并报政府批准，按序记录。',
    en: 'A plan needs a collective decision and government approval, in that order.',
  }),
  'OPS-12': ops({
    zh: '以公开招标、邀请招标、谈判或其他公平方式选择，并留存选择记录。',
    en: 'By open or invited tender, negotiation or another fair way, with a selection record.',
  }),
  'OPS-13': ops({
    zh: '没有针对协议的集体决策记录，协议不能签署生效。',
    en: 'Without a recorded decision on the agreement it cannot take effect.',
  }),
  'OPS-14': ops({
    zh: '十三项内容齐备方可提交签署，缺项一次性列明；期限原则上有上限，超过的须记录理由，否则拒绝。',
    en: 'Thirteen contents before signing, everything missing listed at once; a longer term than the cap is refused unless a reason is recorded.',
  }),
  'OPS-16': ops({
    zh: '授权范围内的公共数据资源由实施机构登记。',
    en: 'The implementing body registers the resources it authorizes.',
  }),
  'OPS-18': ops({
    zh: '定期披露授权运营情况；本市期限见 LOCAL-3。',
    en: 'Regular disclosure; the city’s date is LOCAL-3.',
  }),
  'OPS-19': ops({
    zh: '定期披露产品和服务等情况；本市期限见 LOCAL-3。',
    en: 'Regular disclosure of products and services; the city’s date is LOCAL-3.',
  }),
  'OPS-21': ops({
    zh: '通道范围不得超出协议；超范围使用或将原始数据直接推向市场的，可采取措施。',
    en: 'A channel stays within its agreement; use beyond it or raw data put on the market is a ground for measures.',
  }),
  'OPS-25': ops({
    zh: '默认只授权政务部门数据；公用企业可参照，其他公共服务组织在记录依据前不得授权。',
    en: 'Only data of government departments by default; utilities may follow by analogy, others are blocked until a basis is recorded.',
  }),
  PRICE: cost({
    zh: '用于公共治理、公益的免费；用于产业的，授权方在发展改革部门和数据部门核定的准许收入内制定价格上限，满一个完整年度前为试行价格；金额以分为单位。条号未能核对。',
    en: 'Free for the public good; in industry up to a ceiling that the granting body sets inside the revenue approved by 发改 and the data authority, a trial price before the first full year; whole 分. Its article numbers were not checked.',
  }),
  'PRICE-5': cost({
    zh: '授权方每年三月底前向发展改革部门和数据部门报告上年度情况；系统提醒并记录。',
    en: 'The granting body reports on the year before by the end of March; the system reminds and records.',
  }),
} satisfies Record<`${'REG' | 'OPS' | 'PRICE'}-${number}` | 'PRICE', Rule>;
