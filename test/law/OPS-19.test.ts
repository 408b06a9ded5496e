import { expect, test } from 'vitest';
import { operatorDisclosure, yearEnd } from '../../shared/domain/yearly.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { after, cited, given } from '../domain/given.ts';
import { granting } from '../domain/producing.ts';
import { ownerOf, reporting } from '../domain/reporting.ts';

const owner = ownerOf(operatorDisclosure.aggregate);
const say = reporting(owner);
const newYear = yearEnd(2026);
const due = endOfDay('2027-03-31');
const prepared = given(operatorDisclosure).and(say['fall-due'](newYear), say.prepare(newYear));

test('the operator discloses for itself, and nobody in its place', () => {
  const open = given(operatorDisclosure).and(say['fall-due'](newYear));
  const strange = open.when(say.prepare(newYear, { actor: granting }));
  expect([strange.refusal?.refused, cited(strange)]).toEqual(['role', ['OPS-19']]);
  const foreign = open.when(say.prepare(newYear, { actor: { ...owner, organization: 'elsewhere' } }));
  expect([foreign.refusal?.refused, cited(foreign)]).toEqual(['foreign', ['OPS-19']]);
});

test('what is published first has its figures: nothing is disclosed that was not prepared', () => {
  const bare = given(operatorDisclosure).and(say['fall-due'](newYear)).when(say.publish(newYear));
  expect([bare.refusal?.refused, cited(bare)]).toEqual(['state', ['OPS-19']]);
  expect(prepared.and(say.publish(newYear)).state).toMatchObject({ status: 'published', late: false, edition: 1 });
});

test('regularly: once for each year, in time to the last instant of the city’s day (LOCAL-3), late from the next', () => {
  expect(prepared.and(say.publish(after(due, -1))).state).toMatchObject({ late: false });
  expect(prepared.and(say.publish(due)).state).toMatchObject({ late: true });
  // A correction is another edition of the same disclosure, with its reason; it makes nothing late that was in time.
  expect(prepared.and(say.publish(after(due, -1)), say.correct(due)).state).toMatchObject({ late: false, edition: 2 });
});
