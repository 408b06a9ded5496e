import { expect, test } from 'vitest';
import { qualification } from '../../shared/domain/qualification.ts';
import type { Instant, LocalDate } from '../../shared/law/time.ts';
import { appliedFor, people, qualify } from '../domain/examples.ts';
import { cited, documentOf, given, after as shift } from '../domain/given.ts';

const applied = given(qualification).and(...appliedFor);
/** 24:00 of 2027-11-01, the last valid day of the example. */
const lapse: Instant = '2027-11-01T16:00:00.000Z';

test('a qualification is good for three years at most, counted from the day of the finding', () => {
  const until = (validUntil: LocalDate) => cited(applied.when({ ...qualify, validUntil }));
  expect([until('2029-11-01'), until('2029-11-02')]).toEqual([[], ['LOCAL-8']]);
});

test('its clock ends with its last day', () => {
  const { state } = applied.when(qualify);
  expect(qualification.clocks(state)).toMatchObject([{ period: 'LOCAL-8', startedAt: qualify.at, dueAt: lapse }]);
  expect(qualification.clocks(applied.state)).toEqual([]);
});

test('a review before it lapses prolongs it, within the cap counted anew; afterwards none does', () => {
  const qualified = applied.and(qualify);
  const prolonging = (at: Instant, validUntil: LocalDate) =>
    qualified.when({ type: 'prolong', at, actor: people.grantor, validUntil, review: documentOf('review') });
  expect(prolonging(shift(lapse, -1), '2030-10-31').state).toMatchObject({ validUntil: '2030-10-31' });
  expect(cited(prolonging(shift(lapse, -1), '2030-11-01'))).toEqual(['LOCAL-8']);
  expect(cited(prolonging(shift(lapse, -1), '2027-11-01'))).toEqual(['LOCAL-8']);
  expect(cited(prolonging(lapse, '2028-11-01'))).toEqual(['DZ-30']);
});
