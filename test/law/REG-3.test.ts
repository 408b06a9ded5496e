import { describe, expect, test } from 'vitest';
import { actor, cited, documentOf, pointers } from '../domain/given.ts';
import { acceptAt, applicant, applied, applyAt, due, fullFile, registering } from '../domain/registering.ts';

const legal = { organization: 'rongshu', legalPerson: true };

test('a legal person registers, alone or with others', () => {
  const registrants = [legal, { organization: 'partner', legalPerson: true }];
  expect(due().when(registering.apply(applyAt)).state.status).toBe('applied');
  expect(due().when(registering.apply(applyAt, { registrants })).state).toMatchObject({
    registrants: ['rongshu', 'partner'],
  });
});

test('a body without legal personality does not, not even as one of several', () => {
  const registrants = [legal, { organization: 'partnership', legalPerson: false }];
  const outcome = due().when(registering.apply(applyAt, { registrants }));
  expect(cited(outcome)).toEqual(['REG-3']);
  expect(pointers(outcome)).toEqual(['/registrants/1']);
});

describe('joint registrants', () => {
  const registrants = ['rongshu', 'partner', 'third'].map((organization) => ({ organization, legalPerson: true }));
  const third = actor('bai', 'third', 'operator');
  const delegations = registrants
    .slice(1)
    .map(({ organization }) => ({ organization, document: documentOf(`delegation-${organization}`) }));
  const joint = applied({ registrants, file: { ...fullFile, delegations } });

  test('each of the others confirms by its own command: a paper that the first hands in is the first one’s word', () => {
    const alone = joint.when(registering.accept(acceptAt));
    expect([cited(alone), pointers(alone)]).toEqual([
      ['REG-3', 'REG-3'],
      ['/registrants/1', '/registrants/2'],
    ]);
    const one = joint.and(registering.consent(applyAt));
    expect(pointers(one.when(registering.accept(acceptAt)))).toEqual(['/registrants/2']);
    const both = one.and(registering.consent(applyAt, { actor: third, document: documentOf('consent') }));
    expect(both.and(registering.accept(acceptAt)).state).toMatchObject({
      status: 'accepted',
      consents: [{ organization: 'partner' }, { organization: 'third' }],
    });
  });

  test('once, by none but them, also on an application that was returned; and not once it is accepted', () => {
    expect(cited(joint.and(registering.consent(applyAt)).when(registering.consent(applyAt)))).toEqual(['REG-3']);
    for (const stranger of [applicant, actor('x', 'elsewhere', 'operator')]) {
      const refused = joint.when(registering.consent(applyAt, { actor: stranger }));
      expect([refused.refusal?.refused, cited(refused)]).toEqual(['foreign', ['REG-3']]);
    }
    const clerk = actor('mo', 'partner', 'right-holder');
    expect(joint.when(registering.consent(applyAt, { actor: clerk })).refusal?.refused).toBe('role');
    const returned = joint.and(registering.return(applyAt));
    expect(returned.state).toMatchObject({ missing: ['consents'] });
    const again = returned.and(registering.consent(applyAt), registering.consent(applyAt, { actor: third }));
    expect(again.and(registering.resubmit(applyAt), registering.accept(acceptAt)).state.status).toBe('accepted');
    expect(
      again.and(registering.resubmit(applyAt), registering.accept(acceptAt)).when(registering.consent(acceptAt)).refusal
        ?.refused,
    ).toBe('state');
  });

  test('one that applies alone confirms nothing', () => {
    expect(applied().when(registering.consent(applyAt)).refusal?.refused).toBe('foreign');
    expect(applied().and(registering.accept(acceptAt)).state.status).toBe('accepted');
  });
});
