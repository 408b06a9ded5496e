import type { Measure, MeasureVerb, Target } from './domain/measure.ts';
import type { Text } from './law/roles.ts';
import type { Unconfirmed } from './unconfirmed.ts';

/** What people call a measure, its subject, and how far it is. */
export const verbWords: Readonly<Record<MeasureVerb, Text>> = {
  restrict: { zh: '限制数据获取权限', en: 'Restrict access' },
  suspend: { zh: '暂停供给', en: 'Suspend supply' },
  close: { zh: '关闭数据供给', en: 'Close supply' },
  terminate: { zh: '建议终止授权', en: 'Propose termination' },
  other: { zh: '其他措施', en: 'Other measure' },
  exclude: { zh: '排除权利主体的数据', en: 'Leave out a right holder’s rows' },
};

export const targetWords: Readonly<Record<Target['kind'], Text>> = {
  channel: { zh: '供给通道', en: 'channel' },
  agreement: { zh: '授权运营协议', en: 'agreement' },
  organization: { zh: '主体', en: 'organization' },
  dataset: { zh: '数据资源', en: 'dataset' },
};

/** How far a measure is. Nothing is called closed before it is confirmed (POLICY-8). */
export function progressOf({ mergedInto, liftedAt, confirmed, committedAt }: Measure): Progress {
  if (mergedInto) return 'merged';
  if (liftedAt) return 'lifted';
  if (confirmed) return 'confirmed';
  return committedAt ? 'committed' : 'ordered';
}
export type Progress = 'ordered' | 'committed' | 'confirmed' | 'lifted' | 'merged';

export const progressWords: Readonly<Record<Progress, Text>> = {
  ordered: { zh: '已决定，尚未执行', en: 'Ordered, not carried out yet' },
  committed: { zh: '已提交，正在确认', en: 'Committed, being confirmed' },
  confirmed: { zh: '已确认生效', en: 'Confirmed: it holds at every gate' },
  lifted: { zh: '已恢复', en: 'Lifted' },
  merged: { zh: '已并入另一项措施', en: 'Merged into another measure' },
};

const whys: Readonly<Record<Unconfirmed, Text>> = {
  'gate-unreadable': { zh: '闸门无法读取', en: 'its gate cannot be read' },
  'not-refusing': { zh: '闸门读回时未在拒绝：请立即核查', en: 'read back, its gate does not refuse: look into it now' },
  'case-refuses': { zh: '案件未接受确认，将重试', en: 'the case did not take the confirmation: tried again' },
};

/** Why it is not confirmed, for people; a reason that this version does not know is shown as it stands. */
export const whyWords = (why: string): Text =>
  Object.hasOwn(whys, why) ? whys[why as Unconfirmed] : { zh: why, en: why };
