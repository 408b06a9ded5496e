import { describe, expect, test } from 'vitest';
import { registration } from '../../shared/domain/registration.ts';
import { endOfDay, startOfDay } from '../../shared/law/time.ts';
import { actor, cited, documentOf, given, after as shift } from '../domain/given.ts';
import { codeAt, coded, inNotice, noticeAt, registering } from '../domain/registering.ts';

const end = endOfDay('2029-05-31');

describe('validity', () => {
  test('three years from the code day, to the day before the anniversary', () => {
    expect(coded().state).toMatchObject({ codedOn: '2026-06-01', expiresOn: '2029-05-31', clock: { dueAt: end } });
  });

  test('a product under a shorter agreement: its real operating term', () => {
    expect(coded({ operatingUntil: '2028-05-10' }).state).toMatchObject({ expiresOn: '2028-05-10' });
    expect(coded({ operatingUntil: '2029-05-31' }).state).toMatchObject({ expiresOn: '2029-05-31' });
    expect(coded({ operatingUntil: '2029-06-01' }).state).toMatchObject({ expiresOn: '2029-05-31' });
  });

  test('a product needs that day, and it lies ahead', () => {
    const { operatingUntil: _, ...without } = registering['assign-code'](codeAt);
    expect(cited(inNotice().when(without))).toEqual(['REG-15']);
    expect(cited(inNotice().when({ ...without, operatingUntil: '2026-05-31' }))).toEqual(['REG-15']);
    expect(inNotice().when({ ...without, operatingUntil: '2026-06-01' }).state.status).toBe('coded');
  });

  test('a resource is not capped by an agreement', () => {
    const unit = actor('he', 'bureau', 'source-unit');
    const registrants = [{ organization: 'bureau', legalPerson: true }];
    const stream = given(registration).and(
      registering.apply(noticeAt, { actor: unit, category: 'resource', registrants }),
      registering.accept(noticeAt),
      registering.review(noticeAt),
      registering['publish-notice'](noticeAt),
      registering['assign-code'](codeAt, { operatingUntil: '2027-01-01' }),
    );
    expect(stream.state).toMatchObject({ expiresOn: '2029-05-31' });
  });
});

describe('renewal', () => {
  const opens = startOfDay('2029-04-02');
  const amendment = { kind: 'renewal' as const, request: documentOf('request'), operatingUntil: '2031-05-10' as const };
  const renew = (at: typeof end) => registering.amend(at, { amendment });

  test('inside the last sixty days, the last valid day being the last of them', () => {
    expect(cited(coded().when(renew(shift(opens, -1))))).toEqual(['REG-15']);
    expect(coded().when(renew(opens)).state.status).toBe('amending');
    expect(coded().when(renew(shift(end, -1))).state.status).toBe('amending');
    expect(cited(coded().when(renew(end)))).toEqual(['REG-15']);
  });

  test('adds three years at most, and no more than the operating term', () => {
    const asked = coded().and(renew(opens), registering.accept(opens));
    expect(asked.when(registering['approve-amendment'](opens)).state).toMatchObject({
      status: 'coded',
      expiresOn: '2031-05-10',
    });
    const longer = coded().and(
      registering.amend(opens, { amendment: { ...amendment, operatingUntil: '2040-01-01' } }),
      registering.accept(opens),
    );
    expect(longer.when(registering['approve-amendment'](opens)).state).toMatchObject({ expiresOn: '2032-05-31' });
  });

  test('asked for in time it is decided before the registration can expire', () => {
    const asked = coded().and(renew(shift(end, -1)));
    expect(cited(asked.when(registering.expire(end)))).toEqual(['REG-15']);
    expect(asked.and(registering.refuse(shift(end, -1))).state.status).toBe('coded');
    expect(asked.and(registering.refuse(end)).state.status).toBe('expired');
  });
});

describe('expiry', () => {
  test('with the end of the last valid day, not a moment earlier', () => {
    expect(cited(coded().when(registering.expire(shift(end, -1))))).toEqual(['REG-15']);
    expect(coded().when(registering.expire(end)).state.status).toBe('expired');
  });

  test('another amendment under way does not hold it up', () => {
    expect(coded().and(registering.amend(codeAt)).when(registering.expire(end)).state.status).toBe('expired');
  });

  test('from that moment nothing is asked of it any more, whether or not the schedule came by', () => {
    expect(coded().when(registering.amend(shift(end, -1))).state.status).toBe('amending');
    expect(cited(coded().when(registering.amend(end)))).toEqual(['REG-15']);
  });

  test('a product whose agreement ended early is deregistered unasked, once that day is over', () => {
    const over = endOfDay('2026-12-10');
    const asked = (at: typeof end) => coded().when(registering.deregister(at, { operatingUntil: '2026-12-10' }));
    expect(cited(asked(shift(over, -1)))).toEqual(['REG-9']);
    expect(asked(over).state).toMatchObject({ status: 'deregistered', ground: 'right-ended' });
    const changing = coded().and(registering.amend(codeAt));
    expect(changing.when(registering.deregister(over, { operatingUntil: '2026-12-10' })).state.status).toBe(
      'deregistered',
    );
  });

  test('then the agency deregisters, and not before', () => {
    expect(cited(coded().when(registering.deregister(codeAt)))).toEqual(['REG-9']);
    const { state } = coded().and(registering.expire(end), registering.deregister(end));
    expect(state).toMatchObject({ status: 'deregistered', ground: 'expired' });
  });
});
