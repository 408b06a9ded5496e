import { expect, test } from 'vitest';
import { product } from '../../shared/domain/product.ts';
import { cited, given, pointers } from '../domain/given.ts';
import { at, declarationFacts, offer, producing, reviewed } from '../domain/producing.ts';

const operator = { creditCode: '91511700MA00000010', affiliates: ['91511700MA00000036'] };
const pointer = '/builtOn/0';
const building = (by: { creditCode: string; affiliates: readonly string[] } | undefined) =>
  given(product).when(
    producing.declare(at, {
      builtOn: ['product-9'],
      facts: declarationFacts({ operator, builtOn: [by ? { by, pointer } : { pointer }] }),
    }),
  );

test('a product may be developed from another operator’s', () => {
  expect(building({ creditCode: '91511700MA00000023', affiliates: [] }).refusal).toBeUndefined();
});

test('nobody develops their own delivered product further, nor one of an affiliate, whoever declared it', () => {
  expect(cited(building({ creditCode: operator.creditCode, affiliates: [] }))).toEqual(['OPS-6']);
  expect(cited(building({ creditCode: '91511700MA00000036', affiliates: [] }))).toEqual(['OPS-6']);
  const declaredThere = building({ creditCode: '91511700MA00000023', affiliates: [operator.creditCode] });
  expect(cited(declaredThere)).toEqual(['OPS-6']);
  expect(pointers(declaredThere)).toEqual([pointer]);
});

test('an affiliate that was declared since keeps it from the market: it is looked at again at listing', () => {
  const by = { creditCode: '91511700MA00000023', affiliates: [] };
  const listing = (affiliates: string[]) =>
    reviewed({ builtOn: ['product-9'] }).when(
      producing.list(at, { facts: { ...offer(), operator: { ...operator, affiliates }, builtOn: [{ by, pointer }] } }),
    );
  expect(listing(operator.affiliates).state.status).toBe('listed');
  const refused = listing([...operator.affiliates, by.creditCode]);
  expect([cited(refused), pointers(refused)]).toEqual([['OPS-6'], [pointer]]);
});

test('what it is built on exists', () => {
  expect(cited(building(undefined))).toEqual(['DZ-36']);
});
