import { expect, test } from 'vitest';
import { registration } from '../../shared/domain/registration.ts';
import { category } from '../../shared/domain/registration-file.ts';
import { registrationInForce } from '../../shared/law/settings.ts';
import { after, cited, given } from '../domain/given.ts';
import { applyAt, registering as say } from '../domain/registering.ts';

test('public data resources, and the products and services made of them, are registered; nothing else is', () => {
  expect(category.options).toEqual(['resource', 'product']);
  expect(given(registration).and(say.apply(applyAt)).state.status).toBe('applied');
  expect(registration.event.safeParse({ type: 'applied', category: 'enterprise-data' }).success).toBe(false);
});

test('from the first instant of the measures; what was supplied before it is legacy, what was supplied at it is not', () => {
  const legacy = (suppliedAt: typeof applyAt) =>
    given(registration).when(say['import-legacy'](applyAt, { suppliedAt, operatingSince: suppliedAt }));
  expect(legacy(after(registrationInForce, -1)).state).toMatchObject({ status: 'overdue', legacy: true });
  expect(cited(legacy(registrationInForce))).toEqual(['REG-9']);
});
