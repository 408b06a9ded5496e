import type { Instant } from '../law/time.ts';
import type { Reason } from './admission.ts';
import type { Limit } from './quota.ts';
import type { Scope } from './scope.ts';
import { inTimes } from './supply-times.ts';

/** What a scope looks at besides the data: `now` is the domain clock, `purpose` what the request declares. */
export interface Declared {
  readonly now: Instant;
  readonly purpose?: string | undefined;
}

/** Why the effective scope does not permit a request, all reasons; none when it does. @see OPS-21 */
export function notPermitted({ purpose, times }: Scope, declared: Declared): readonly Reason[] {
  return [
    ...(purpose !== undefined && declared.purpose !== purpose ? [otherPurpose(purpose, declared.purpose)] : []),
    ...(times && !inTimes(times, declared.now) ? [outsideTimes] : []),
  ];
}

/** A limit that this request would go beyond, and how much of it is left. */
export interface Exceeded extends Limit {
  readonly left: number;
}

/** Why the quota does not permit a request: one reason for each limit. @see OPS-21 */
export const overQuota = (exceeded: readonly Exceeded[]): readonly Reason[] =>
  exceeded.map(({ period, unit, most, left }) => ({
    gate: 'channel',
    beyond: 'quota',
    article: 'OPS-21',
    detail: {
      zh: `超出用量：${periods[period].zh}最多 ${most} ${units[unit].zh}，尚余 ${left}`,
      en: `over the quota: at most ${most} ${units[unit].en} ${periods[period].en}, ${left} left`,
    },
  }));

function otherPurpose(named: string, declared: string | undefined): Reason {
  const detail =
    declared === undefined
      ? { zh: `请声明用途（purpose）：${named}`, en: `declare the purpose that was agreed (purpose): ${named}` }
      : { zh: `所声明的用途与约定的用途“${named}”不符`, en: `another purpose than agreed, which is: ${named}` };
  return { gate: 'channel', beyond: 'purpose', article: 'OPS-21', detail };
}

const outsideTimes: Reason = {
  gate: 'channel',
  beyond: 'times',
  article: 'OPS-21',
  detail: { zh: '不在约定的供给日期或时段内', en: 'outside the days or hours that were agreed' },
};

const periods = {
  day: { zh: '每日', en: 'a day' },
  month: { zh: '每月', en: 'a month' },
  total: { zh: '总计', en: 'in total' },
} as const;

const units = {
  requests: { zh: '次请求', en: 'requests' },
  rows: { zh: '行', en: 'rows' },
  bytes: { zh: '字节', en: 'bytes' },
} as const;
