import { expect, test } from 'vitest';
import { registration } from '../../shared/domain/registration.ts';
import { actor, given, pointers } from '../domain/given.ts';
import { applyAt, registering, supplyAt } from '../domain/registering.ts';

const body = actor('he', 'bureau', 'grantor');
const registrants = [{ organization: 'bureau', legalPerson: true }];
const owed = given(registration).and(registering['report-first-supply'](supplyAt, { holder: 'bureau' }));
const application = registering.apply(applyAt, { actor: body, category: 'resource', registrants });

test('the implementing body owes the registration of the resource that it lets be operated', () => {
  expect(registration.summary(owed.state)).toMatchObject({ party: 'bureau' });
  expect(owed.when(application).state).toMatchObject({ status: 'applied', category: 'resource', filedLate: false });
});

test('and answers for no product with it, nor for other data', () => {
  const product = owed.when({
    ...application,
    category: 'product',
    actor: { ...body, roles: ['grantor', 'operator'] },
  });
  expect(pointers(product)).toEqual(['/category']);
  expect(pointers(owed.when({ ...application, datasets: ['weather'] }))).toEqual(['/datasets']);
});

test('another implementing body does not see it', () => {
  const other = { ...application, actor: actor('gu', 'other', 'grantor') };
  expect(owed.when(other).refusal?.refused).toBe('foreign');
});
