import { articleOf, type Rule } from './article.ts';
import {
  administrativeAgreements,
  administrativeLicensing,
  administrativeLitigation,
  administrativeReview,
  civilCode,
  cybersecurity,
  dataSecurity,
  electronicSignature,
  networkData,
  order809,
  personalInformation,
} from './instruments.ts';
import { standards } from './standards.ts';

const cc = articleOf(civilCode);
const pipl = articleOf(personalInformation);
const dsl = articleOf(dataSecurity);
const ndr = articleOf(networkData);
const aaj = articleOf(administrativeAgreements);

/** Laws, State Council regulations, judicial readings and standards around the regulation. */
export const laws = {
  'CC-201': cc({
    zh: '按日计算的期限，开始当日不计入，自次日起算。',
    en: 'A period in days leaves out the day it starts on.',
  }),
  'CC-202': cc({
    zh: '按年计算的，届满日为对应日；没有对应日的为当月末日。',
    en: 'A period in years ends on the same day, or on the month’s last day where there is none.',
  }),
  'CC-203': cc({
    zh: '最后一日是休息日的顺延到下一个工作日，当日24时届满。',
    en: 'A last day on a rest day moves to the next working day and ends at 24:00.',
  }),
  'CC-565': cc({
    zh: '终止协议自通知到达对方时生效：发出与到达是两个事实、两个时间。',
    en: 'Termination takes effect when the notice arrives: served and arrived are two facts with two times.',
  }),
  'CC-567': cc({
    zh: '协议终止后结算清理条款继续有效，终止后仍可结算。',
    en: 'Settlement clauses outlive the agreement: it can be settled after termination.',
  }),
  'ALL-82': articleOf(administrativeLicensing)({
    zh: '工作日不含法定节假日；本系统比照适用于各类办理期限，调休以当年公布的安排为准。',
    en: 'Working days leave out statutory holidays; applied by analogy, by the schedule published for the year.',
  }),
  'ARL-20': articleOf(administrativeReview)({
    zh: '处置决定须告知复议途径与期限；申请复议本身不停止执行。',
    en: 'A decision tells how and until when review may be asked; asking does not stay execution by itself.',
  }),
  'APL-46': articleOf(administrativeLitigation)({
    zh: '处置决定须告知诉讼途径与期限；起诉本身不停止执行。',
    en: 'A decision tells how and until when one may sue; suing does not stay execution by itself.',
  }),
  SH809: articleOf(order809)(
    {
      zh: '位阶高于 DZ-18 至 DZ-23，政务部门之间优先适用。其时限未能读到，系统不设数值；录入后两个期限并列，先到者约束。',
      en: 'Prevails over DZ-18…23 between departments. Its limits could not be read and have no value here; once loaded both show and the earlier binds.',
    },
    'none',
  ),
  'DSL-21': dsl({
    zh: '核心、重要数据以主管目录认定为准；矩阵仅作建议。',
    en: 'The competent catalogues decide what is core or important; our matrix only proposes.',
  }),
  'DSL-31': dsl({ zh: '境外主体的调用默认拒绝。', en: 'A caller outside the mainland is refused by default.' }),
  'PIPL-19': pipl(
    {
      zh: '个人信息只存于可删除的文档；删除后事件与日志仍可核验。',
      en: 'Personal data stands in erasable documents only; events and log still verify after erasing.',
    },
    'partly',
  ),
  'PIPL-21': pipl(
    {
      zh: '委托结束须返还或删除并出具证明；含个人信息的供给须有依据。',
      en: 'At the end it is returned or deleted, with a certificate; supply of personal data needs a recorded basis.',
    },
    'partly',
  ),
  'PIPL-23': pipl({
    zh: '含个人信息的通道须记录同意或匿名化依据，否则不得纳入协议范围。',
    en: 'A channel with personal fields needs recorded consent or anonymity, else it stays out of the agreement.',
  }),
  'PIPL-25': pipl({
    zh: '个人信息公开须取得单独同意或已匿名化。',
    en: 'Personal data is opened only with separate consent or made anonymous.',
  }),
  'PIPL-45': pipl(
    { zh: '个人可查询谁取得了涉及本人的数据。', en: 'A person may ask who received data about them.' },
    'planned',
  ),
  'PIPL-46': pipl(
    {
      zh: '个人请求更正的，比照校核申请办理。',
      en: 'A person’s request for correction is handled as a check request.',
    },
    'planned',
  ),
  'PIPL-47': pipl(
    {
      zh: '删除文档与盐值，日志承诺保留。',
      en: 'The document and its salt are erased; the commitment in the log stays.',
    },
    'planned',
  ),
  'PIPL-55': pipl({
    zh: '含个人信息的授权运营须先登记有效的影响评估。',
    en: 'Operation with personal data needs a valid impact assessment on record first.',
  }),
  'ESL-3': articleOf(electronicSignature)({
    zh: '双方签署须各自同意采用电子形式，缺少同意不能签署。',
    en: 'Each side consents to electronic form; without it there is no signature.',
  }),
  'ESL-13': articleOf(electronicSignature)({
    zh: '签名须以登记给签署人的密钥对待签文本的摘要作出：密钥不符、文本不一致、同一方重复签署均拒绝。',
    en: 'A signature is made with the signatory’s registered key over the hash of the text proposed: another key, another text, or a side signing twice, is refused.',
  }),
  'AAJ-16': aaj(
    {
      zh: '因公共利益变更或解除的，记录补偿事项。',
      en: 'Where the public interest ends or changes an agreement, compensation is recorded.',
    },
    'planned',
  ),
  'AAJ-26': aaj({
    zh: '协议如属行政协议，约定仲裁无效；起草时提示。',
    en: 'In an administrative agreement an arbitration clause is void; drafting shows a warning.',
  }),
  'NDR-12': ndr(
    {
      zh: '提供个人信息或重要数据的处理情况记录至少保存三年。',
      en: 'Records of providing personal or important data are kept for three years at least.',
    },
    'planned',
  ),
  'NDR-31': ndr({
    zh: '提供重要数据前须登记风险评估，否则不得纳入协议范围。',
    en: 'Important data needs a recorded risk assessment before it enters an agreement.',
  }),
  'CSL-21': articleOf(cybersecurity)(
    {
      zh: '网络日志至少留存六个月，由部署环境配置保证。',
      en: 'Network logs are kept for six months at least; the deployment sees to it.',
    },
    'planned',
  ),
  ...standards,
} satisfies Record<string, Rule>;
