import type { Text } from './roles.ts';
import type { LocalDate } from './time.ts';

interface Dated {
  readonly since: LocalDate;
  readonly value: number;
}

/** One number of a rule that is no time: what it counts, and its values, newest last. */
interface Threshold {
  readonly what: Text;
  readonly unit: Text;
  readonly values: readonly Dated[];
}

const set = (value: number): Dated[] => [{ since: '2025-03-01', value }];
const refused = { zh: '次被拒请求', en: 'refused requests' };

/** When the platform alarms by itself 自动告警阈值: city settings under LOCAL-30, counted in windows of ten minutes. */
export const thresholds = {
  'over-quota': {
    what: { zh: '超出用量后仍继续请求', en: 'asking on after the quota' },
    unit: refused,
    values: set(10),
  },
  'out-of-scope': {
    what: { zh: '请求超出约定的用途或范围', en: 'asking beyond the agreed purpose or scope' },
    unit: refused,
    values: set(5),
  },
  'outside-hours': {
    what: { zh: '在约定时段之外请求', en: 'asking outside the agreed hours' },
    unit: refused,
    values: set(5),
  },
  'expired-basis': {
    what: { zh: '依据到期后仍继续请求', en: 'asking on after the basis expired' },
    unit: refused,
    values: set(3),
  },
  'many-refused': {
    what: { zh: '大量请求被拒绝', en: 'many refused tries' },
    unit: refused,
    values: set(50),
  },
  'unusual-volume': {
    what: { zh: '一小时的供给量远超该通道以往最高值', en: 'an hour far above the channel’s own highest' },
    unit: { zh: '倍', en: 'times' },
    values: set(3),
  },
} as const satisfies Record<string, Threshold>;

/** What the platform alarms about 告警种类. */
export type AlarmKind = keyof typeof thresholds;

/** The value in force on a day; Infinity before the first: then nothing alarms. */
export function thresholdAt(kind: AlarmKind, day: LocalDate): number {
  const values: readonly Dated[] = thresholds[kind].values;
  return values.findLast(({ since }) => since <= day)?.value ?? Number.POSITIVE_INFINITY;
}
