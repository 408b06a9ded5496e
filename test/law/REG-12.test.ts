import { describe, expect, test } from 'vitest';
import { MAX_OBJECTIONS, registrationState } from '../../shared/domain/registration-schema.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { cited, documentOf, after as shift } from '../domain/given.ts';
import { codeAt, inNotice, noticeAt, noticeEnd, registering, reviewed } from '../domain/registering.ts';

describe('the notice', () => {
  test('runs ten working days from its publication', () => {
    expect(inNotice().state).toMatchObject({ clock: { period: 'REG-12', startedAt: noticeAt, dueAt: noticeEnd } });
  });

  test('the worked case of 30 April 2026: May Day counted out, it ends with 18 May', () => {
    const { state } = reviewed().when(registering['publish-notice']('2026-04-30T02:00:00.000Z'));
    expect(state).toMatchObject({ clock: { dueAt: endOfDay('2026-05-18'), provisional: false } });
  });

  test('no code one moment before it ends, a code at the moment it does', () => {
    expect(cited(inNotice().when(registering['assign-code'](shift(noticeEnd, -1))))).toEqual(['REG-12']);
    expect(inNotice().when(registering['assign-code'](noticeEnd)).state.status).toBe('coded');
  });

  test('no code without one', () => {
    expect(reviewed().when(registering['assign-code'](codeAt)).refusal?.refused).toBe('state');
  });
});

describe('an objection', () => {
  const objected = inNotice().and(registering.object(noticeAt));

  test('is made during the notice and not after it', () => {
    expect(inNotice().when(registering.object(shift(noticeEnd, -1))).events).toHaveLength(1);
    expect(cited(inNotice().when(registering.object(noticeEnd)))).toEqual(['REG-12']);
  });

  test('comes with evidence', () => {
    expect(cited(inNotice().when(registering.object(noticeAt, { evidence: [] })))).toEqual(['REG-12']);
  });

  test('holds up the code until it is dismissed', () => {
    expect(cited(objected.when(registering['assign-code'](codeAt)))).toEqual(['REG-12']);
    const dismissed = objected.and(registering['dismiss-objection'](codeAt));
    expect(dismissed.when(registering['assign-code'](codeAt)).state.status).toBe('coded');
  });

  test('upheld, ends the registration', () => {
    const { state } = objected.and(registering['uphold-objection'](noticeAt));
    expect(state).toMatchObject({ status: 'ended', reason: 'objection-upheld' });
  });

  test('is decided once', () => {
    const dismissed = objected.and(registering['dismiss-objection'](noticeAt));
    expect(cited(dismissed.when(registering['uphold-objection'](noticeAt)))).toEqual(['REG-12']);
    expect(cited(inNotice().when(registering['uphold-objection'](noticeAt)))).toEqual(['REG-12']);
  });

  test('is made once, and only so many fit', () => {
    expect(cited(objected.when(registering.object(noticeAt)))).toEqual(['REG-12']);
    const many = Array.from({ length: MAX_OBJECTIONS }, (_, n) =>
      registering.object(noticeAt, { objection: `o-${n}` }),
    );
    expect(
      cited(
        inNotice()
          .and(...many)
          .when(registering.object(noticeAt)),
      ),
    ).toEqual(['POLICY-9']);
  });

  test('leaves the objector out of the state, where the public could read', () => {
    expect(registrationState.parse(objected.state)).toMatchObject({ objections: [{ objection: 'objection-1' }] });
    expect(JSON.stringify(objected.state)).not.toContain(documentOf('objector').document);
  });
});
