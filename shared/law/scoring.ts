import type { LocalDate } from './time.ts';

/** Weights of a scorecard's parts, and points that each finding, late rectification, decided case and measure costs. */
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
  };
}

/** A setting of the city, dated, newest last; nothing is scored for a day that no row covers. @see LOCAL-62 */
const settings: readonly { readonly since: LocalDate; readonly value: Scoring }[] = [
  {
    since: '2025-03-01',
    value: {
      weights: { timeliness: 40, quality: 20, violations: 30, use: 10 },
      costs: { finding: 5, lateRectification: 20, case: 20, measure: 10 },
    },
  },
];

export const scoringOn = (day: LocalDate): { readonly since: LocalDate; readonly value: Scoring } | undefined =>
  settings.findLast(({ since }) => since <= day);
