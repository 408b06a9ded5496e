import type { LocalDate } from './time.ts';

/** Weights of a scorecard's parts, and points that each thing counted costs. */
export interface Scoring {
  readonly weights: {
    readonly timeliness: number;
    readonly quality: number;
    readonly violations: number;
    readonly use: number;
  };
  readonly costs: {
    readonly finding: number;
    readonly lateRectification: number;
    readonly case: number;
    readonly measure: number;
    /** A report of market disorder that was confirmed (DZ-38). */
    readonly confirmedReport: number;
    /** Alarms, and reports that nobody decided on: shown beside the others; what is proven counts as a case. */
    readonly unproven: number;
  };
}

/** A setting of the city, dated, newest last; nothing is scored for a day that no row covers. @see LOCAL-62 */
const settings: readonly { readonly since: LocalDate; readonly value: Scoring }[] = [
  {
    since: '2025-03-01',
    value: {
      weights: { timeliness: 40, quality: 20, violations: 30, use: 10 },
      costs: { finding: 5, lateRectification: 20, case: 20, measure: 10, confirmedReport: 10, unproven: 0 },
    },
  },
];

export const scoringOn = (day: LocalDate): { readonly since: LocalDate; readonly value: Scoring } | undefined =>
  settings.findLast(({ since }) => since <= day);
