import type { Machine } from '../domain/decision.ts';
import { isScheduled } from '../law/periods.ts';
import { type Instant, localDate } from '../law/time.ts';

export const DUE_SHARDS = 8;

/** Index attributes of a head: kind, jurisdiction, status, time, party, title, and the clock to find it by. */
export function indexed<S extends { status: string }>(
  machine: Pick<Machine<S, never, never>, 'aggregate' | 'summary' | 'clocks'>,
  state: S,
  time: Instant,
  id: string,
) {
  const { jurisdiction, title, party, rests } = machine.summary(state);
  const clocks = machine.clocks(state).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  // One that waits for a person may be overdue for years, and must not hide the one that the schedule looks for.
  const due = clocks.find(({ period }) => isScheduled(period)) ?? clocks[0];
  return {
    kind: machine.aggregate,
    jurisdiction,
    status: state.status,
    time,
    ...(title !== undefined && { title: title.slice(0, 300) }),
    ...(party !== undefined && { party }),
    ...(rests && { rests }),
    ...(due && { period: due.period, dueAt: due.dueAt, dueDay: localDate(due.dueAt), dueShard: dueShard(id) }),
  };
}

/** Spreads one day's clocks over eight partitions. */
export function dueShard(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % DUE_SHARDS;
}
