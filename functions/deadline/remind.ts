import { type ClockedStream, clocked } from '../../shared/clocked.ts';
import { sameClock } from '../../shared/domain/clock-change.ts';
import { nextReminder, owedAt, type Reminder } from '../../shared/domain/reminding.ts';
import type { OpenClock } from '../../shared/law/periods.ts';
import type { Instant } from '../../shared/law/time.ts';
import { hex } from '../../shared/ledger/bytes.ts';
import { keepersOf, noticeItems } from '../../shared/store/notices.ts';
import type { Context } from '../../shared/store/store.ts';
import { moveWatch, type Watched, watchedUntil } from '../../shared/store/watch.ts';
import { carryOutDuty, duties } from './duties.ts';
import { attempt, type Outcome } from './outcome.ts';

/**
 * Looks at every clock whose moment has come: what the schedule must do itself is done, and whoever must keep the clock is
 * reminded, each time once: the item that names the next moment is replaced in the transaction that tells. After an
 * outage the latest reminder is sent, and says how many it stands for.
 */
export async function remind(store: Context, at: Instant, outcome: Outcome): Promise<void> {
  for await (const one of watchedUntil(store, at)) {
    await attempt(outcome, `${one.clock.period} of ${one.kind} ${one.id}`, () => visit(store, one, at, outcome));
  }
}

async function visit(store: Context, from: Watched, at: Instant, outcome: Outcome): Promise<void> {
  const { kind, id } = from;
  const known = clocked[kind];
  // Left where it is: a clock whose machine nobody listed must not stop in silence.
  if (!known) throw new Error(`${kind} has clocks and no line in shared/clocked.ts`);
  const duty = duties.find((one) => one.kind === kind && one.period === from.clock.period);
  const acting = duty !== undefined && from.clock.dueAt <= at;
  if (acting) await carryOutDuty(store, duty, id, at, outcome);
  const stream = await known.read(store, id);
  const clock = stream.clocks.find((one) => sameClock(one, from.clock));
  if (acting && clock && !duty.runsOn) {
    if (duty.waits?.includes(stream.status)) return;
    throw new Error('its time is over, and the machine would not act');
  }
  const owed = clock && owedAt(clock, from.at, at);
  // Stopped, or moved: a clock that was counted again has its own item by now.
  if (!clock || !owed) {
    await moveWatch(store, { from, items: [] });
    return;
  }
  const next = nextReminder(clock, at);
  const to = next && { kind, id, clock, at: next.at };
  const items = told(store, { kind, id, stream, clock, at, ...owed });
  if (await moveWatch(store, { from, to, version: stream.version, items })) outcome.reminded++;
}

interface Owed {
  readonly kind: string;
  readonly id: string;
  readonly stream: ClockedStream;
  readonly clock: OpenClock;
  readonly reminder: Reminder;
  readonly missed: number;
  readonly at: Instant;
}

function told(store: Context, { kind, id, stream, clock, reminder, missed, at }: Owed) {
  const { label: of = { zh: kind, en: kind } } = clocked[kind] ?? {};
  const { title } = stream;
  const notice = {
    id: reminderId(store, kind, id, clock, reminder),
    reason: reminder.reason,
    stream: { kind, id },
    of,
    ...(title !== undefined && { title: title.slice(0, 300) }),
    clocks: [clock],
    ...(missed > 0 && { missed }),
    at,
  };
  return noticeItems(store, notice, keepersOf(stream.parties, clock));
}

/** The same reminder has the same id, whoever makes it. */
function reminderId({ hash }: Context, kind: string, id: string, clock: OpenClock, { reason, at }: Reminder): string {
  const what = [kind, id, clock.period, clock.startedAt, clock.dueAt, reason, at].join('|');
  return hex(hash(new TextEncoder().encode(what))).slice(0, 32);
}
