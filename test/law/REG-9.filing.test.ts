import { describe, expect, test } from 'vitest';
import { registration } from '../../shared/domain/registration.ts';
import { openClock } from '../../shared/law/periods.ts';
import { registrationInForce } from '../../shared/law/settings.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { cited, documentOf, given, pointers, after as shift } from '../domain/given.ts';
import { acceptAt, applied, applyAt, due, registering, supplyAt } from '../domain/registering.ts';

describe('the twenty working days count from two facts', () => {
  const supplied = (operatingSince: typeof supplyAt) =>
    given(registration).and(registering['report-first-supply'](supplyAt, { operatingSince })).state;

  test('from the supply when operation began before it', () => {
    expect(supplied(shift(supplyAt, -1))).toMatchObject({ clock: openClock('REG-9(1)', supplyAt) });
  });

  test('from the beginning of operation when data was supplied before it', () => {
    const began = '2026-05-20T02:00:00.000Z';
    expect(supplied(began)).toMatchObject({ clock: openClock('REG-9(1)', began), suppliedAt: supplyAt });
  });

  test('May Day in between, counted out: 30 April and 20 working days', () => {
    const began = '2026-04-30T02:00:00.000Z';
    const { state } = given(registration).and(registering['report-first-supply'](began));
    expect(state).toMatchObject({ clock: { dueAt: endOfDay('2026-06-01'), provisional: false } });
  });
});

describe('a filing that is late', () => {
  const { dueAt } = openClock('REG-9(1)', supplyAt);

  test('is escalated from the moment its time is over, once', () => {
    expect(cited(due().when(registering['escalate-filing'](shift(dueAt, -1))))).toEqual(['REG-9']);
    const late = due().and(registering['escalate-filing'](dueAt));
    expect(late.state).toMatchObject({ status: 'overdue', escalatedAt: dueAt });
    expect(registration.clocks(late.state)).toEqual([openClock('REG-9(1)', supplyAt)]);
    expect(late.when(registering['escalate-filing'](dueAt)).refusal?.refused).toBe('state');
  });

  test('is taken all the same', () => {
    const late = due().and(registering['escalate-filing'](dueAt));
    expect(late.when(registering.apply(dueAt)).state).toMatchObject({ status: 'applied', filedLate: true });
  });

  test('is owed again while its file is with the registrant, and no longer once that was handed in again', () => {
    const further = documentOf('further');
    const back = applied().and(registering.return(acceptAt, { further }));
    expect(registration.clocks(back.state)).toEqual([openClock('REG-9(1)', supplyAt)]);
    expect(back.when(registering['escalate-filing'](dueAt)).refusal?.refused).toBe('state');
    const again = back.and(registering.resubmit(dueAt));
    expect(registration.clocks(again.state)).toEqual([openClock('REG-10', dueAt)]);
    const { channel: _, ...unasked } = registering.apply(applyAt);
    const free = given(registration).and(unasked, registering.return(acceptAt, { further }));
    expect(registration.clocks(free.state)).toEqual([]);
  });

  test('is escalated by nobody but the schedule', () => {
    const { actor } = registering.accept(dueAt);
    expect(due().when(registering['escalate-filing'](dueAt, { actor })).refusal?.refused).toBe('role');
  });
});

describe('what was operated before the measures', () => {
  const at = endOfDay('2025-04-14');
  const none = given(registration);

  test('was due by 14 April 2025 and is overdue from then on', () => {
    expect(cited(none.when(registering['import-legacy'](shift(at, -1))))).toEqual(['REG-9']);
    expect(none.when(registering['import-legacy'](at)).state).toMatchObject({
      status: 'overdue',
      legacy: true,
      escalatedAt: at,
      clock: { period: 'REG-9(legacy)', dueAt: at },
    });
  });

  test('began, and was supplied, before they came into force', () => {
    const outcome = (suppliedAt: typeof at, operatingSince: typeof at) =>
      none.when(registering['import-legacy'](at, { suppliedAt, operatingSince }));
    const last = shift(registrationInForce, -1);
    expect(outcome(last, last).state.status).toBe('overdue');
    expect(pointers(outcome(registrationInForce, last))).toEqual(['/suppliedAt']);
    expect(cited(outcome(last, registrationInForce))).toEqual(['REG-9']);
  });

  test('is filed late, under whichever agreement there is now, and owed again when withdrawn', () => {
    const imported = none.and(registering['import-legacy'](at));
    const { channel: _, ...application } = registering.apply(applyAt);
    expect(imported.when(application).state).toMatchObject({ status: 'applied', filedLate: true });
    const back = imported.and(application, registering.withdraw(applyAt));
    expect(back.state).toEqual({ ...imported.state, escalatedAt: applyAt });
  });
});
