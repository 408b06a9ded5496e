import { expect, test } from 'vitest';
import { organization } from '../../shared/domain/organization.ts';
import { handOf, mayGive } from '../../shared/domain/organization-kinds.ts';
import { cited, given } from '../domain/given.ts';
import { addMember, register } from '../domain/organization-examples.ts';

test('units that hold data, and operators, have a chief data officer; committees and supervising bodies have none', () => {
  const kinds = [
    'department',
    'public-service',
    'zone-committee',
    'company',
    'supervising-body',
    'expert-committee',
  ] as const;
  expect(kinds.map((kind) => mayGive(kind, 'chief-data-officer'))).toEqual([true, true, true, true, false, false]);
  expect(handOf('chief-data-officer')).toBe('operation');
});

test('the unit’s own administrator appoints it, and nobody is officer and auditor at once', () => {
  const registered = given(organization).and(register);
  const appoint = { ...addMember, roles: ['chief-data-officer' as const] };
  expect(registered.when(appoint).refusal).toBeUndefined();
  expect(cited(registered.when({ ...appoint, roles: ['chief-data-officer', 'auditor'] }))).toEqual(['POLICY-10']);
});
