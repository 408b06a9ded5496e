import { expect, test } from 'vitest';
import { registration } from '../../shared/domain/registration.ts';
import { actor, cited, given } from '../domain/given.ts';
import { applyAt, registering } from '../domain/registering.ts';

const unit = actor('he', 'bureau', 'source-unit');
const body = actor('he', 'bureau', 'grantor');
const registrants = [{ organization: 'bureau', legalPerson: true }];

test.each([unit, body])('holder and implementing body register a resource', (who) => {
  const command = registering.apply(applyAt, { actor: who, category: 'resource', registrants });
  expect(given(registration).when(command).state.status).toBe('applied');
});

test('an operator registers no resource', () => {
  expect(cited(given(registration).when(registering.apply(applyAt, { category: 'resource' })))).toEqual(['REG-5']);
});

test('a holder registers no product', () => {
  expect(cited(given(registration).when(registering.apply(applyAt, { actor: unit, registrants })))).toEqual(['REG-5']);
});

test('a product or service names its agreement', () => {
  const { agreement: _, ...without } = registering.apply(applyAt);
  expect(cited(given(registration).when(without))).toEqual(['REG-5']);
});
