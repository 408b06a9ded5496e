import type { Text } from '../law/roles.ts';
import type { Agreement } from './agreement-schema.ts';
import type { Case } from './case-schema.ts';
import type { Channel } from './channel.ts';
import type { Dataset } from './dataset-schema.ts';
import type { Deposit } from './deposit.ts';
import type { Organization } from './organization-schema.ts';
import type { Plan } from './plan.ts';
import type { Pricing } from './pricing.ts';
import type { Product } from './product-schema.ts';
import type { Qualification } from './qualification-schema.ts';
import type { Registration } from './registration-schema.ts';
import type { ServedHours } from './served-hour.ts';
import type { Yearly } from './yearly.ts';

/** What people call the states of one machine; a forgotten state does not compile. */
export type States<S extends { status: string }> = Readonly<Record<S['status'], Text>>;

const none: Text = { zh: '尚不存在', en: 'not there yet' };
const word = (zh: string, en: string): Text => ({ zh, en });

export const organizationStates: States<Organization> = {
  none,
  registered: word('已登记', 'registered'),
  verified: word('已核验', 'verified'),
  closed: word('已注销', 'closed'),
};

export const datasetStates: States<Dataset> = {
  none,
  draft: word('草稿', 'draft'),
  submitted: word('待审核', 'submitted'),
  returned: word('已退回', 'returned'),
  approved: word('已通过', 'approved'),
  published: word('已发布', 'published'),
  withdrawn: word('已撤下', 'withdrawn'),
};

export const planStates: States<Plan> = {
  none,
  drafted: word('起草中', 'drafted'),
  decided: word('已集体决策', 'decided'),
  approved: word('已批准', 'approved'),
  published: word('已公布', 'published'),
};

export const qualificationStates: States<Qualification> = {
  none,
  applied: word('已申请', 'applied'),
  qualified: word('符合条件', 'qualified'),
  selected: word('已选定', 'selected'),
  decided: word('已决定', 'decided'),
  ended: word('已终结', 'ended'),
};

export const agreementStates: States<Agreement> = {
  none,
  drafted: word('起草中', 'drafted'),
  proposed: word('待签署', 'proposed'),
  'partly-signed': word('部分签署', 'partly signed'),
  signed: word('已签署', 'signed'),
  'in-effect': word('生效中', 'in effect'),
  'notice-served': word('已发出终止通知', 'notice served'),
  expired: word('已到期', 'expired'),
  terminated: word('已终止', 'terminated'),
  settled: word('已结算', 'settled'),
};

export const registrationStates: States<Registration> = {
  none,
  due: word('应登记', 'due'),
  overdue: word('逾期未登记', 'overdue'),
  applied: word('已申请', 'applied'),
  returned: word('已退回补正', 'returned'),
  accepted: word('已受理', 'accepted'),
  reviewed: word('审核通过', 'reviewed'),
  'in-notice': word('公示中', 'in notice'),
  coded: word('已赋码', 'coded'),
  amending: word('变更申请中', 'amending'),
  'amendment-accepted': word('变更已受理', 'amendment accepted'),
  expired: word('已失效', 'expired'),
  deregistered: word('已注销', 'deregistered'),
  revoked: word('已撤销', 'revoked'),
  ended: word('已终结', 'ended'),
};

export const channelStates: States<Channel> = {
  none,
  requested: word('已申请', 'requested'),
  open: word('供给中', 'open'),
  held: word('被采取措施', 'held'),
  closed: word('已关闭', 'closed'),
};

export const servedHourStates: States<ServedHours> = {
  none,
  sealing: word('逐小时封存中', 'sealing hour after hour'),
};

export const caseStates: States<Case> = {
  none,
  reported: word('已报告', 'reported'),
  accepted: word('已立案', 'accepted'),
  emergency: word('紧急处置待确认', 'emergency, to be confirmed'),
  escalated: word('待负责人决定', 'escalated to the head'),
  bound: word('权利请求已执行', 'request carried out'),
  confirmed: word('紧急处置已确认', 'emergency confirmed'),
  noticed: word('已告知', 'noticed'),
  replied: word('已答复', 'replied'),
  decided: word('已决定', 'decided'),
  executing: word('执行中', 'executing'),
  executed: word('已执行', 'executed'),
  appealed: word('复议诉讼中', 'appealed'),
  upheld: word('决定维持', 'upheld'),
  overturned: word('决定撤销', 'overturned'),
  closed: word('已结案', 'closed'),
};

export const productStates: States<Product> = {
  none,
  declared: word('已申报', 'declared'),
  returned: word('已退回', 'returned'),
  'security-reviewed': word('安全审核通过', 'passed the security review'),
  reviewed: word('业务审核通过', 'passed both reviews'),
  listed: word('已上架', 'listed'),
  delisted: word('已下架', 'delisted'),
  rejected: word('不予上架', 'rejected'),
};

export const pricingStates: States<Pricing> = {
  none,
  open: word('准许收入待核定', 'revenue not approved'),
  approved: word('准许收入已核定', 'revenue approved'),
};

export const yearlyStates: States<Yearly> = {
  none,
  due: word('待生成', 'due'),
  prepared: word('已生成待确认', 'prepared'),
  published: word('已公布报送', 'published'),
};

export const depositStates: States<Deposit> = {
  none,
  deposited: word('已存证', 'deposited'),
};
