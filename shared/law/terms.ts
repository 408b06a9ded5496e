import type { Text } from './roles.ts';

/** A term of the field: its two names and what it means here. `not` names what it must not be mixed up with. */
export interface Term extends Text {
  readonly means: Text;
  readonly not?: Text;
}

/** Glossary 术语: one legal term, one English word, used the same in code, pages and interfaces. */
export const terms = {
  restrict: {
    zh: '限制数据获取权限',
    en: 'restrict',
    means: { zh: '收窄字段、行、速率或用途，其余照常', en: 'narrow fields, rows, rate or purpose, keep the rest' },
  },
  suspend: {
    zh: '暂停供给',
    en: 'suspend',
    means: { zh: '保护性停止，案件期间有效', en: 'a protective stop while a case runs' },
    not: { zh: '不是关闭，通道仍在', en: 'not close: the channel remains' },
  },
  close: {
    zh: '关闭数据供给通道',
    en: 'close',
    means: { zh: '立即停止供给', en: 'stop the supply at once' },
    not: { zh: '不是终止授权，协议仍在', en: 'not terminate: the agreement remains' },
  },
  terminate: {
    zh: '终止授权',
    en: 'terminate',
    means: { zh: '由协议当事方解除协议，通知到达时生效', en: 'a party ends the agreement, when its notice arrives' },
  },
  revoke: {
    zh: '撤销登记',
    en: 'revoke',
    means: { zh: '登记机构因虚假或违法取消登记', en: 'the agency’s answer to false material or illegal use' },
    not: { zh: '不是注销登记', en: 'not deregister' },
  },
  deregister: {
    zh: '注销登记',
    en: 'deregister',
    means: { zh: '因灭失、放弃、届满或主体终止而结束登记', en: 'lost, given up, expired or subject dissolved' },
    not: { zh: '不是撤销登记', en: 'not revoke' },
  },
  reinstate: {
    zh: '恢复',
    en: 'reinstate',
    means: { zh: '两人办理，解除本案措施', en: 'two people lift the holds of one case' },
  },
  change: {
    zh: '变更登记',
    en: 'change',
    means: { zh: '登记事项发生变化', en: 'registered facts have changed' },
  },
  correct: {
    zh: '更正登记',
    en: 'correct',
    means: { zh: '登记内容有误', en: 'the record was wrong' },
    not: { zh: '不是校核申请', en: 'not a check request' },
  },
  'check-request': {
    zh: '校核申请',
    en: 'check request',
    means: { zh: '当事人请持有单位核对涉及自身的数据', en: 'someone asks the holding unit to check data about itself' },
    not: { zh: '不是更正登记，也不是开放异议', en: 'neither a correction nor an objection' },
  },
  objection: {
    zh: '异议',
    en: 'objection',
    means: { zh: '对已开放的数据或公示的登记提出', en: 'against opened data or a registration in notice' },
  },
  code: {
    zh: '赋码',
    en: 'code',
    means: { zh: '公示通过后给予登记编码', en: 'give a registration its number after the notice' },
  },
  notice: { zh: '公示', en: 'public notice', means: { zh: '登记审核后对外公布', en: 'publication after the review' } },
  measure: { zh: '措施', en: 'measure', means: { zh: '依 DZ-43 采取的处置', en: 'what DZ-43 allows on breach' } },
  hold: {
    zh: '措施占用',
    en: 'hold',
    means: { zh: '一项措施在通道或其上级对象上的效力', en: 'one measure’s grip on a channel or what it rests on' },
  },
  commit: {
    zh: '提交',
    en: 'commit',
    means: { zh: '事务已返回，其后的请求一律拒绝', en: 'the transaction returned: later requests are refused' },
    not: { zh: '不是确认', en: 'not confirm' },
  },
  confirm: {
    zh: '确认',
    en: 'confirm',
    means: { zh: '各闸门读回为拒绝且时效界限已过', en: 'every gate reads back refusing, the freshness bound is over' },
  },
  channel: {
    zh: '供给通道',
    en: 'channel',
    means: { zh: '一份数据，一个接收单位，一项依据', en: 'one dataset, one organization, one basis' },
  },
  scope: {
    zh: '供给范围',
    en: 'scope',
    means: { zh: '通道可供给的字段与用途', en: 'fields and purpose a channel may supply' },
  },
  plan: { zh: '实施方案', en: 'plan', means: { zh: '授权运营前经批准的方案', en: 'approved before any operation' } },
  agreement: {
    zh: '授权运营协议',
    en: 'agreement',
    means: { zh: '实施机构与运营机构双方签署', en: 'signed by implementing body and operator' },
  },
  undertaking: {
    zh: '数据利用承诺书',
    en: 'undertaking',
    means: { zh: '有条件开放的申请人签署', en: 'signed for conditional opening' },
  },
  share: {
    zh: '共享',
    en: 'share',
    means: { zh: '单位之间为履职提供数据', en: 'between units, for their duties' },
    not: { zh: '不是开放', en: 'not open' },
  },
  open: {
    zh: '开放',
    en: 'open',
    means: { zh: '向社会提供数据', en: 'to the public' },
    not: { zh: '不是共享', en: 'not share' },
  },
  dataset: { zh: '数据资源', en: 'dataset', means: { zh: '目录中的一个条目', en: 'one entry of the catalogue' } },
  product: { zh: '产品和服务', en: 'product', means: { zh: '由授权数据加工而成', en: 'made from authorized data' } },
  desensitise: {
    zh: '脱敏',
    en: 'desensitise',
    means: { zh: '遮盖或变换敏感内容', en: 'mask or transform what is sensitive' },
    not: { zh: '不是匿名化', en: 'not anonymise' },
  },
  declassify: { zh: '脱密', en: 'remove secrets', means: { zh: '去除涉密内容', en: 'take secret content out' } },
  anonymise: {
    zh: '匿名化',
    en: 'anonymise',
    means: {
      zh: '无法识别且不能复原；加密哈希不算',
      en: 'not identifiable, not reversible; a keyed hash is not enough',
    },
  },
} as const satisfies Record<string, Term>;
export type TermId = keyof typeof terms;
