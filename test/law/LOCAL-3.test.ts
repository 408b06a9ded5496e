import { describe, expect, test } from 'vitest';
import { grantorDisclosure, operatorDisclosure, yearEnd } from '../../shared/domain/yearly.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { after, cited, given } from '../domain/given.ts';
import { ownerOf, reporting } from '../domain/reporting.ts';

const newYear = yearEnd(2026);
const due = endOfDay('2027-03-31');
const lastInstant = after(due, -1);
const tooEarly = after(newYear, -1);

describe.each([grantorDisclosure, operatorDisclosure])('$aggregate', (machine) => {
  const say = reporting(ownerOf(machine.aggregate));

  test('falls due with the end of the year and is open until 31 March, 24:00', () => {
    expect(cited(given(machine).when(say['fall-due'](tooEarly)))).toEqual(['LOCAL-3']);
    const { state } = given(machine).and(say['fall-due'](newYear));
    expect(machine.clocks(state)).toMatchObject([{ period: 'LOCAL-3', startedAt: newYear, dueAt: due }]);
  });

  test('published at the last instant it is in time, at the next one late, and says so for ever', () => {
    const prepared = given(machine).and(say['fall-due'](newYear), say.prepare(newYear));
    expect(prepared.when(say.publish(lastInstant)).state).toMatchObject({ late: false });
    expect(prepared.and(say.publish(due), say.correct(due)).state).toMatchObject({ late: true, edition: 2 });
  });
});
