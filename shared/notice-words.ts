import type { PeriodId } from './law/periods.ts';
import type { Text } from './law/roles.ts';

/** What a notice says besides its rule and its time: what still works meanwhile, and where to answer. */
export interface Words {
  readonly meanwhile?: Text;
  /** Route below the stream's own address, and what one does there. */
  readonly reply?: { readonly path: string; readonly text: Text };
}

const onlyThat: Text = {
  zh: '只有被处置的通道停止供给；其他通道、已交付的数据、查询和申诉不受影响。',
  en: 'Only what the measure names stops: other channels, data already delivered, reading and appeal go on.',
};
const nothingStops: Text = { zh: '在此期间各项业务照常。', en: 'Meanwhile everything goes on as before.' };
const rectify = {
  path: '/rectification',
  text: { zh: '提交整改证据，作为恢复的依据', en: 'hand in evidence of rectification, on which reinstatement rests' },
};
const answer = { path: '/reply', text: { zh: '提交陈述申辩', en: 'reply to the notice' } };
const appeal = { path: '/appeal', text: { zh: '登记复议或诉讼', en: 'record a review or an action' } };
const objection = { path: '/history', text: { zh: '查看每一步及依据', en: 'read every step and its ground' } };

/** By `kind.command`. What stands nowhere here gets the general words of its kind. */
export const stepWords: Readonly<Record<string, Words>> = {
  'case.open-with-emergency': { meanwhile: onlyThat, reply: rectify },
  'case.place-emergency': { meanwhile: onlyThat, reply: rectify },
  'case.confirm-emergency': { meanwhile: onlyThat, reply: rectify },
  'case.escalate': {
    meanwhile: { zh: '措施保持有效，直至负责人决定。', en: 'What was closed stays closed until the head decides.' },
    reply: { path: '/escalation', text: { zh: '由负责人确认或解除', en: 'the head confirms or lifts' } },
  },
  'case.settle-escalation': {
    meanwhile: {
      zh: '负责人确认的，措施保持；解除的，供给自即时起恢复，不超过原授权范围。',
      en: 'If the head confirmed it, it stays; if it was lifted, supply goes on at once, within the former grant.',
    },
    reply: objection,
  },
  'case.notify': {
    meanwhile: {
      zh: '作出决定之前，供给照常（紧急措施除外）。',
      en: 'Supply goes on until a decision, except for an emergency measure.',
    },
    reply: answer,
  },
  'case.record-delivery': { meanwhile: nothingStops, reply: answer },
  'case.commit-measure': { meanwhile: onlyThat, reply: appeal },
  'case.tell-remedy': {
    meanwhile: { zh: '复议、诉讼期间一般不停止执行。', en: 'Neither review nor action stays execution by itself.' },
    reply: appeal,
  },
  'case.record-outcome': {
    meanwhile: {
      zh: '决定被撤销的，措施由两人办理恢复后解除，信用记录随即标明；决定被维持的，措施继续有效。',
      en: 'If the decision was overturned, two people lift the measures and credit records are marked; if upheld, they stay.',
    },
    reply: objection,
  },
  'case.dismiss': {
    meanwhile: {
      zh: '本案不予处置，没有仍在生效的措施。',
      en: 'Nothing is done in this case, and no measure of it holds.',
    },
    reply: objection,
  },
  'credit-record.lose-ground': {
    meanwhile: {
      zh: '记录已标明依据被撤销，并已告知各接收单位；办理机关须在期限内撤回。',
      en: 'It is marked, whoever holds it is told, and the authority must withdraw it in time.',
    },
    reply: { path: '/withdraw', text: { zh: '撤回信用记录', en: 'withdraw it' } },
  },
  'case.approve-reinstatement': {
    meanwhile: {
      zh: '本案措施已解除，供给不超过原授权范围。',
      en: 'The measures are lifted, within the former grant.',
    },
    reply: objection,
  },
  'channel.hold': { meanwhile: onlyThat, reply: objection },
  'agreement.hold': { meanwhile: onlyThat, reply: objection },
  'organization.hold': { meanwhile: onlyThat, reply: objection },
  'dataset.hold': { meanwhile: onlyThat, reply: objection },
  'agreement.propose': {
    meanwhile: { zh: '签署齐备前协议不生效。', en: 'Nothing is in effect until both have signed.' },
    reply: { path: '/signatures', text: { zh: '签署协议', en: 'sign' } },
  },
  'agreement.propose-amendment': {
    meanwhile: { zh: '变更生效前，原版本继续有效。', en: 'The version in effect goes on until both have signed.' },
    reply: { path: '/signatures', text: { zh: '签署变更', en: 'sign the amendment' } },
  },
  'agreement.serve-notice': {
    meanwhile: { zh: '通知送达前，协议继续有效。', en: 'The agreement goes on until the notice has arrived.' },
    reply: objection,
  },
  'registration.return': {
    meanwhile: { zh: '供给照常；登记不是供给的前提。', en: 'Supply goes on: it does not wait for the registration.' },
    reply: { path: '/resubmission', text: { zh: '补正后重新提交', en: 'submit again' } },
  },
  'registration.apply': {
    meanwhile: {
      zh: '共同登记主体逐一确认后方可受理。',
      en: 'It is accepted once each joint registrant has confirmed.',
    },
    reply: { path: '/consent', text: { zh: '作为共同登记主体确认', en: 'confirm as a joint registrant' } },
  },
  'registration.object': {
    meanwhile: { zh: '公示继续，答复前不赋码。', en: 'The notice goes on; no code before the objection is settled.' },
    reply: { path: '', text: { zh: '查看异议并决定是否成立', en: 'read the objection and settle it' } },
  },
};

/** By clock: how to keep it. */
export const clockWords: Readonly<Partial<Record<PeriodId, Words>>> = {
  'REG-9(1)': {
    meanwhile: { zh: '供给照常；登记不是供给的前提。', en: 'Supply goes on: it does not wait for the registration.' },
    reply: { path: '/application', text: { zh: '提交首次登记申请', en: 'apply for registration' } },
  },
  'REG-10': {
    meanwhile: nothingStops,
    reply: { path: '/accept', text: { zh: '受理，或退回、不予受理', en: 'accept, return or refuse' } },
  },
  'REG-11': {
    meanwhile: nothingStops,
    reply: { path: '/review', text: { zh: '完成形式审核；超期须说明', en: 'finish the review; explain when late' } },
  },
  'REG-12': {
    meanwhile: { zh: '公示期内任何人可实名提出异议。', en: 'Anyone may object by real name until the notice ends.' },
    reply: { path: '/code', text: { zh: '公示期满后赋码', en: 'assign the code once the notice is over' } },
  },
  'REG-15': {
    meanwhile: { zh: '有效期内登记继续有效。', en: 'The registration is valid until its last day.' },
    reply: { path: '/amendments', text: { zh: '在续期窗口内申请续期', en: 'ask for renewal inside the window' } },
  },
  'OPS-14': {
    meanwhile: { zh: '期限内供给照常，届满自动停止。', en: 'Supply goes on and stops by itself when the term ends.' },
    reply: { path: '', text: { zh: '查看协议，安排续约或清理', en: 'read the agreement; renew it or settle' } },
  },
  'LOCAL-6': {
    meanwhile: { zh: '答复期满前不作决定。', en: 'No decision before the reply or the end of its time.' },
    reply: answer,
  },
  'POLICY-6': {
    meanwhile: { zh: '措施保持有效，不会自行恢复。', en: 'The measure stays; it never lapses open.' },
    reply: { path: '/confirm', text: { zh: '由另一人确认', en: 'a second person confirms' } },
  },
  'ARL-20': { meanwhile: nothingStops, reply: appeal },
  'APL-46': { meanwhile: nothingStops, reply: appeal },
};

/** Where a stream of a kind is read and answered, where that is not its plural. */
const places: Readonly<Record<string, string>> = {
  case: '/cases',
  dataset: '/datasets',
  subscription: '/webhooks',
  pricing: '/pricing',
  'price-report': '/statements/price',
  'grantor-disclosure': '/statements/grantor',
  'operator-disclosure': '/statements/operator',
  preparedness: '/emergency-plans',
  processor: '/processing-contracts',
  protected: '/protected-data',
  liaison: '/liaison-contacts',
};

export const addressOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string =>
  `${places[kind] ?? `/${kind}s`}/${id}`;

export const general: Required<Words> = {
  meanwhile: {
    zh: '除本通知写明的事项外，其他业务照常。',
    en: 'Whatever this notice does not name goes on as before.',
  },
  reply: { path: '', text: { zh: '打开该事项查看和办理', en: 'open it to read and to act' } },
};
