import { describe, expect, test } from 'vitest';
import { agreement } from '../../shared/domain/agreement.ts';
import { isMandated } from '../../shared/domain/mandate.ts';
import { organization } from '../../shared/domain/organization.ts';
import { plan } from '../../shared/domain/plan.ts';
import { endOfDay, startOfDay } from '../../shared/law/time.ts';
import {
  agreementStory,
  at,
  decidePlan,
  draftAgreement,
  draftPlan,
  facts,
  people,
  proposeAgreement,
  takeEffect,
} from '../domain/examples.ts';
import { cited, documentOf, given, after as shift } from '../domain/given.ts';
import { addMember, mandate, recordMandate, register } from '../domain/organization-examples.ts';

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
  expect(registered.and(recordMandate).when(asGrantor).refusal).toBeUndefined();
});

test('only a government names it, for days in their order', () => {
  const registered = given(organization).and({ ...register, kind: 'department' });
  const naming = (more: object) => cited(registered.when({ ...recordMandate, ...more }));
  expect([naming({}), naming({ namer: 'zone-committee' })]).toEqual([[], []]);
  expect([naming({ namer: 'company' }), naming({ namer: undefined })]).toEqual([['OPS-3'], ['OPS-3']]);
  expect(naming({ terms: { ...mandate, until: '2025-02-28' } })).toEqual(['OPS-3']);
});

test('the mandate is good from 00:00 of its first day until 24:00 of its last', () => {
  const terms = { ...mandate, from: '2026-11-02', until: '2026-11-03' } as const;
  const [begins, ends] = [startOfDay(terms.from), endOfDay(terms.until)];
  const good = [shift(begins, -1), begins, shift(ends, -1), ends].map((moment) => isMandated(terms, moment));
  expect(good).toEqual([false, true, true, false]);
  expect([isMandated(mandate, ends), isMandated(undefined, at)]).toEqual([true, false]);
});

test('without it no plan is decided upon and no agreement proposed or put into effect', () => {
  expect(
    cited(
      given(plan)
        .and(draftPlan)
        .when({ ...decidePlan, mandated: false }),
    ),
  ).toEqual(['OPS-3']);
  const unnamed = { ...facts, grantor: { ...facts.grantor, mandated: false } };
  const drafted = given(agreement).and(draftAgreement);
  expect(cited(drafted.when({ ...proposeAgreement, facts: unnamed }))).toEqual(['OPS-3']);
  const signed = given(agreement).and(...agreementStory.slice(0, -1));
  expect(cited(signed.when({ ...takeEffect, facts: unnamed }))).toEqual(['OPS-3']);
});
