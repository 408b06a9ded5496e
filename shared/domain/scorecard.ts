import { type OpenClock, periods } from '../law/periods.ts';
import type { LegalRole, Text } from '../law/roles.ts';
import type { Scoring } from '../law/scoring.ts';
import { type Instant, localDate } from '../law/time.ts';
import { type ClocksRecomputed, evolved } from './clock-change.ts';
import type { Envelope, Machine } from './decision.ts';

/** One duty of an organization: a clock that it had to keep, and when the clock ended; absent: it still runs. */
export interface Duty {
  readonly clock: OpenClock;
  readonly endedAt?: Instant;
}

interface Happened<E> {
  readonly at: Instant;
  readonly event: E | ClocksRecomputed;
}

/** The duties of one organization in one stream, from its events alone. A right's time (a clock that lapses) is no duty. */
export function dutiesIn<
  S extends { status: string },
  C extends Envelope & { type: string },
  E extends { type: string },
>(machine: Machine<S, C, E>, events: readonly Happened<E>[], organization: string): readonly Duty[] {
  const duties: Duty[] = [];
  let state = machine.initial;
  let running: readonly OpenClock[] = [];
  for (const { at, event } of events) {
    state = evolved(machine, state, event);
    const clocks = machine.clocks(state);
    const parties = machine.parties(state);
    const ended = running.filter((old) => !clocks.some((clock) => continues(old, clock)));
    for (const clock of ended) duties.push({ clock, endedAt: at });
    running = clocks.filter((clock) => keeps(parties, clock, organization));
  }
  return [...duties, ...running.map((clock) => ({ clock }))];
}

/** Counted anew by a later calendar it is still the same clock. */
const continues = (old: OpenClock, clock: OpenClock) =>
  old.period === clock.period && old.startedAt === clock.startedAt;

function keeps(parties: Readonly<Partial<Record<LegalRole, string>>>, { period }: OpenClock, organization: string) {
  const who: readonly LegalRole[] = periods[period].who;
  return !('lapses' in periods[period]) && who.some((role) => parties[role] === organization);
}

/**
 * Whether a duty was kept or is late, and in which year that counts: the year in which it was kept, or became late. A clock
 * that still runs in time is neither. Due at `dueAt` means that this moment is too late.
 */
export function outcomeOf(
  { clock: { dueAt }, endedAt }: Duty,
  asOf: Instant,
): { kept: boolean; year: number } | undefined {
  if (endedAt !== undefined && endedAt < dueAt) return { kept: true, year: yearOf(endedAt) };
  if (endedAt === undefined && asOf < dueAt) return undefined;
  return { kept: false, year: yearOf(dueAt) };
}

export const yearOf = (at: Instant): number => Number(localDate(at).slice(0, 4));

/** What was counted for one organization and year. */
export interface Counts {
  readonly kept: number;
  readonly late: number;
  readonly findings: number;
  readonly rectifications: number;
  readonly lateRectifications: number;
  readonly cases: number;
  readonly measures: number;
  /** Alarms raised, reports of violations not decided, and reports of market disorder, about it; those confirmed. */
  readonly alarms: number;
  readonly reports: number;
  readonly marketReports: number;
  readonly confirmedReports: number;
  readonly used: number;
  readonly held: number;
  /** Requests that its channels, or the channels of its datasets, were supplied in the year. */
  readonly deliveries: number;
}
export const parts = ['timeliness', 'quality', 'violations', 'use'] as const;
export interface Part {
  readonly part: (typeof parts)[number];
  readonly label: Text;
  readonly weight: number;
  /** 0 to 100; absent: nothing to count, and its weight does not count. */
  readonly score?: number;
  /** The formula in words, and the same with its numbers. */
  readonly formula: Text;
  readonly numbers: string;
}

/** The four parts and their weighted mean over those with data. @see LOCAL-62 */
export function scored(counts: Counts, { weights, costs }: Scoring): { parts: readonly Part[]; total?: number } {
  const { kept, late, findings, rectifications, lateRectifications, used, held, deliveries } = counts;
  const { cases, measures, alarms, reports, marketReports, confirmedReports } = counts;
  const unproven = alarms + reports + marketReports - confirmedReports;
  const share = (some: number, all: number) => (all > 0 ? { score: rounded((100 * some) / all) } : {});
  const left = (lost: number) => ({ score: Math.max(0, 100 - lost) });
  const inspected = findings + rectifications > 0;
  const lostQuality = costs.finding * findings + costs.lateRectification * lateRectifications;
  const all: readonly Part[] = [
    {
      ...{ part: 'timeliness', label: { zh: '时限', en: 'timeliness' }, weight: weights.timeliness },
      ...share(kept, kept + late),
      formula: { zh: '100 × 按期 ÷（按期 + 逾期）', en: '100 × kept ÷ (kept + late)' },
      numbers: `100 × ${kept} ÷ (${kept} + ${late})`,
    },
    {
      ...{ part: 'quality', label: { zh: '质量', en: 'quality' }, weight: weights.quality },
      ...(inspected ? left(lostQuality) : {}),
      formula: {
        zh: `100 − ${costs.finding} × 检查发现问题 − ${costs.lateRectification} × 逾期整改，不低于 0`,
        en: `100 − ${costs.finding} × findings − ${costs.lateRectification} × late rectifications, at least 0`,
      },
      numbers: `100 − ${costs.finding} × ${findings} − ${costs.lateRectification} × ${lateRectifications}`,
    },
    {
      ...{ part: 'violations', label: { zh: '违规', en: 'violations' }, weight: weights.violations },
      ...left(
        costs.case * cases +
          costs.measure * measures +
          costs.confirmedReport * confirmedReports +
          costs.unproven * unproven,
      ),
      formula: {
        zh: `100 − ${costs.case} × 已决定案件 − ${costs.measure} × 已执行措施 − ${costs.confirmedReport} × 属实的市场秩序举报 − ${costs.unproven} × 未经认定的（告警 ${alarms}、未决违规举报 ${reports}、未属实的市场秩序举报 ${marketReports - confirmedReports}），不低于 0；被撤销的不计`,
        en: `100 − ${costs.case} × decided cases − ${costs.measure} × measures carried out − ${costs.confirmedReport} × market reports confirmed − ${costs.unproven} × what is not proven (${alarms} alarms, ${reports} reports of violations, ${marketReports - confirmedReports} market reports), at least 0; overturned ones do not count`,
      },
      numbers: `100 − ${costs.case} × ${cases} − ${costs.measure} × ${measures} − ${costs.confirmedReport} × ${confirmedReports} − ${costs.unproven} × ${unproven}`,
    },
    {
      ...{ part: 'use', label: { zh: '利用', en: 'use' }, weight: weights.use },
      ...share(used, held),
      formula: {
        zh: `100 ×（已发布的数据资源 + 本年度实际供给的生效协议）÷（数据资源 + 生效协议），以现状计；本年度供给 ${deliveries} 次`,
        en: `100 × (published datasets + agreements in effect under which something was supplied this year) ÷ (datasets + agreements in effect), as they stand now; ${deliveries} deliveries this year`,
      },
      numbers: `100 × ${used} ÷ ${held}`,
    },
  ];
  const counted = all.flatMap(({ score, weight }) => (score === undefined ? [] : [{ score, weight }]));
  const weight = counted.reduce((sum, one) => sum + one.weight, 0);
  const sum = counted.reduce((total, one) => total + one.score * one.weight, 0);
  return { parts: all, ...(weight > 0 && { total: rounded(sum / weight) }) };
}

/** To a tenth of a point. */
const rounded = (points: number): number => Math.round(points * 10) / 10;
