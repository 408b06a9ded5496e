import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { organization } from '../../shared/domain/organization.ts';
import { addMember, at, draftAgreement, facts, people, proposeAgreement, register } from '../domain/examples.ts';
import { cited, documentOf, given } from '../domain/given.ts';

describe('the operator is a legal person', () => {
  const unincorporated = { ...facts, operator: { ...facts.operator, legalPerson: false } };
  const propose = { ...proposeAgreement, facts: unincorporated };

  test('one that is none is refused', () => {
    expect(cited(given(agreement).and(draftAgreement).when(propose))).toEqual(['OPS-3']);
  });

  test('a recorded legal basis (DZ-30) lets it pass', () => {
    const exceptions = [{ article: 'OPS-3' as const, basis: documentOf('opinion') }];
    expect(
      given(agreement)
        .and({ ...draftAgreement, exceptions })
        .when(propose).refusal,
    ).toBeUndefined();
  });

  test('a basis recorded for another rule does not', () => {
    const exceptions = [{ article: 'LOCAL-1' as const, basis: documentOf('opinion') }];
    expect(
      cited(
        given(agreement)
          .and({ ...draftAgreement, exceptions })
          .when(propose),
      ),
    ).toEqual(['OPS-3']);
  });
});

test('the implementing body is not its own operator', () => {
  expect(cited(given(agreement).when({ ...draftAgreement, operator: 'data-bureau' }))).toEqual(['OPS-3']);
});

test('an organization gives the role of grantor only once its mandate is recorded', () => {
  const bureau = { ...register, organization: 'data-bureau', kind: 'data-authority' as const };
  const asGrantor = { ...addMember, actor: people.agency, roles: ['grantor' as const] };
  const registered = given(organization).and(bureau);
  expect(cited(registered.when(asGrantor))).toEqual(['OPS-3']);
  const mandate = { type: 'record-mandate', at, actor: people.government, mandate: documentOf('mandate') } as const;
  expect(registered.and(mandate).when(asGrantor).refusal).toBeUndefined();
});
