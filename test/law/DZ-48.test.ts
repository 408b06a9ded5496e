import { expect, test } from 'vitest';
import { covers, processor } from '../../shared/domain/processor.ts';
import { endOfDay, startOfDay } from '../../shared/law/time.ts';
import { after, cited, given, pointers } from '../domain/given.ts';
import { at, jurisdiction, paper, people } from '../domain/supervising.ts';

const { operator, stranger, clerk } = people;
const record = {
  type: 'record',
  at,
  actor: operator,
  jurisdiction,
  operator: 'alpha',
  processor: 'beta',
  contract: paper,
  from: '2026-11-10',
  until: '2026-11-30',
  returns: 'delete',
  personal: false,
  verified: true,
} as const;
const recorded = given(processor).and(record);

test('covers access from 0:00 of its first day to 24:00 of its last', () => {
  const [from, until] = [startOfDay('2026-11-10'), endOfDay('2026-11-30')];
  const moments = [after(from, -1), from, after(until, -1), until];
  expect(moments.map((moment) => covers(recorded.state, moment))).toEqual([false, true, true, false]);
  expect(processor.clocks(recorded.state)).toMatchObject([{ period: 'POLICY-41', dueAt: until }]);
});

test('covers nothing once it was ended, by the operator or a supervisor', () => {
  for (const actor of [operator, clerk]) {
    const ended = recorded.and({ type: 'end', at, actor, reason: paper });
    expect(covers(ended.state, startOfDay('2026-11-10'))).toBe(false);
  }
  expect(recorded.when({ type: 'end', at, actor: stranger, reason: paper }).refusal).toMatchObject({
    refused: 'foreign',
  });
});

test('is with a verified organization that is another, and has days in their order', () => {
  const wrong = given(processor).when({ ...record, processor: 'alpha', from: '2026-12-01', verified: false });
  expect([cited(wrong), pointers(wrong)]).toEqual([
    ['DZ-48', 'DZ-48', 'DZ-48'],
    ['/processor', '/until', '/processor'],
  ]);
});
