import { expect, test } from 'vitest';
import { product } from '../../shared/domain/product.ts';
import { cited, documentOf, given } from '../domain/given.ts';
import { at, authority, declarationFacts, listed, producing, reviewed, security } from '../domain/producing.ts';

const declared = given(product).and(producing.declare(at));

test('a product is listed only after security review and business review, in that order', () => {
  expect(declared.when(producing.list(at)).refusal?.refused).toBe('state');
  expect(declared.when(producing['pass-business-review'](at)).refusal?.refused).toBe('state');
  const secured = declared.and(producing['pass-security-review'](at));
  expect(secured.when(producing.list(at)).refusal?.refused).toBe('state');
  expect(reviewed().when(producing.list(at)).state.status).toBe('listed');
});

test('returned with reasons it is revised and reviewed from the start; rejected it is over', () => {
  const returned = declared.and(producing['pass-security-review'](at), producing.return(at));
  expect(returned.state).toMatchObject({ status: 'returned', reasons: documentOf('reasons') });
  expect(returned.and(producing.revise(at, { title: '新名称' })).state).toMatchObject({
    status: 'declared',
    title: '新名称',
  });
  const rejected = declared.and(producing.reject(at));
  expect(rejected.when(producing.revise(at)).refusal?.refused).toBe('state');
});

test('only a listed product is delivered, and a delisted one no longer', () => {
  expect(reviewed().when(producing.deliver(at)).refusal?.refused).toBe('state');
  expect(listed().when(producing.deliver(at)).state).toMatchObject({
    sold: [{ year: 2026, deliveries: 1, free: 0, quantity: 2, revenue: 19_800 }],
  });
  const gone = listed().and(producing.delist(at));
  expect(gone.when(producing.deliver(at)).refusal?.refused).toBe('state');
});

test('its operator withdraws it; whoever orders it off the market attaches the order', () => {
  expect(cited(listed().when(producing.delist(at, { ground: 'ordered' })))).toEqual(['DZ-36']);
  expect(cited(listed().when(producing.delist(at, { actor: authority })))).toEqual(['DZ-36']);
  const ordered = { actor: authority, ground: 'ordered' } as const;
  expect(cited(listed().when(producing.delist(at, ordered)))).toEqual(['DZ-36']);
  const document = documentOf('order');
  expect(listed().when(producing.delist(at, { ...ordered, document })).state.status).toBe('delisted');
});

test('a new version replaces a listed product of the same operator under the same agreement', () => {
  const replacing = (former: { own: boolean; listed: boolean }) =>
    given(product).when(
      producing.declare(at, { replaces: 'product-1', edition: 2, facts: declarationFacts({ former }) }),
    );
  expect(replacing({ own: true, listed: true }).refusal).toBeUndefined();
  expect(cited(replacing({ own: false, listed: true }))).toEqual(['DZ-36']);
  expect(cited(replacing({ own: true, listed: false }))).toEqual(['DZ-36']);
});

test('the channels that feed it are the operator’s own under this agreement', () => {
  const facts = declarationFacts({ channels: [{ id: 'channel-1', own: false }] });
  expect(cited(given(product).when(producing.declare(at, { facts })))).toEqual(['DZ-30']);
});

test('its public contact is an office', () => {
  const contact = (contactDetails: string) => given(product).when(producing.declare(at, { contactDetails }));
  expect(cited(contact('13800138000'))).toEqual(['PIPL-25']);
  expect(contact('0818-2100000').refusal).toBeUndefined();
});

test('a reviewer is not the declarer, for either review (POLICY-7)', () => {
  const self = { ...security, person: 'lin' };
  expect(cited(declared.when(producing['pass-security-review'](at, { actor: self })))).toEqual(['POLICY-7']);
  expect(cited(declared.when(producing.return(at, { actor: self })))).toEqual(['POLICY-7']);
  const secured = declared.and(producing['pass-security-review'](at));
  const own = { ...authority, person: 'lin' };
  expect(cited(secured.when(producing['pass-business-review'](at, { actor: own })))).toEqual(['POLICY-7']);
});
