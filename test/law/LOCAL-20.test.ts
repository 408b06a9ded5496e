import { expect, test } from 'vitest';
import { openClock } from '../../shared/law/periods.ts';
import { localDate, startOfDay } from '../../shared/law/time.ts';
import { after, cited } from '../domain/given.ts';
import { at, listed, producing } from '../domain/producing.ts';

const trialUntil = openClock('LOCAL-20', '2026-11-02T01:00:00.000Z').dueAt;
const facts = { approved: true, trialUntil };

test('the first year after effect ends with the day before its anniversary', () => {
  expect(trialUntil).toBe(startOfDay('2027-11-02'));
});

test('a trial price is charged until the first full year is over, then a ceiling is set anew', () => {
  const trial = listed({ until: '2028-01-31' }).and(producing['set-ceiling'](at, { facts }));
  expect(trial.when(producing.deliver(after(trialUntil, -1))).refusal).toBeUndefined();
  expect(cited(trial.when(producing.deliver(trialUntil)))).toEqual(['PRICE']);
  const again = trial.and(producing['set-ceiling'](trialUntil, { from: localDate(trialUntil), facts }));
  expect(again.when(producing.deliver(trialUntil)).refusal).toBeUndefined();
});

test('a ceiling for a day after that year may be set before, and is no trial price', () => {
  const early = listed({ until: '2028-01-31' }).and(
    producing['set-ceiling'](at, { facts }),
    producing['set-ceiling'](at, { from: '2027-11-02', amount: 10_000, facts }),
  );
  expect(early.when(producing.deliver(trialUntil)).refusal).toBeUndefined();
  expect(cited(early.when(producing.deliver(trialUntil, { unitPrice: 10_001 })))).toEqual(['PRICE']);
});
