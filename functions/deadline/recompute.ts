import * as z from 'zod/mini';
import { clocked } from '../../shared/clocked.ts';
import type { ClockChange } from '../../shared/domain/clock-change.ts';
import { isRefusal } from '../../shared/domain/decision.ts';
import type { Calendar } from '../../shared/law/calendar.ts';
import { type OpenClock, recomputed } from '../../shared/law/periods.ts';
import type { Instant } from '../../shared/law/time.ts';
import { read, replace } from '../../shared/store/singles.ts';
import type { Context } from '../../shared/store/store.ts';
import { transact } from '../../shared/store/transact.ts';
import { watchedUntil } from '../../shared/store/watch.ts';
import { attempt, type Outcome, system } from './outcome.ts';

/**
 * Counts provisional clocks again after a schedule of working days was loaded: once for each version of the calendar.
 * An event keeps the old and the new end, so the stream's history shows both; what is certain is never moved. @see CC-203
 */
export async function recompute(store: Context, at: Instant, by: Calendar, outcome: Outcome): Promise<void> {
  const done = await read(store, marker, progress);
  if (done?.calendar === by.version) return;
  const failures = outcome.failures.length;
  for await (const { kind, id, clock } of watchedUntil(store)) {
    if (!clock.provisional || clock.calendar === by.version) continue;
    await attempt(outcome, `${kind} ${id} counted again`, () => countAgain(store, kind, id, at, by, outcome));
  }
  // Written last: a crash before it looks through all of them again, and finds those done that are.
  if (outcome.failures.length === failures) await replace(store, marker, { calendar: by.version });
}

const marker = { kind: 'sweep', id: 'calendar' };
const progress = z.strictObject({ calendar: z.string() });

async function countAgain(store: Context, kind: string, id: string, at: Instant, by: Calendar, outcome: Outcome) {
  const known = clocked[kind];
  if (!known) throw new Error(`${kind} has clocks and no line in shared/clocked.ts`);
  let changed = false;
  const written = await transact(store, async (unit) => {
    const stream = await known.read(store, id);
    const changes = changesOf(stream.clocks, by);
    changed = changes.length > 0;
    if (changed) stream.recompute(unit, { at, actor: system }, changes);
    return { status: 200, body: '', headers: {} };
  });
  if (changed && !isRefusal(written)) outcome.recomputed++;
}

/** Provisional clocks that another calendar counts, or at least makes certain. */
export function changesOf(clocks: readonly OpenClock[], by: Calendar): readonly ClockChange[] {
  return clocks
    .filter(({ provisional, calendar }) => provisional && calendar !== by.version)
    .map((from) => ({ from, to: recomputed(from, by) }))
    .filter(({ from, to }) => to.calendar !== from.calendar);
}
