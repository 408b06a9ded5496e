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
    zh: '先关闭、随即告知；另一人限时确认，未确认的报负责人决定；期间保持关闭，只有人能恢复。安全机关的紧急处置须写明文书文号，否则作为报告。',
    en: 'Close first, notice at once; a second person confirms inside the limit, else the head decides. Closed meanwhile; only people reopen. A security organ stops by the number of its document, else its word is a report.',
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
  'POLICY-11': policy({
    zh: '认定、选择和决定运营机构的人员先作利益冲突申报；申报有冲突的人员或单位不得参与。',
    en: 'Whoever qualifies, selects or decides on an operator first declares interests; a person or body with a declared conflict takes no part.',
  }),
  'POLICY-12': policy({
    zh: '一方签署后另一方未在限期内签署的，该签署失效，文本须重新提出。',
    en: 'When the other side does not sign in time after the first signature, that signature lapses and the text must be proposed anew.',
  }),
  'POLICY-13': policy({
    zh: '协议终结后限期返还或删除每项数据并留存证明，逐项齐备方可结算。',
    en: 'After the end each dataset is returned or deleted in time with a certificate; settlement waits for all of them.',
  }),
  'POLICY-20': policy({
    zh: '每小时的供给记录在该小时结束五分钟后封存入日志，逐小时不断，空的也封；封存后不再补记。时钟与存储相差超过六十秒的闸门不予放行。',
    en: 'Each hour’s delivery records are sealed into the log five minutes after its end, empty hours too; nothing is added later. A gate whose clock is more than 60 s off the store’s admits nothing.',
  }),
  'POLICY-30': policy({
    zh: '由轻到重：限制、暂停、关闭、建议终止。每项措施附理由；越过较轻措施的，另附说明。',
    en: 'Mildest first: restrict, suspend, close, propose termination. Each gives reasons; skipping a rung gives its own.',
  }),
  'POLICY-31': policy({
    zh: '权利证明属实的，其请求对本人数据有约束力：排除其数据行，无法识别的关闭该数据资源；撤回请求或决定被撤销方可恢复。',
    en: 'With proven standing a request binds for one’s own data: its rows are excluded, or the dataset closes where they cannot be told; lifted on withdrawal or appeal.',
  }),
  'POLICY-32': policy({
    zh: '告警依协议自身条款先行暂停并立案，另一人限时确认，否则报负责人；协议无此条款的，由人决定是否立案。',
    en: 'An alarm suspends by the agreement’s own clause and opens a case that a person confirms or the head decides; without the clause people decide whether there is a case.',
  }),
  'POLICY-40': policy({
    zh: '整改期限由责令文书确定，逾期即列示；延长须说明理由。',
    en: 'The order sets the day; past it the rectification is shown as overdue. A later day needs its reason.',
  }),
  'POLICY-41': policy({
    zh: '评估、审查和委托处理合同载明有效期至哪一日，当日二十四时起不再有效。',
    en: 'Assessments, reviews and processing contracts say their last day and count no longer from its end.',
  }),
  'POLICY-42': policy({
    zh: '制定预案或完成演练时确定下一次演练的日期。',
    en: 'A plan, and each drill of it, says by when the next drill is held.',
  }),
  'POLICY-21': policy({
    zh: '各方在同一事务中收到通知；事项未列明的职责，告知当地的主管、登记、网信等机关；期限开始、届满前三日、逾期后每日各提醒一次，中断后补发一次并注明；暂定期限公布后重算，新旧并存。',
    en: 'Parties are told in the same transaction, and for a role that nobody is named in the office of the place; reminders come at the start, three days before the end and daily after it, each once. Provisional ends are recounted, old and new kept.',
  }),
  'POLICY-22': policy({
    zh: '推送须签名，只发往公网 https 地址，不跟随跳转；失败限次重试，之后列为死信，可由人重发。',
    en: 'Webhooks are signed, go to public https addresses only and follow no redirect; after bounded retries they are dead letters that a person may replay.',
  }),
  'POLICY-50': policy({
    zh: '平台按闸门计数自动告警并留存证据；协议约定的，可先行暂停通道并立案，由人确认或报负责人，不自动恢复。',
    en: 'The platform alarms by the gates’ own counters, with evidence; where the agreement says so it suspends the channel and opens a case at once. People confirm or escalate; it never reopens by itself.',
  }),
  'POLICY-60': policy({
    zh: '信用记录须出自已决定并告知救济途径的案件，引用法律条款；先告知、可申辩，由另一人确认后推送；可异议、可修复，撤回通知所有接收单位。',
    en: 'A credit record comes from a decided case with its remedies told and cites the law; notice and reply first, a second person confirms; objection and repair are open, and all who got it are told when it falls.',
  }),
  'POLICY-61': policy({
    zh: '监管信息只推送给登记的协同单位，只含编号、条款、时间、统一社会信用代码；收到的须验签、限时五分钟、不得重复，经人处理才产生后果。',
    en: 'Regulatory information goes only to registered partners, as ids, articles, times and credit codes; what comes in is signed, five minutes old at most and counts once, and people decide what follows.',
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
  'LOCAL-3': local({
    zh: '实施机构与运营机构每年3月31日前披露上一年度情况。',
    en: 'Implementing body and operator disclose the year before by 31 March.',
  }),
  'LOCAL-4': local({
    zh: '默认要求运营机构登记产品和服务，首次供给后开始计时。',
    en: 'By default the operator registers products and services; the clock starts at the first supply.',
  }),
  'LOCAL-5': local({
    zh: '方案批准、协议生效或变更后限期报省级备案，单独跟踪并预警，不影响协议生效。',
    en: 'Plan and agreement are filed with the province in time after approval, effect and amendment; tracked with an alarm, no condition of effect.',
  }),
  'LOCAL-6': local({
    zh: '当事人收到告知后有规定的工作日陈述申辩。',
    en: 'After a notice the party has the set working days to reply.',
  }),
  'LOCAL-7': local({
    zh: '紧急关闭须在规定小时数内由另一人确认（期限见 POLICY-6）。',
    en: 'A second person confirms an emergency close within the set hours (clock POLICY-6).',
  }),
  'LOCAL-8': local({
    zh: '运营机构资格有效期有上限，期满前复核可续，逾期由系统终结。',
    en: 'A qualification is good for a limited time; a review before its end prolongs it, otherwise the system ends it.',
  }),
  'LOCAL-9': local({
    zh: '协议续约在期满前的窗口内提出，以绩效评价合格为前提，期限上限重新计算。',
    en: 'An agreement is renewed inside the window before its end, after a passed performance evaluation; the cap counts anew.',
  }),
  'LOCAL-20': local({
    zh: '试行价格至协议生效满一年之日止，此后须重新制定上限方可收费。',
    en: 'Trial prices hold until one year after the agreement took effect; then a ceiling is set anew before anything is charged.',
  }),
  'LOCAL-60': local({
    zh: '拟记录的告知送达后，当事人有规定的工作日陈述申辩。',
    en: 'After the notice of an intended credit record its subject has the set working days to reply.',
  }),
  'LOCAL-61': local({
    zh: '信用异议、信用修复申请在规定的工作日内处理。',
    en: 'An objection to a credit record, or an application for repair, is answered in the set working days.',
  }),
  'LOCAL-63': local({
    zh: '信用记录所依据的决定被复议或诉讼撤销的，记录当即标明并告知各接收单位，由办理机关在规定的工作日内撤回。',
    en: 'A credit record whose decision is overturned on appeal is marked at once, its recipients are told, and the authority withdraws it in the set working days.',
  }),
  'LOCAL-62': local({
    zh: '考核由事件计算：时限、质量、违规、利用四项，权重和扣分注明施行日期；未经认定的只列示；达到计数上限的注明不完整；无数据的项不计入。',
    en: 'Scorecards are computed from events: timeliness, quality, violations, use, with dated weights and deductions; what is not proven is shown only, and a card that met a bound says that it is incomplete; a part without data does not count.',
  }),
  'LOCAL-64': local({
    zh: '行业主管部门按登记的职责领域处置：价格事项归价格主管部门，市场秩序归市场监管部门，会计处理和财政资金归财政部门，其他部门移送；法律交由各行业共同负责的，不按领域划分。牵头的公共数据主管部门不受此限。',
    en: 'A competent department acts in its recorded fields: prices, market order and public finance belong to one department each, and others refer; what the law leaves to every industry is not divided. The data authority, which leads, is not limited.',
  }),
  'LOCAL-41': local({
    zh: '数据资源登记材料所载的级别、个人信息标志不得轻于其目录条目；产品和服务以其自身情况为准。',
    en: 'The file of a data resource says no milder level, and no less of personal information, than its catalogue entries; a product’s file is its own word.',
  }),
  'LOCAL-40': local({
    zh: '同一数据资源只登记一次，持有单位或实施机构任一方登记即可；重复申请的告知已有登记。',
    en: 'A data resource is registered once, by its holder or by the implementing body; a second application is told of the first.',
  }),
  'LOCAL-30': local({
    zh: '自动告警的阈值：十分钟内被拒次数，以及一小时供给量与该通道以往最高值之比。',
    en: 'Thresholds of automatic alarms: refusals in ten minutes, and an hour’s volume against the channel’s highest before.',
  }),
} satisfies Record<`${'POLICY' | 'LOCAL'}-${number}`, Rule>;
