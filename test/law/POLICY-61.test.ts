import { expect, test } from 'vitest';
import { regulatoryPartner, secretsOf, termsOf } from '../../shared/domain/regulatory-partner.ts';
import { after, cited, given } from '../domain/given.ts';
import { at, jurisdiction, paper, people } from '../domain/supervising.ts';

const { clerk } = people;
const said = {
  type: 'register',
  at,
  actor: clerk,
  jurisdiction,
  organization: 'market',
  authority: 'bureau',
  basis: paper,
} as const;
const register = { ...said, receives: ['credit' as const], sends: ['regulatory.notice' as const] };
const partner = given(regulatoryPartner).and(register);

test('a partner receives or sends something, as registered last, and nothing while suspended', () => {
  expect(cited(given(regulatoryPartner).when({ ...register, receives: [], sends: [] }))).toEqual(['POLICY-61']);
  expect(termsOf(partner.state)).toMatchObject({ receives: ['credit'], sends: ['regulatory.notice'] });
  const change = { type: 'change', at, actor: clerk, basis: paper } as const;
  const changed = partner.and({ ...change, receives: [], sends: ['regulatory.penalty.decided'] });
  expect(termsOf(changed.state)).toMatchObject({ receives: [], sends: ['regulatory.penalty.decided'] });
  expect(termsOf(partner.and({ type: 'suspend', at, actor: clerk, reason: paper }).state)).toBeUndefined();
});

test('after a rotation the secret before it counts for a day, and no longer', () => {
  const rotated = partner.and({ type: 'rotate', at, actor: clerk, generation: 1 });
  const day = 24 * 3_600_000;
  expect(secretsOf(partner.state, at)).toEqual([0]);
  expect(secretsOf(rotated.state, after(at, day - 1))).toEqual([1, 0]);
  expect(secretsOf(rotated.state, after(at, day))).toEqual([1]);
});
