import { describe, expect, test } from 'vitest';
import { type Registration, registration } from '../../shared/domain/registration.ts';
import { actor, cited, documentOf, given } from './given.ts';
import {
  accepted,
  applied,
  applyAt,
  codeAt,
  coded,
  due,
  inNotice,
  noticeAt,
  registering,
  reviewer,
  supplyAt,
} from './registering.ts';

describe('the ordinary course', () => {
  test('runs from the first supply to the code', () => {
    const { state, events } = coded();
    expect(events.map((event) => event.type)).toEqual([
      'fell-due',
      'applied',
      'accepted',
      'reviewed',
      'notice-published',
      'coded',
    ]);
    expect(state).toMatchObject({
      status: 'coded',
      number: 'DZ-2026-0001',
      codedOn: '2026-06-01',
      expiresOn: '2029-05-31',
      edition: 1,
      filedLate: false,
    });
    expect(state).not.toHaveProperty('queryCode');
  });

  test('each station shows the clock that runs there', () => {
    const running = (stream: { state: Parameters<typeof registration.clocks>[0] }) =>
      registration.clocks(stream.state).map((clock) => clock.period);
    expect(running(due())).toEqual(['REG-9(1)']);
    expect(running(applied())).toEqual(['REG-10']);
    expect(running(accepted())).toEqual(['REG-11']);
    expect(running(inNotice())).toEqual(['REG-12']);
    expect(running(coded())).toEqual(['REG-15']);
    expect(running(coded().and(registering.amend(codeAt)))).toEqual(['REG-10', 'REG-15']);
    expect(running(coded().and(registering.revoke(codeAt)))).toEqual([]);
  });

  test('a resource needs no first supply, agreement or scenario', () => {
    const { product: _, scenario: __, ...file } = registering.apply(applyAt).file;
    const unit = actor('he', 'bureau', 'source-unit');
    const { type, at, registrants: _r, agreement: _a, channel: _c, ...rest } = registering.apply(applyAt);
    const registrants = [{ organization: 'bureau', legalPerson: true }];
    const stream = given(registration).and(
      { type, at, ...rest, actor: unit, category: 'resource', registrants, file },
      registering.accept(applyAt),
    );
    expect(stream.state.status).toBe('accepted');
  });
});

describe('whose it is', () => {
  test('another operator answers nobody else’s first supply', () => {
    const stranger = actor('zhou', 'other', 'operator');
    expect(due().when(registering.apply(applyAt, { actor: stranger })).refusal?.refused).toBe('foreign');
  });

  test('the first registrant is the organization that applies', () => {
    const registrants = [{ organization: 'other', legalPerson: true }];
    const outcome = given(registration).when(registering.apply(applyAt, { registrants }));
    expect(outcome.refusal?.refused).toBe('foreign');
  });

  test('another agency does not decide', () => {
    const elsewhere = actor('gu', 'other-agency', 'registration-agency');
    expect(applied().when(registering.accept(applyAt, { actor: elsewhere })).refusal?.refused).toBe('foreign');
  });

  test('an operator does not accept', () => {
    const command = registering.accept(applyAt, { actor: actor('lin', 'rongshu', 'operator') });
    expect(applied().when(command).refusal?.refused).toBe('role');
  });
});

describe('ways out', () => {
  test('withdrawn by the registrant', () => {
    const unasked = given(registration).and(registering.apply(applyAt), registering.withdraw(applyAt));
    expect(unasked.state).toMatchObject({ status: 'ended', reason: 'withdrawn' });
  });

  test('withdrawn, what a first supply made due is owed again, and its clock never stopped', () => {
    expect(applied().and(registering.withdraw(applyAt)).state).toEqual(due().state);
    const { clock } = openClockOf(due().state);
    const late = due().and(registering.apply(clock.dueAt), registering.withdraw(clock.dueAt));
    expect(late.state).toMatchObject({ status: 'overdue', clock, escalatedAt: clock.dueAt });
    expect(late.when(registering.apply(clock.dueAt)).state).toMatchObject({ status: 'applied', filedLate: true });
  });

  test('not accepted, and failed in review, are told apart', () => {
    expect(applied().and(registering.refuse(applyAt)).state).toMatchObject({ reason: 'not-accepted' });
    expect(accepted().and(registering.refuse(noticeAt)).state).toMatchObject({ reason: 'review-failed' });
  });

  test('after an end nothing moves', () => {
    const ended = coded().and(registering.revoke(codeAt));
    expect(ended.when(registering.amend(codeAt)).refusal?.refused).toBe('state');
  });
});

describe('amendments', () => {
  test('a change keeps number and term, and counts one edition more', () => {
    const before = coded();
    const { state } = before.and(
      registering.amend(codeAt),
      registering.accept(codeAt),
      registering['approve-amendment'](codeAt),
    );
    const marks = [{ field: 'title', edition: 2, kind: 'change', at: codeAt }];
    expect(state).toEqual({ ...before.state, title: '新名称', edition: 2, marks });
  });

  test('a refused amendment leaves the registration as it was', () => {
    const before = coded();
    expect(before.and(registering.amend(codeAt), registering.refuse(codeAt)).state).toEqual(before.state);
  });

  test('a change that changes nothing is refused', () => {
    const amendment = { kind: 'change' as const, request: documentOf('request'), changes: { file: {} } };
    expect(cited(coded().when(registering.amend(codeAt, { amendment })))).toEqual(['REG-9']);
  });

  test('whoever asked does not approve', () => {
    const both = actor('lin', 'agency', 'registration-agency');
    const stream = coded().and(registering.amend(codeAt), registering.accept(codeAt, { actor: reviewer }));
    expect(cited(stream.when(registering['approve-amendment'](codeAt, { actor: both })))).toEqual(['POLICY-7']);
  });
});

test('an application that answers a first supply is for what was supplied', () => {
  const command = registering.apply(applyAt, { datasets: ['weather'], channel: 'channel-2', agreement: 'agreement-2' });
  const outcome = due().when(command);
  expect(outcome.refusal?.grounds.map((ground) => ground.pointer)).toEqual(['/datasets', '/agreement', '/channel']);
});

test('the first supply falls due once', () => {
  expect(due().when(registering['report-first-supply'](supplyAt)).refusal?.refused).toBe('state');
});

function openClockOf(state: Registration) {
  if (state.status !== 'due') throw new Error(`it is ${state.status}`);
  return state;
}
