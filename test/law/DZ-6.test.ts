import { expect, test } from 'vitest';
import type { OfficeRole } from '../../shared/domain/office.ts';
import { isOfficeRole, levelsOf, officesHeld } from '../../shared/domain/office.ts';
import { organization } from '../../shared/domain/organization.ts';
import type { OrganizationEvent } from '../../shared/domain/organization-schema.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { documentOf, given } from '../domain/given.ts';
import { register, verify } from '../domain/organization-examples.ts';

const bureau = { organization: 'bureau', jurisdiction: '511702' };

test('what is for a county’s authority is the city’s where the county has none; the city’s own stays there', () => {
  expect(levelsOf('511702')).toEqual(['511702', '511700']);
  expect(levelsOf('511700')).toEqual(['511700']);
});

test('an office is held where somebody acts in it, and no longer', () => {
  const held = (...roles: LegalRole[]) => officesHeld(bureau, [{ roles }]).map(({ role }) => role);
  expect(held('data-authority', 'grantor')).toEqual(['data-authority']);
  expect(held('source-unit', 'operator', 'administrator')).toEqual([]);
  expect(officesHeld(bureau, [])).toEqual([]);
  const roles: OfficeRole[] = ['data-authority', 'registration-agency', 'security-organ'];
  expect(roles.every(isOfficeRole)).toBe(true);
});

test('only a verified organization holds one: not before it is, and not once it is closed', () => {
  const name = documentOf('name');
  const clerk = { person: 'p9', roles: ['data-authority'] as LegalRole[], name, keys: [] };
  const added: OrganizationEvent = { type: 'member-added', at: register.at, by: 'p1', ...clerk };
  const offices = (...events: readonly OrganizationEvent[]) =>
    (organization.offices?.(events.reduce(organization.evolve, organization.initial)) ?? []).map(({ role }) => role);
  const registered = given(organization).and(register).events;
  const verified = given(organization).and(register, verify).events;
  expect(offices(...registered, added)).toEqual([]);
  expect(offices(...verified, added)).toEqual(['data-authority']);
  expect(offices(...verified, added, { type: 'closed', at: register.at, reason: 'merged' })).toEqual([]);
});
