import { expect, test } from 'vitest';
import { organization } from '../../shared/domain/organization.ts';
import { cited, documentOf, given, pointers } from '../domain/given.ts';
import { register } from '../domain/organization-examples.ts';

const committee = { ...register, kind: 'zone-committee' } as const;

test('a zone committee registers with its recorded delegation', () => {
  expect(given(organization).when({ ...committee, delegation: documentOf('delegation') }).refusal).toBeUndefined();
});

test('without one it is refused', () => {
  const refused = given(organization).when(committee);
  expect([cited(refused), pointers(refused)]).toEqual([['DZ-5'], ['/delegation']]);
});
