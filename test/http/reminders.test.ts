import { describe, expect, it } from 'vitest';
import { sweepDeadlines } from '../../functions/deadline/sweep.ts';
import { replays } from '../../shared/audit/replay.ts';
import { violation } from '../../shared/domain/case.ts';
import { registration } from '../../shared/domain/registration.ts';
import { type Calendar, calendar } from '../../shared/law/calendar.ts';
import { openClock } from '../../shared/law/periods.ts';
import type { Instant } from '../../shared/law/time.ts';
import { listInbox } from '../../shared/store/inbox.ts';
import { listEvents } from '../../shared/store/lists.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { watchedUntil } from '../../shared/store/watch.ts';
import { enforcing } from '../domain/enforcing.ts';
import { actor, given, after as shift } from '../domain/given.ts';
import { freshTable } from '../dynamodb.ts';
import { testService } from './harness.ts';
import { recorded } from './recorded.ts';

const day = 86_400_000;
const table = await freshTable();
const service = testService(table.client, table.table);
const { store } = service;
const clerk = actor('clerk', 'authority', 'data-authority');

/** A registration of `operator` that fell due at `at`: it must be filed within 20 working days (REG-9(1)). */
async function fellDue(id: string, operator: string, at: Instant): Promise<Instant> {
  service.moveTo(at);
  const clock = openClock('REG-9(1)', at);
  await recorded(service, registration, id, [
    {
      ...{ type: 'fell-due', at, channel: 'c1', operator, dataset: 'weather', agreement: 'a1' },
      ...{ jurisdiction: '511700', clock },
    },
  ]);
  return clock.dueAt;
}

const toldTo = async (organization: string) =>
  (await listInbox(store, { organization, person: 'ann' }, { limit: 100, ascending: true })).items.map(
    ({ notice: { reason, missed, step } }) =>
      reason === 'step' ? step?.command : missed === undefined ? reason : `${reason}+${missed}`,
  );
const watching = async (id: string) => {
  const found = [];
  for await (const one of watchedUntil(store)) if (one.id === id) found.push(one.at);
  return found;
};

describe('reminders of a clock', () => {
  it('come when it starts, three days before its end, at the end and daily after it, each once, escalated or not', async () => {
    const due = await fellDue('r1', 'alpha', '2026-10-12T02:00:00.000Z');
    expect(await toldTo('alpha')).toEqual(['started']);
    for (const [at, told] of [
      [shift(due, -3 * day - 1), ['started']],
      [shift(due, -3 * day), ['started', 'soon']],
      [shift(due, -1), ['started', 'soon']],
      [due, ['started', 'soon', 'escalate-filing', 'overdue']],
      [shift(due, day - 1), ['started', 'soon', 'escalate-filing', 'overdue']],
      [shift(due, day), ['started', 'soon', 'escalate-filing', 'overdue', 'overdue']],
    ] as const) {
      service.moveTo(at);
      await sweepDeadlines(service);
      await Promise.all([sweepDeadlines(service), sweepDeadlines(service)]);
      expect(await toldTo('alpha')).toEqual(told);
    }
  });

  it('name the rule, the start, the exact end and the calendar', async () => {
    const { items } = await listInbox(store, { organization: 'alpha', person: 'ann' }, { limit: 1 });
    expect(items[0]?.notice).toMatchObject({
      reason: 'overdue',
      stream: { kind: 'registration', id: 'r1' },
      clocks: [openClock('REG-9(1)', '2026-10-12T02:00:00.000Z')],
    });
    expect(items[0]?.notice.clocks[0]?.calendar).toBe(calendar.version);
  });

  it('that nobody could send for days are stood for by one that says so', async () => {
    const due = await fellDue('r2', 'beta', '2026-10-13T02:00:00.000Z');
    service.moveTo(shift(due, 3 * day + 5));
    const { reminded } = await sweepDeadlines(service);
    expect(reminded).toBeGreaterThan(0);
    await sweepDeadlines(service);
    expect(await toldTo('beta')).toEqual(['started', 'escalate-filing', 'overdue+4']);
    service.moveTo(shift(due, 4 * day));
    await sweepDeadlines(service);
    expect(await toldTo('beta')).toEqual(['started', 'escalate-filing', 'overdue+4', 'overdue']);
  });

  it('end with the clock, and nothing is left behind', async () => {
    const at: Instant = '2026-11-16T02:00:00.000Z';
    service.moveTo(at);
    const placed = enforcing['open-with-emergency'](at, { actor: clerk, authority: 'authority', subject: 'alpha' });
    await recorded(service, violation, 'k1', given(violation).and(placed).events, clerk);
    expect([await toldTo('authority'), await watching('k1')]).toEqual([['started'], [openClock('POLICY-6', at).dueAt]]);
    await recorded(service, violation, 'k1', [{ type: 'emergency-confirmed', at, by: 'deputy' }]);
    service.moveTo(openClock('POLICY-6', at).dueAt);
    await sweepDeadlines(service);
    expect([await toldTo('authority'), await watching('k1')]).toEqual([['started'], []]);
  });
});

describe('clocks of a year whose schedule was not published', () => {
  const at: Instant = '2026-12-24T02:00:00.000Z';
  /** As if 2027 had been announced with a rest until 6 January, and worked days as usual after it. */
  const later: Calendar = {
    version: `${calendar.version}-2027`,
    isPublished: (year) => year === 2027 || calendar.isPublished(year),
    isWorkingDay: (day) => !(day >= '2027-01-01' && day <= '2027-01-06') && calendar.isWorkingDay(day),
  };
  const clockOf = async () => {
    const { state } = await loadHead(store, registration, 'r4');
    if (state.status !== 'due') throw new Error(state.status);
    return state.clock;
  };

  it('are counted again once it is, and both ends stand in the history', async () => {
    await fellDue('r4', 'delta', at);
    const old = await clockOf();
    expect(old).toMatchObject({ provisional: true, calendar: calendar.version });
    expect(await sweepDeadlines(service)).toMatchObject({ recomputed: 0 });
    expect(await sweepDeadlines(service, later)).toMatchObject({ recomputed: 1 });
    const now = await clockOf();
    expect(now).toEqual({ ...openClock('REG-9(1)', at, later), provisional: false });
    expect(now.dueAt > old.dueAt).toBe(true);
    const { items } = await listEvents(store, { aggregate: 'registration', id: 'r4' }, { limit: 10 });
    expect(items.at(-1)?.data).toEqual({
      type: 'clocks-recomputed',
      at: service.clock.domain(),
      changes: [{ from: old, to: now }],
    });
  });

  it('tell whoever must keep them both dates, and are reminded of by the new one', async () => {
    const { items } = await listInbox(store, { organization: 'delta', person: 'ann' }, { limit: 1 });
    const now = await clockOf();
    expect(items[0]?.notice).toMatchObject({ reason: 'recomputed', clocks: [now], were: [openClock('REG-9(1)', at)] });
    expect(await sweepDeadlines(service, later)).toMatchObject({ recomputed: 0 });
    service.moveTo(shift(now.dueAt, -3 * day));
    await sweepDeadlines(service, later);
    expect(await toldTo('delta')).toEqual(['started', 'recomputed', 'soon']);
    service.moveTo(now.dueAt);
    await sweepDeadlines(service, later);
    expect(await toldTo('delta')).toEqual(['started', 'recomputed', 'soon', 'escalate-filing', 'overdue']);
    expect(await watching('r4')).toHaveLength(1);
  });

  it('fold and audit as the store holds them', async () => {
    const replay = replays.get('registration')?.('r4', store.hash);
    const { items } = await listEvents(store, { aggregate: 'registration', id: 'r4' }, { limit: 10 });
    expect(items.map(({ data }) => replay?.take(data))).toEqual([true, true, true]);
    const { state } = await loadHead(store, registration, 'r4');
    expect(replay?.head(at).state).toEqual(JSON.parse(JSON.stringify(state)));
  });
});
