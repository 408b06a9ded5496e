import { describe, expect, test } from 'vitest';
import { organization } from '../../shared/domain/organization.ts';
import { at, hold, people } from './examples.ts';
import { cited, documentOf, given, pointers, after as shift } from './given.ts';
import { addMember, register, verify } from './organization-examples.ts';

const registered = given(organization).and(register);
const verified = registered.and(addMember, verify);
const supervisor = { at, actor: people.authority } as const;

describe('an organization', () => {
  test('registers, is verified by another person, and keeps its members', () => {
    expect(verified.state).toMatchObject({
      status: 'verified',
      verifiedBy: 'person-authority',
      holds: {},
      members: { 'person-operator': { roles: ['operator'] } },
    });
  });

  test('carries only a document in place of a name', () => {
    const [, added] = verified.events;
    expect(added).toMatchObject({ type: 'member-added', name: documentOf('name-1') });
  });

  test('stays verified while a measure holds it, and a release lifts only its own case', () => {
    const other = { ...hold, measure: 'm-2', case: 'case-2' };
    const held = verified.and({ type: 'hold', ...supervisor, hold }, { type: 'hold', ...supervisor, hold: other });
    expect(held.state).toMatchObject({ status: 'verified', holds: { 'm-1': hold, 'm-2': other } });
    const released = held.when({ type: 'release', ...supervisor, case: 'case-1', measures: ['m-1'] });
    expect(released.state).toMatchObject({ holds: { 'm-2': other } });
    expect(released.events).toEqual([{ type: 'released', at, case: 'case-1', measures: ['m-1'] }]);
  });

  test('takes a measure before it is verified from nobody', () => {
    expect(registered.when({ type: 'hold', ...supervisor, hold }).refusal?.refused).toBe('state');
  });

  test('closes for good and forgets its members', () => {
    const closed = verified.and({ type: 'close', ...supervisor, reason: 'dissolved' });
    expect(closed.state).toMatchObject({ status: 'closed', reason: 'dissolved' });
    expect(closed.state).not.toHaveProperty('members');
    expect(closed.when(addMember).refusal?.refused).toBe('state');
  });

  test('is administered by its own administrator and by the agency, by no other administrator', () => {
    const stranger = { ...people.administrator, organization: 'another-company' };
    expect(registered.when({ ...addMember, actor: stranger }).refusal?.refused).toBe('foreign');
    expect(registered.when({ ...addMember, actor: people.agency }).refusal).toBeUndefined();
  });

  test('changes and removes a member, and knows who is none', () => {
    const keys = ['n'.repeat(43)];
    const changed = verified.and({ ...addMember, type: 'change-member', keys, at: shift(at, 1) });
    expect(changed.state).toMatchObject({ members: { 'person-operator': { keys } } });
    const removed = changed.and({ type: 'remove-member', at, actor: people.agency, person: 'person-operator' });
    expect(removed.state).toMatchObject({ members: {} });
    const again = removed.when({ type: 'remove-member', at, actor: people.agency, person: 'person-operator' });
    expect([cited(again), pointers(again)]).toEqual([['POLICY-9'], ['/person']]);
  });

  test('has 200 members at most', () => {
    const fill = Array.from({ length: 200 }, (_, index) => ({ ...addMember, person: `person-${index}` }));
    const full = registered.and(...fill);
    expect(cited(full.when({ ...addMember, person: 'person-200' }))).toEqual(['POLICY-9']);
    expect(full.when({ ...addMember, type: 'change-member', person: 'person-7' }).refusal).toBeUndefined();
  });
});
