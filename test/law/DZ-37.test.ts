import { expect, test } from 'vitest';
import { cited, documentOf, pointers } from '../domain/given.ts';
import { at, listed, producing, reviewed } from '../domain/producing.ts';

const condition = documentOf('condition');
const free = { use: 'public-good', unitPrice: 0, condition } as const;

test('use for the public good costs nothing, not even one 分, and names its condition', () => {
  expect(listed().when(producing.deliver(at, free)).refusal).toBeUndefined();
  expect(cited(listed().when(producing.deliver(at, { ...free, unitPrice: 1 })))).toEqual(['DZ-37']);
  const both = listed().when(producing.deliver(at, { use: 'public-good', unitPrice: 1 }));
  expect(pointers(both)).toEqual(['/unitPrice', '/condition']);
});

test('a product for the public good has no price and is not used in industry', () => {
  const good = { charge: 'public-good' } as const;
  expect(cited(reviewed(good).when(producing['set-ceiling'](at)))).toEqual(['DZ-37']);
  expect(cited(reviewed(good).when(producing['set-price'](at)))).toContain('DZ-37');
  expect(listed(good).when(producing.deliver(at, free)).state).toMatchObject({ sold: [{ free: 1, revenue: 0 }] });
  expect(cited(listed(good).when(producing.deliver(at, { unitPrice: 0 })))).toEqual(['DZ-37']);
});
