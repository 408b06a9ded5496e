import { expect, test } from 'vitest';
import { assetStanding } from '../../shared/domain/asset-standing.ts';
import type { Rule } from '../../shared/domain/decision.ts';
import { registration } from '../../shared/domain/registration.ts';
import { assetRules } from '../../shared/law/settings.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { after, cited, given } from '../domain/given.ts';
import { applied, codeAt, coded, due, registering as say } from '../domain/registering.ts';

const never = { dueAt: codeAt };

test('no rule of the city was found, so none is enforced: registration runs under the national measures', () => {
  expect(assetRules).toEqual([]);
  const rows: Rule[] = Object.values(registration.transitions);
  expect(rows.filter(({ article }) => !article.startsWith('REG-'))).toEqual([]);
});

test('an asset is owed from its first supply, and overdue from the instant after its time to file', () => {
  const [{ dueAt: end } = never] = registration.clocks(due().state);
  expect(assetStanding(registration.initial)).toBe('unregistered');
  expect(cited(due().when(say['escalate-filing'](after(end, -1))))).toEqual(['REG-9']);
  expect(assetStanding(due().state)).toBe('due');
  expect(assetStanding(due().and(say['escalate-filing'](end)).state)).toBe('overdue');
  expect(assetStanding(given(registration).and(say['import-legacy'](end)).state)).toBe('overdue');
});

test('it is registered from the code to the last valid instant, and lapsed from the next', () => {
  const end = endOfDay('2029-05-31');
  expect(assetStanding(applied().state)).toBe('under-way');
  expect(cited(coded().when(say.expire(after(end, -1))))).toEqual(['REG-15']);
  expect(assetStanding(coded().state)).toBe('registered');
  expect(assetStanding(coded().and(say.expire(end)).state)).toBe('lapsed');
});

test('what was taken back is owed again; what was applied for unasked is unregistered', () => {
  expect(assetStanding(applied().and(say.withdraw(codeAt)).state)).toMatch(/due/);
  const unasked = given(registration).and(say.apply(codeAt), say.withdraw(codeAt));
  expect(assetStanding(unasked.state)).toBe('unregistered');
});
