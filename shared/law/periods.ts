import { type Calendar, calendar } from './calendar.ts';
import type { Clock, Dated } from './clock.ts';
import { creditClocks } from './credit-clocks.ts';
import { dueOf } from './due.ts';
import { supervisors } from './roles.ts';
import {
  addDays,
  calendarDays,
  hours,
  type Instant,
  instant,
  type LocalDate,
  localDate,
  millis,
  months,
  onDate,
  type Period,
  startOfDay,
  workingDays,
  yearly,
  years,
} from './time.ts';
import { unnumbered } from './unnumbered.ts';

const receipt = { zh: '收到之日', en: 'receipt' };
const acceptance = { zh: '受理之日', en: 'acceptance' };
const yearEnd = { zh: '上一年度终了', en: 'the end of the year reported on' };

/** The regulation's own values end with it (DZ-53). */
const dazhou = (value: Period): Dated[] => [{ since: '2025-03-01', until: '2030-02-28', value }];
const from2025 = (value: Period): Dated[] => [{ since: '2025-03-01', value }];

/** Every legal number, dated and with its unit. @see CC-201, CC-203 for how they are counted */
export const periods = {
  'DZ-16': {
    what: { zh: '处理并答复校核申请', en: 'handle and answer a check request' },
    who: ['source-unit'],
    from: receipt,
    values: dazhou(calendarDays(30)),
  },
  'DZ-20': {
    what: { zh: '答复有条件共享申请', en: 'answer a conditional sharing application' },
    who: ['data-authority'],
    from: receipt,
    extension: { zh: '仅在不能确定能否共享时，须征求提供单位', en: 'only if undeterminable, provider consulted' },
    values: dazhou(workingDays(5)),
  },
  'DZ-20(extension)': {
    what: { zh: '共享申请的延长答复期', en: 'answer a sharing application, extended' },
    who: ['data-authority'],
    from: { zh: '原期限的最后一日', en: 'the last day of the first limit' },
    values: dazhou(workingDays(5)),
  },
  'DZ-27': {
    what: { zh: '答复有条件开放申请', en: 'answer a conditional opening application' },
    who: ['data-authority'],
    from: receipt,
    values: dazhou(workingDays(5)),
  },
  'DZ-28': {
    what: { zh: '决定异议并更正或删除', en: 'decide an objection and carry it out' },
    who: ['source-unit'],
    from: receipt,
    values: dazhou(workingDays(10)),
  },
  'REG-9(1)': {
    what: { zh: '申请首次登记', en: 'file a first registration' },
    who: ['operator', 'grantor', 'source-unit'],
    from: { zh: '已运营且首次供给或交付之日', en: 'operation begun and data supplied or product delivered' },
    values: from2025(workingDays(20)),
  },
  'REG-9(legacy)': {
    what: { zh: '施行前已运营的，补办首次登记', en: 'register what was operated before the measures' },
    who: ['operator', 'grantor', 'source-unit'],
    from: { zh: '本办法施行之日', en: 'the day on which the measures came into force' },
    values: from2025(onDate('2025-04-14')),
  },
  'REG-9(4)': {
    what: { zh: '办理注销登记', en: 'deregister' },
    who: ['registration-agency'],
    from: acceptance,
    values: from2025(workingDays(10)),
  },
  'REG-10': {
    what: { zh: '受理、退回或不予受理', en: 'accept, return or refuse' },
    who: ['registration-agency'],
    from: receipt,
    restart: { zh: '补正后重新提交', en: 're-submission' },
    values: from2025(workingDays(3)),
  },
  'REG-11': {
    what: { zh: '完成形式审核', en: 'finish the formal review' },
    who: ['registration-agency'],
    from: acceptance,
    values: from2025(workingDays(20)),
  },
  'REG-12': {
    what: { zh: '公示', en: 'public notice' },
    who: ['registration-agency'],
    from: { zh: '公示开始之日', en: 'start of the notice, once the review is passed' },
    values: from2025(workingDays(10)),
  },
  'REG-15': {
    what: { zh: '登记有效期', en: 'validity of a registration' },
    who: ['registration-agency'],
    from: { zh: '赋码之日', en: 'the code day' },
    extension: { zh: '可在续期窗口内续期', en: 'by renewal inside the window' },
    lapses: true,
    scheduled: true,
    values: from2025(years(3)),
  },
  'REG-15(renewal)': {
    what: { zh: '申请续期的窗口', en: 'window to renew' },
    who: ['operator', 'grantor', 'source-unit'],
    from: { zh: '有效期届满日倒算', en: 'counted back from the last valid day' },
    values: from2025(calendarDays(60)),
  },
  'OPS-14': {
    what: { zh: '协议期限上限', en: 'longest term of an agreement' },
    who: ['grantor'],
    from: { zh: '生效之日', en: 'effect' },
    extension: { zh: '记录理由后可更长', en: 'longer with a recorded reason' },
    lapses: true,
    scheduled: true,
    values: from2025(years(5)),
  },
  'PRICE-5': {
    what: { zh: '报告价格执行情况', en: 'report on prices' },
    who: ['grantor'],
    from: yearEnd,
    values: from2025(yearly(3, 31)),
  },
  'LOCAL-3': {
    what: { zh: '披露授权运营情况', en: 'disclose authorized operation' },
    who: ['grantor', 'operator'],
    from: yearEnd,
    values: from2025(yearly(3, 31)),
  },
  'LOCAL-5': {
    what: { zh: '报省级备案', en: 'file with the province' },
    who: ['grantor', 'data-authority'],
    from: { zh: '方案批准、协议生效或变更之日', en: 'approval of the plan, effect or amendment of the agreement' },
    values: from2025(workingDays(20)),
  },
  'LOCAL-8': {
    what: { zh: '运营机构资格有效期', en: 'validity of an operator’s qualification' },
    who: ['operator', 'grantor'],
    from: { zh: '认定或复核之日', en: 'the finding or its review' },
    extension: { zh: '有效期内复核可续', en: 'by a review inside it' },
    lapses: true,
    scheduled: true,
    values: from2025(years(3)),
  },
  'LOCAL-9': {
    what: { zh: '提出协议续约的窗口', en: 'window to propose a renewal of an agreement' },
    who: ['grantor', 'operator'],
    from: { zh: '协议截止日倒算', en: 'counted back from the last day of the agreement' },
    values: from2025(calendarDays(180)),
  },
  'LOCAL-20': {
    what: { zh: '试行价格的期限', en: 'how long a trial price holds' },
    who: ['grantor'],
    from: { zh: '协议生效之日', en: 'effect of the agreement' },
    values: from2025(years(1)),
  },
  'LOCAL-6': {
    what: { zh: '对告知作陈述申辩', en: 'reply to a notice' },
    who: ['operator'],
    from: { zh: '告知送达之日', en: 'delivery of the notice' },
    lapses: true,
    values: from2025(workingDays(5)),
  },
  ...creditClocks,
  'POLICY-6': {
    what: { zh: '另一人确认紧急处置（LOCAL-7）', en: 'a second person confirms an emergency measure (LOCAL-7)' },
    who: supervisors,
    from: { zh: '措施提交之时', en: 'the commit of the measure' },
    scheduled: true,
    values: from2025(hours(24)),
  },
  'POLICY-12': {
    what: { zh: '另一方签署', en: 'the other side signs' },
    who: ['grantor', 'operator'],
    from: { zh: '首方签署之日', en: 'the first signature' },
    lapses: true,
    scheduled: true,
    values: from2025(calendarDays(30)),
  },
  'POLICY-13': {
    what: { zh: '返还或删除数据', en: 'return or delete the data' },
    who: ['operator', 'grantor'],
    from: { zh: '协议终结之日', en: 'the end of the agreement' },
    values: from2025(calendarDays(30)),
  },
  'ARL-20': {
    what: { zh: '申请行政复议', en: 'ask for administrative review' },
    who: ['operator', 'right-holder'],
    from: { zh: '知道处置决定之日', en: 'the day the decision became known' },
    lapses: true,
    values: [{ since: '2024-01-01', value: calendarDays(60) }],
  },
  'APL-46': {
    what: { zh: '提起行政诉讼', en: 'bring an administrative action' },
    who: ['operator', 'right-holder'],
    from: { zh: '知道处置决定之日', en: 'the day the decision became known' },
    lapses: true,
    values: [{ since: '2015-05-01', value: months(6) }],
  },
  ...unnumbered,
} as const satisfies Record<string, Clock>;

export type PeriodId = keyof typeof periods;
export const isScheduled = (id: PeriodId): boolean => 'scheduled' in periods[id];
export const isPeriodId = (text: string): text is PeriodId => Object.hasOwn(periods, text);

/** A running statutory clock. `provisional` while the schedule of a year it touches is unpublished. */
export interface OpenClock {
  readonly period: PeriodId;
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  readonly provisional: boolean;
  /** Version of the calendar that computed `dueAt`. */
  readonly calendar: string;
}

/** The value in force on `day`, or `undefined`: none yet, no longer, or (SH809) never read. */
export function periodAt(id: PeriodId, day: LocalDate): Period | undefined {
  const values: readonly Dated[] = periods[id].values;
  return values.findLast((dated) => dated.since <= day && (dated.until === undefined || day <= dated.until))?.value;
}

/** Windows that count backward from a last day. */
const windows = ['REG-15(renewal)', 'LOCAL-9'] as const satisfies PeriodId[];
export type WindowId = (typeof windows)[number];
const isWindow = (id: PeriodId): id is WindowId => windows.some((one) => one === id);
const isUnnumbered = (id: PeriodId): id is keyof typeof unnumbered => Object.hasOwn(unnumbered, id);

/** Clocks that run forward from a fact by the rule's own number; a window counts backward. */
export type ClockId = Exclude<PeriodId, WindowId | keyof typeof unnumbered>;

/**
 * Starts a clock: first day not counted (CC-201), a last day on a rest day moves on (CC-203), due at the end of the last day.
 * Hours run on exactly; a term in years ends with the day before its anniversary; a yearly day is the next one and never moves.
 * Throws RangeError when the rule has no value in force on the day it starts: ask `periodAt` first where that can be.
 */
export function openClock(id: ClockId, startedAt: Instant, by: Calendar = calendar): OpenClock {
  const { dueAt, provisional } = dueOf(valueOn(id, localDate(startedAt)), startedAt, by);
  return { period: id, startedAt, dueAt, provisional, calendar: by.version };
}

/** DZ-20: the one extension, counted from the last day of the first limit; `startedAt` stays the day of receipt. */
export function extendSharing(clock: OpenClock, by: Calendar = calendar): OpenClock {
  const extended = openClock('DZ-20(extension)', lastMoment(clock), by);
  return { ...extended, startedAt: clock.startedAt, provisional: extended.provisional || clock.provisional };
}

/** When the window to renew opens (REG-15): 00:00 of the first of the last 60 calendar days of `validity`. */
export const renewalOpensAt = (validity: OpenClock): Instant =>
  windowOpensAt('REG-15(renewal)', localDate(lastMoment(validity)));

/** 00:00 of the first day of a window whose last day is `last`, both counted. */
export function windowOpensAt(id: WindowId, last: LocalDate): Instant {
  const window = valueOn(id, last);
  if (window.unit !== 'calendar-day') throw new RangeError('a window is counted in calendar days');
  return startOfDay(addDays(last, 1 - window.count));
}

/** The same clock by a later calendar: recomputed when a missing schedule is loaded; the caller keeps the old one too. */
export function recomputed(clock: OpenClock, by: Calendar): OpenClock {
  const { period } = clock;
  if (isWindow(period) || isUnnumbered(period)) return clock;
  if (period !== 'DZ-20(extension)') return openClock(period, clock.startedAt, by);
  return extendSharing(openClock('DZ-20', clock.startedAt, by), by);
}

function valueOn(id: PeriodId, day: LocalDate): Period {
  const value = periodAt(id, day);
  if (!value) throw new RangeError(`${id} has no value in force on ${day}`);
  return value;
}

/** The last moment inside a clock; `dueAt` itself is the first that is too late. */
const lastMoment = (clock: OpenClock): Instant => instant(millis(clock.dueAt) - 1);

/** A term, or the time of a right: when it is over nothing is late. */
export const lapses = (id: PeriodId): boolean => 'lapses' in periods[id];
