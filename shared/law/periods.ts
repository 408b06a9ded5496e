import type { Instant } from './time.ts';

export const periods = { 'REG-9(1)': [], 'REG-12': [] };
export type PeriodId = keyof typeof periods;
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
