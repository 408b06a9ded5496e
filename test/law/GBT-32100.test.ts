import { expect, test } from 'vitest';
import { organization } from '../../shared/domain/organization.ts';
import { cited, given } from '../domain/given.ts';
import { register } from '../domain/organization-examples.ts';

test('an organization registers with a credit code whose check character fits, and with no other', () => {
  expect(given(organization).when(register).refusal).toBeUndefined();
  const wrong = given(organization).when({ ...register, creditCode: `${register.creditCode.slice(0, 17)}C` });
  expect(cited(wrong)).toEqual(['GBT-32100']);
  expect(JSON.stringify(wrong.refusal)).not.toContain(register.creditCode.slice(0, 17));
});
