import { expect, test } from 'vitest';
import { contractor, reviewOf, withoutReview } from '../../shared/domain/contractor.ts';
import { unreviewed } from '../../shared/domain/standing.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { after, cited, given } from '../domain/given.ts';
import { at, jurisdiction, paper, people } from '../domain/supervising.ts';

const { engineer, operator } = people;
const engage = {
  type: 'engage',
  at,
  actor: engineer,
  jurisdiction,
  organization: 'alpha',
  keeper: 'centre',
  kind: 'operate',
  contract: paper,
  boundUntil: '2028-12-31',
} as const;
const points = { source: paper, technique: paper, transmission: paper, storage: paper };
const review = { type: 'review', at, actor: engineer, points, until: '2027-06-30' } as const;
const engaged = given(contractor).and(engage);
const reviewed = engaged.and(review);
const lacks = (state: typeof engaged.state, now = at) => withoutReview(state, now) !== undefined;

test('a contractor without review gets no access; one that is none needs none', () => {
  expect(lacks(given(contractor).state)).toBe(false);
  expect(withoutReview(engaged.state, at)).toMatchObject({ grounds: [{ article: 'DZ-46' }] });
  expect(lacks(reviewed.state)).toBe(false);
  expect(lacks(reviewed.and({ type: 'end', at, actor: engineer, reason: paper }).state)).toBe(false);
});

test('review and confidentiality contract count to 24:00 of their last day', () => {
  const end = endOfDay('2027-06-30');
  expect([lacks(reviewed.state, after(end, -1)), lacks(reviewed.state, end)]).toEqual([false, true]);
  const long = engaged.and({ ...review, until: '2030-01-01' });
  const unbound = endOfDay('2028-12-31');
  expect([lacks(long.state, after(unbound, -1)), lacks(long.state, unbound)]).toEqual([false, true]);
  const bound = long.and({ type: 'bind', at, actor: engineer, contract: paper, boundUntil: '2029-12-31' });
  expect(lacks(bound.state, unbound)).toBe(false);
});

test('a review that was not passed ends the one before', () => {
  const failed = reviewed.and({ type: 'fail', at, actor: engineer, reason: paper });
  expect([failed.state.status, lacks(failed.state), contractor.clocks(failed.state)]).toEqual(['engaged', true, []]);
});

test('all four points, or it is no review; nobody reviews itself', () => {
  const { storage: _, ...three } = points;
  expect(
    contractor.event.safeParse({ ...review, type: 'review', by: 'x', office: 'centre', points: three }).success,
  ).toBe(false);
  expect(cited(given(contractor).when({ ...engage, organization: 'centre' }))).toEqual(['DZ-46']);
  expect(engaged.when({ ...review, actor: operator }).refusal).toMatchObject({ refused: 'role' });
});

test('the gate judges by the same days as whoever opens a channel', () => {
  const gateOf = (state: typeof engaged.state) => ({ holds: {}, reviewed: reviewOf(state) });
  const stopped = (state: typeof engaged.state, now = at) =>
    unreviewed(gateOf(state), now).map(({ gate, article, liftedBy }) => [gate, article, liftedBy?.length]);
  expect(stopped(given(contractor).state)).toEqual([]);
  expect(stopped(engaged.state)).toEqual([['organization', 'DZ-46', 2]]);
  const long = engaged.and({ ...review, until: '2030-01-01' });
  for (const [{ state }, day] of [[reviewed, '2027-06-30'] as const, [long, '2028-12-31'] as const]) {
    const end = endOfDay(day);
    expect([stopped(state, after(end, -1)).length, stopped(state, end).length]).toEqual([0, 1]);
    expect([lacks(state, after(end, -1)), lacks(state, end)]).toEqual([false, true]);
  }
  expect(stopped(reviewed.and({ type: 'end', at, actor: engineer, reason: paper }).state)).toEqual([]);
});
