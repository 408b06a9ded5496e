import type { LegalRole, Text } from './roles.ts';
import type { LocalDate, Period } from './time.ts';

/** A value of a rule and the days on which it is in force; `until` is the last one. */
export interface Dated {
  readonly since: LocalDate;
  readonly until?: LocalDate;
  readonly value: Period;
}

/** One statutory clock: what must be done, by whom, counted from when. Values are dated, newest last. */
export interface Clock {
  readonly what: Text;
  readonly who: readonly LegalRole[];
  readonly from: Text;
  /** When it may be prolonged; absent means never. */
  readonly extension?: Text;
  /** What sets it back to its start; absent means that it runs on. */
  readonly restart?: Text;
  /** A term, or the time of a right: when it is over it has lapsed, and nobody is late. */
  readonly lapses?: true;
  /** The schedule acts when it runs out, so the index of due streams shows it before clocks that wait for a person. */
  readonly scheduled?: true;
  readonly values: readonly Dated[];
}
