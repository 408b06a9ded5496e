import { type AlarmKind, thresholdAt } from '../law/thresholds.ts';
import type { LocalDate } from '../law/time.ts';

/** Refusals of one minute: all of them, and those beyond one agreed term (`beyond` of an admission's reason). */
export interface RefusedMinute {
  readonly requests: number;
  readonly beyond: Readonly<Partial<Record<Beyond, number>>>;
}
type Beyond = 'validity' | 'scope' | 'purpose' | 'times' | 'quota';

/** What a channel supplied in one hour of UTC. */
export interface SuppliedHour {
  readonly hour: string;
  readonly requests: number;
  readonly bytes: number;
}

/** One thing worth an alarm: how much of it was seen, and from how much on it alarms. */
export interface Finding {
  readonly kind: AlarmKind;
  readonly seen: number;
  readonly threshold: number;
}

/** Hours with any supply that a channel must have behind it before one can be called unusual. */
export const HISTORY_HOURS = 24;
/** Below so many bytes an hour nothing is unusual: a first page of a large dataset is no breach. */
const USUAL_BYTES = 10_000_000;

/** Which terms a kind of alarm looks at. */
const looksAt: Readonly<Partial<Record<AlarmKind, readonly Beyond[]>>> = {
  'over-quota': ['quota'],
  'out-of-scope': ['scope', 'purpose'],
  'outside-hours': ['times'],
  'expired-basis': ['validity'],
};

/** What the refusals of one window give reason to alarm about, on the day of the window. @see LOCAL-30 */
export function findingsOf(window: readonly RefusedMinute[], day: LocalDate): readonly Finding[] {
  const sum = (of: (minute: RefusedMinute) => number) => window.reduce((all, minute) => all + of(minute), 0);
  const terms = Object.entries(looksAt) as [AlarmKind, readonly Beyond[]][];
  const found = [
    ...terms.map(([kind, beyond]) => ({
      kind,
      // One request may be beyond two terms of a kind: counted once, by the larger.
      seen: sum((minute) => Math.max(...beyond.map((one) => minute.beyond[one] ?? 0))),
    })),
    { kind: 'many-refused' as const, seen: sum(({ requests }) => requests) },
  ];
  return found
    .map((one) => ({ ...one, threshold: thresholdAt(one.kind, day) }))
    .filter(({ seen, threshold }) => seen >= threshold);
}

/**
 * Whether an hour is unusual against the channel's own history: more than so many times its highest hour before, once
 * it has a history, and more than a floor. Explained in one sentence, on purpose. @see LOCAL-30
 */
export function unusual(
  { bytes }: SuppliedHour,
  history: readonly SuppliedHour[],
  day: LocalDate,
): Finding | undefined {
  if (history.length < HISTORY_HOURS || bytes < USUAL_BYTES) return undefined;
  const threshold = thresholdAt('unusual-volume', day) * Math.max(...history.map((one) => one.bytes));
  return bytes > threshold ? { kind: 'unusual-volume', seen: bytes, threshold } : undefined;
}
