import { articleOf, type Rule } from './article.ts';
import { local as city, policy as procedure } from './instruments.ts';

const policy = articleOf(procedure);
const local = articleOf(city);

/** Rules beside the law's own: our procedure 程序规则 (POLICY) and city settings 本市设置 (LOCAL), dated like the others. */
export const own = {
  'POLICY-1': policy({
    zh: '本级子目录报上级审核另行记录，已审核的条目照常发布。',
    en: 'The level above confirms a sub-catalogue on its own record; reviewed entries are published meanwhile.',
  }),
  'POLICY-2': policy({
    zh: '授权协议只能由协议当事方终止，其他机关只能提出终止建议。',
    en: 'Only a party to the agreement terminates it; everyone else proposes.',
  }),
  'POLICY-3': policy({
    zh: '恢复须有整改证据并由两个不同的人先后办理；只解除本案措施，不超过原授权范围。',
    en: 'Needs rectification evidence and two different people; lifts only its own case’s holds and never exceeds the former grant.',
  }),
  'POLICY-4': policy({
    zh: '同一对象最多八项措施，超过的在人工合并前一律拒绝访问。',
    en: 'Eight measures at most on one subject; beyond, access is refused until a person consolidates.',
  }),
  'POLICY-5': policy({
    zh: '查明事实、告知理由并给予答复时间、决定、送达、执行、告知救济；答复期未满又无答复的不得决定。',
    en: 'Facts, notice with grounds and time to reply, decision, delivery, execution, remedy notice. No decision before the reply or its time.',
  }),
  'POLICY-6': policy({
    zh: '先关闭、随即告知；另一人限时确认，未确认的报负责人决定；期间保持关闭，只有人能恢复。',
    en: 'Close first, notice at once; a second person confirms inside the limit, else the head decides. Closed meanwhile; only people reopen.',
  }),
  'POLICY-7': policy({ zh: '审核人不得是提交人。', en: 'The reviewer is not the submitter.' }),
  'POLICY-8': policy({
    zh: '每个受影响的闸门都读回为拒绝，且时效界限已过，措施才显示为已确认。',
    en: 'A measure is confirmed only when every gate reads back refusing and the freshness bound has passed.',
  }),
  'POLICY-9': policy({
    zh: '请求须格式正确、字段已知、大小有限；须登录、带版本与幂等键，并在调用限额内。不符的退回并说明如何改正。',
    en: 'Requests are well formed, known and bounded, signed in, with version and idempotency key, inside the limits. Others are returned with what to do.',
  }),
  'POLICY-10': policy({
    zh: '同一人不得兼任系统管理、审计与操作角色（见 GBT-39477）。',
    en: 'Administration, audit and operation are never in one hand (with GBT-39477).',
  }),
  'LOCAL-1': local({
    zh: '核心级、不予开放、数源有争议的数据不得纳入授权运营。',
    en: 'Core-level data, not-to-open data and data under a source dispute stay out of operation.',
  }),
  'LOCAL-2': local(
    {
      zh: '不含个人信息的证明材料保存三十年，由存储配置保证。',
      en: 'Proofs without personal data are kept for thirty years; storage settings see to it.',
    },
    'planned',
  ),
  'LOCAL-3': local(
    {
      zh: '实施机构与运营机构每年3月31日前披露上一年度情况。',
      en: 'Implementing body and operator disclose the year before by 31 March.',
    },
    'planned',
  ),
  'LOCAL-4': local({
    zh: '默认要求运营机构登记产品和服务，首次供给后开始计时。',
    en: 'By default the operator registers products and services; the clock starts at the first supply.',
  }),
  'LOCAL-5': local(
    {
      zh: '方案与协议的省级备案单独跟踪并预警，不影响协议生效。',
      en: 'Filing of plan and agreement is tracked with an alarm; it is no condition of effect.',
    },
    'partly',
  ),
  'LOCAL-6': local({
    zh: '当事人收到告知后有规定的工作日陈述申辩。',
    en: 'After a notice the party has the set working days to reply.',
  }),
  'LOCAL-7': local({
    zh: '紧急关闭须在规定小时数内由另一人确认（期限见 POLICY-6）。',
    en: 'A second person confirms an emergency close within the set hours (clock POLICY-6).',
  }),
} satisfies Record<`${'POLICY' | 'LOCAL'}-${number}`, Rule>;
