import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextReminder, owedAt, SOON_DAYS } from '../../shared/domain/reminding.ts';
import { openClock, type PeriodId, periods } from '../../shared/law/periods.ts';
import { type Instant, instant, millis } from '../../shared/law/time.ts';

const DAY = 86_400_000;
const start: Instant = '2026-03-02T02:00:00.000Z';
const anyClock = fc.constantFrom(
  openClock('DZ-28', start),
  openClock('REG-10', start),
  openClock('POLICY-6', start),
  openClock('LOCAL-6', start),
  openClock('REG-15', start),
);
const gaps = fc.array(fc.constantFrom(0, 1, 60_000, 3_600_000, DAY - 1, DAY, 2.5 * DAY, 40 * DAY, 3 * 365 * DAY), {
  maxLength: 30,
});

interface Sent {
  readonly at: Instant;
  readonly reason: string;
  readonly missed: number;
  readonly when: Instant;
}

/** Sweeps at these moments: what is sent, and the moment that is owed next. */
function swept(clock: ReturnType<typeof openClock>, waits: readonly number[], end?: Instant): Sent[] {
  const sent: Sent[] = [];
  let owed = nextReminder(clock, clock.startedAt)?.at;
  let now = clock.startedAt;
  for (const wait of waits) {
    now = instant(millis(now) + wait);
    if (owed === undefined || (end !== undefined && now >= end)) break;
    const found = owedAt(clock, owed, now);
    if (!found) continue;
    sent.push({ ...found.reminder, missed: found.missed, when: now });
    owed = nextReminder(clock, now)?.at;
  }
  return sent;
}

/** Every moment up to `now`, by walking from one to the next. */
function everyMoment(clock: ReturnType<typeof openClock>, now: Instant): Instant[] {
  const all: Instant[] = [];
  for (let next = nextReminder(clock, clock.startedAt); next && next.at <= now; next = nextReminder(clock, next.at)) {
    all.push(next.at);
  }
  return all;
}

describe('whenever the schedule runs', () => {
  test('each reminder is sent once or stood for by a later one, whatever the runs are', () => {
    fc.assert(
      fc.property(anyClock, gaps, (clock, waits) => {
        const sent = swept(clock, waits);
        const last = sent.at(-1);
        if (!last) return;
        const all = everyMoment(clock, last.when);
        // One for all that were owed: what was sent and what it stands for are exactly the moments that passed.
        expect(sent.reduce((sum, { missed }) => sum + 1 + missed, 0)).toBe(all.length);
        expect(sent.map(({ at }) => at).filter((at) => !all.includes(at))).toEqual([]);
        expect(new Set(sent.map(({ at }) => at)).size).toBe(sent.length);
      }),
      { numRuns: 300 },
    );
  });

  test('none is sent before its moment, none twice, and the order is that of time', () => {
    fc.assert(
      fc.property(anyClock, gaps, (clock, waits) => {
        const sent = swept(clock, waits);
        for (const { at, when } of sent) expect(at <= when).toBe(true);
        expect(sent.map(({ at }) => at).toSorted()).toEqual(sent.map(({ at }) => at));
      }),
    );
  });
});

describe('the moments of one clock', () => {
  const clock = openClock('DZ-28', start);
  const soon = instant(millis(clock.dueAt) - SOON_DAYS * DAY);
  const justBefore = (at: Instant) => instant(millis(at) - 1);

  test('three days before, at the end, and each day after it', () => {
    expect(nextReminder(clock, start)).toEqual({ reason: 'soon', at: soon });
    expect(nextReminder(clock, justBefore(soon))).toEqual({ reason: 'soon', at: soon });
    expect(nextReminder(clock, soon)).toEqual({ reason: 'overdue', at: clock.dueAt });
    expect(nextReminder(clock, clock.dueAt)).toEqual({
      reason: 'overdue',
      at: instant(millis(clock.dueAt) + DAY),
    });
  });

  test('nothing is owed a moment before, and at the moment it is', () => {
    expect(owedAt(clock, soon, justBefore(soon))).toBeUndefined();
    expect(owedAt(clock, soon, soon)).toEqual({ reminder: { reason: 'soon', at: soon }, missed: 0 });
    expect(owedAt(clock, soon, justBefore(clock.dueAt))).toEqual({ reminder: { reason: 'soon', at: soon }, missed: 0 });
  });

  test('after an outage the latest stands for those before it', () => {
    const late = instant(millis(clock.dueAt) + 2 * DAY + 5);
    expect(owedAt(clock, soon, late)).toEqual({
      reminder: { reason: 'overdue', at: instant(millis(clock.dueAt) + 2 * DAY) },
      missed: 3,
    });
  });

  test('a right that lapsed is told once, and nobody is late', () => {
    const right = openClock('LOCAL-6', start);
    expect(nextReminder(right, justBefore(right.dueAt))).toEqual({ reason: 'over', at: right.dueAt });
    expect(nextReminder(right, right.dueAt)).toBeUndefined();
  });

  test('a clock shorter than three days has no reminder before its end', () => {
    const short = openClock('POLICY-6', start);
    expect(nextReminder(short, start)).toEqual({ reason: 'overdue', at: short.dueAt });
  });

  test('somebody must act on every clock of the law', () => {
    for (const id of Object.keys(periods) as PeriodId[]) expect(periods[id].who.length).toBeGreaterThan(0);
  });
});
