import { expect, test } from 'vitest';
import { formalReviewOnly, type Registration } from '../../shared/domain/registration.ts';
import { endOfDay } from '../../shared/law/time.ts';
import { shownOfRegistration } from '../../shared/shown-registration.ts';
import { after, cited, documentOf } from '../domain/given.ts';
import { applyAt, codeAt, coded, due, registering as say } from '../domain/registering.ts';

const registrants = (state: Registration) => ('registrants' in state ? state.registrants : undefined);
const request = documentOf('request');
const approved = (amendment: Parameters<typeof say.amend>[1], at = codeAt) =>
  coded().and(say.amend(at, amendment), say.accept(at), say['approve-amendment'](at));

test('the record names who registered it, whatever is changed, renewed or ended afterwards', () => {
  const end = endOfDay('2029-05-31');
  const renewal = { kind: 'renewal', request, operatingUntil: '2031-05-10' } as const;
  const stories = [
    coded(),
    approved({}),
    approved({ amendment: renewal }, after(end, -1)),
    approved({ amendment: { kind: 'deregistration', request, ground: 'lost' } }),
    coded().and(say.expire(end)),
    coded().and(say.revoke(codeAt)),
  ];
  expect(stories.map(({ state }) => [state.status, registrants(state)])).toEqual(
    ['coded', 'coded', 'coded', 'deregistered', 'expired', 'revoked'].map((status) => [status, ['rongshu']]),
  );
});

test('and the proof that its holder hands on shows who they are', () => {
  expect(shownOfRegistration.applied?.fields).toContain('/data/registrants');
  expect(shownOfRegistration.coded?.fields).toContain('/data/number');
});

test('nobody registers for another, and the record says that it decides no ownership', () => {
  const other = say.apply(applyAt, { registrants: [{ organization: 'elsewhere', legalPerson: true }] });
  const refused = due().when(other);
  expect([refused.refusal?.refused, cited(refused)]).toEqual(['foreign', ['REG-3']]);
  expect([formalReviewOnly.zh, formalReviewOnly.en].join()).toMatch(/不确认权属.*does not decide ownership/);
});
