import { describe, expect, test } from 'vitest';
import { organization } from '../../shared/domain/organization.ts';
import { people } from '../domain/examples.ts';
import { cited, given } from '../domain/given.ts';
import { addMember, register } from '../domain/organization-examples.ts';

const registered = given(organization).and(register);

describe('administration, audit and operation never in one hand', () => {
  test('one hand is granted', () => {
    for (const roles of [['operator', 'right-holder'], ['administrator'], ['auditor']] as const) {
      expect(registered.when({ ...addMember, roles: [...roles] }).refusal).toBeUndefined();
    }
  });

  test('two hands are refused, when a member is added and when one is changed', () => {
    for (const roles of [
      ['administrator', 'operator'],
      ['auditor', 'operator'],
      ['administrator', 'auditor'],
    ] as const) {
      expect(cited(registered.when({ ...addMember, roles: [...roles] }))).toEqual(['POLICY-10']);
      const known = registered.and(addMember);
      expect(cited(known.when({ ...addMember, type: 'change-member', roles: [...roles] }))).toEqual(['POLICY-10']);
    }
  });
});

test('an organization gives only the legal roles of its kind', () => {
  expect(cited(registered.when({ ...addMember, roles: ['data-authority'] }))).toEqual(['POLICY-10']);
  const both = registered.when({ ...addMember, roles: ['data-authority', 'auditor'] });
  expect(cited(both)).toEqual(['POLICY-10', 'POLICY-10']);
});

test('nobody gives roles to themselves', () => {
  const own = { ...addMember, person: people.administrator.person, roles: ['administrator' as const] };
  expect(cited(registered.when(own))).toEqual(['POLICY-7']);
});
