import type { OpenClock } from '../law/periods.ts';
import type { Text } from '../law/roles.ts';
import { endOfDay, type Instant, instant, isInstant, localDate, millis } from '../law/time.ts';

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
});

/** A moment as the clock on the wall in Dazhou shows it. */
export const momentOf = (at: Instant | string): string => (isInstant(at) ? shanghai.format(millis(at)) : at);

/** The exact last moment, in Shanghai: `24:00` of a day where the law counts in days, else the minute. */
export function untilOf({ dueAt, provisional }: Pick<OpenClock, 'dueAt' | 'provisional'>): Text {
  const last = localDate(instant(millis(dueAt) - 1));
  const whole = endOfDay(last) === dueAt;
  const day = whole ? last : localDate(dueAt);
  const time = whole ? '24:00' : shanghaiTime(dueAt);
  const [year, month, date] = day.split('-').map(Number);
  return {
    zh: `${year}年${month}月${date}日 ${time}（北京时间）${provisional ? '，暂定：该年放假安排尚未公布' : ''}`,
    en: `${day} ${time} Shanghai time${provisional ? ', provisional: that year’s schedule is not published' : ''}`,
  };
}

const shanghaiTime = (at: Instant): string => instant(millis(at) + 8 * 3_600_000).slice(11, 16);
