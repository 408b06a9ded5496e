import { articleOf, type Rule } from './article.ts';
import { dazhou } from './instruments.ts';

const dz = articleOf(dazhou);
const nothing = {
  zh: '政策性规定，系统不据此执行任何规则。',
  en: 'Policy of the governments concerned; nothing is enforced.',
};

/** Chapters 4 to 7 of the regulation 数据应用、数据安全、法律责任、附则: DZ-32…DZ-53. */
export const dzUse = {
  'DZ-32': dz(
    {
      zh: '可登记应用场景与创新大赛，不执行其他规则。',
      en: 'Scenarios and contests may be registered; nothing else is enforced.',
    },
    'none',
  ),
  'DZ-33': dz(nothing, 'none'),
  'DZ-34': dz(nothing, 'none'),
  'DZ-35': dz(nothing, 'none'),
  'DZ-36': dz({
    zh: '产品经安全审查与业务审核后方可上架。',
    en: 'A product is listed only after security and business review.',
  }),
  'DZ-37': dz({
    zh: '公共治理和公益用途有条件无偿，产业用途可有偿；登记价格依据，并导出数据资源会计所需记录。',
    en: 'Free under conditions for the public good, paid for industry; the basis of a price is recorded and accounting records can be exported.',
  }),
  'DZ-38': dz({
    zh: '受理垄断、滥用、欺诈等举报并转有权机关，系统不作处罚。',
    en: 'Reports of monopoly, abuse or fraud are taken and referred; no penalty of ours.',
  }),
  'DZ-39': dz(
    {
      zh: '各单位的资产清单由系统生成；市级实施细则尚未检得，规则集为空，公共数据资源登记按国家登记办法（REG）办理。',
      en: 'The asset inventory of each unit is generated. The city’s rules were not found, so their rule set is empty; resources are registered under the national measures (REG).',
    },
    'partly',
  ),
  'DZ-40': dz(nothing, 'none'),
  'DZ-41': dz(nothing, 'none'),
  'DZ-42': dz({
    zh: '登记记录载明登记主体，供其主张权益；登记本身不决定权属。',
    en: 'The record names the registrant; registration does not decide ownership.',
  }),
  'DZ-43': dz({
    zh: '违法或违约时，主管部门、有关部门、权利主体各依职责限制数据获取权限、关闭供给通道或终止授权。措施提交后，其后开始的请求一律拒绝。',
    en: 'On breach of law or agreement, authorities and right holders, each within its duty, restrict, close or terminate. A request that starts after the commit is refused.',
  }),
  'DZ-44': dz({
    zh: '级别为核心、重要的数据以主管目录为准，与条目级别从严；评估、预案演练、整改有记录、期限与有效期，供给异常自动告警。等保、灾备由部署落实，系统只登记其评估。',
    en: 'The competent catalogues decide what is core or important, the stricter level wins; assessments, plans, drills and rectification are recorded with their days, and unusual supply raises an alarm. Protection grading and disaster recovery are the deployment’s; their assessments are recorded.',
  }),
  'DZ-45': dz({
    zh: '事件可触发紧急关闭；登记预案、处置、公众警示与对网信、公安的通报。',
    en: 'An incident may close at once; plan, action, public warning and report to the security organs are recorded.',
  }),
  'DZ-46': dz({
    zh: '登记平台承建运维方与采购供应方的保密协议、四项安全审查与监督；协议或审查缺失、到期的，不开通通道，也不得代持密钥。',
    en: 'Contractors and sellers are bound to secrecy, reviewed on four points and supervised; without contract or review in force no channel opens for them and they hold no key for another.',
  }),
  'DZ-47': dz({
    zh: '争议由主管部门协调，可征询专家意见并留存；协调不是裁决。受理至终结期间，来源争议的数据不得纳入授权运营。',
    en: 'The authority coordinates a dispute and may ask the experts; coordination is no ruling. While a source dispute is open its dataset stays out of operation.',
  }),
  'DZ-48': dz({
    zh: '受托方只在数据安全保护合同有效期内代持密钥；合同到期或终止，令牌不再签发，通道闸门即时停用该密钥。',
    en: 'A processor holds a key only while its protection contract is in force; at its end no token is given, and ended early the gates drop the key at once.',
  }),
  'DZ-49': dz({
    zh: '每个事件进入公开的可验证日志，任何人可离线核验；考核由事件计算；监管信息签名后双向推送；信用记录须有法律依据并经告知、异议、修复，决定被撤销的当即标明并限期撤回。',
    en: 'Every event enters a public verifiable log that anyone can check offline; scorecards are computed from events; regulatory information goes both ways, signed; a credit record needs a legal basis, notice, objection and repair, and is marked at once when its decision is overturned.',
  }),
  'DZ-50': dz(nothing, 'none'),
  'DZ-51': dz({
    zh: '责任依其他法律追究；系统只移送有权机关并记录，不设处罚。',
    en: 'Liability follows other laws; the system refers to the competent body and records it, it has no penalties.',
  }),
  'DZ-52': dz({
    zh: '公职人员的线索移送纪检监察机关并记录，系统不作处理。',
    en: 'Leads about officials are referred to discipline inspection and recorded; nothing is decided here.',
  }),
  'DZ-53': dz({
    zh: '所有规则都带起止日期；协议可晚于本办法失效，到期后适用当日有效的规则。',
    en: 'Every rule is a dated value; agreements may outlive the regulation, and the rule of the day applies.',
  }),
} satisfies Record<`DZ-${number}`, Rule>;
